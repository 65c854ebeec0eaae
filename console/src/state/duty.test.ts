import { expect, it } from "vitest";
import { dutyOf } from "./duty";

const online = { availability: "online", reason: "", restsUntil: 0 } as const;
const shifts = [{ start: 1_000, end: 9_000 }];
const at = (now: number, person: Partial<Parameters<typeof dutyOf>[0]> = {}, hours: typeof shifts | undefined = shifts) =>
  dutyOf({ ...online, ...person }, hours, 2_000, now);

it("tells a shift from its last part and from the time around it", () => {
  expect([999, 1_000, 6_999, 7_000, 8_999, 9_000].map((now) => at(now).is)).toEqual(["off", "on", "on", "draining", "draining", "off"]);
  expect(dutyOf(online, undefined, 2_000, 5)).toEqual({ is: "on", until: 0 });
});

it("the pause after a conversation comes before the shift, and ends by itself", () => {
  expect(at(5_000, { restsUntil: 5_001 })).toEqual({ is: "resting", until: 5_001 });
  expect(at(5_001, { restsUntil: 5_001 }).is).toBe("on");
});

it("tells the house's reasons from the person's own", () => {
  expect(at(5_000, { availability: "away", reason: "missed_offers" })).toEqual({ is: "house", reason: "missed_offers" });
  expect(at(5_000, { availability: "away", reason: "lunch" }).is).toBe("unavailable");
});
