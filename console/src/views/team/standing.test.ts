import { expect, it } from "vitest";
import type { Coverage } from "../../state/roster";
import { standings } from "./standing";

const row = (agentId: string, windows: readonly (readonly [number, number])[]) => ({ agentId, name: agentId, timeZone: "UTC", languages: [], windows, local: [] });
const plan: Coverage = {
  languages: [],
  level: 1,
  hours: [],
  holes: [],
  handovers: [],
  people: [row("a", [[10, 20], [30, 40]]), row("b", []), row("c", [])],
  unplanned: ["c"],
};

it("tells until when, and when next", () => {
  const of = standings(plan, []);
  expect([9, 10, 19, 20, 30, 40].map((now) => of("a", now))).toEqual([
    { is: "off", from: 10 },
    { is: "on", until: 20 },
    { is: "on", until: 20 },
    { is: "off", from: 30 },
    { is: "on", until: 40 },
    { is: "off", from: 0 },
  ]);
  expect(of("b", 5)).toEqual({ is: "off", from: 0 });
  expect(of("c", 5)).toEqual({ is: "always" });
});

it("does not guess while the plan is not there", () => {
  expect(standings(null, ["d"])("d", 5)).toEqual({ is: "always" });
  expect(standings(null, [])("a", 5)).toEqual({ is: "unknown" });
});
