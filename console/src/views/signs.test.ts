import { expect, it } from "vitest";
import { named, SIGNS } from "./signs";

it("has every sign once, and every name once", () => {
  const names = SIGNS.flatMap((one) => one.names);
  expect(SIGNS).toHaveLength(72);
  expect(new Set(SIGNS.map(({ sign }) => sign)).size).toBe(SIGNS.length);
  expect(new Set(names).size).toBe(names.length);
  expect(SIGNS.filter((one) => one.names.length === 0)).toEqual([]);
});

it("finds by the beginning of a name, and then of its parts", () => {
  expect(named("thumbsu").map(({ sign }) => sign)).toEqual(["👍"]);
  expect(named("heart").map(({ sign }) => sign)).toEqual(["😍", "🫶", "❤️", "💙", "💚", "💛"]);
  expect(named("SMILE")[0]?.sign).toBe("😊");
  expect(named("zzz")).toEqual([]);
});
