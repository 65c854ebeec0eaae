import { expect, it } from "vitest";
import { presets } from "../views/snooze";
import { atHour, dayOf, duration, inHours, ofWall, span, toWall } from "./time";

it("tomorrow at nine is nine on the wall, also across the change of clocks", () => {
  const evening = Date.UTC(2026, 2, 28, 20);
  const nine = atHour(evening, 1, 9, "Europe/Berlin");
  expect(new Date(nine).toISOString()).toBe("2026-03-29T07:00:00.000Z");
  expect(new Date(atHour(evening, 0, 9, "Europe/Berlin")).toISOString()).toBe("2026-03-28T08:00:00.000Z");
  expect(new Date(atHour(evening, 1, 9, "Asia/Shanghai")).toISOString()).toBe("2026-03-30T01:00:00.000Z");
});

it("next week begins on the coming Monday, whatever day it is", () => {
  for (let day = 1; day <= 14; day += 1) {
    const now = Date.UTC(2026, 5, day, 12);
    const until = presets(now, "UTC").find((preset) => preset.key === "week")?.until ?? 0;
    expect(new Date(until).getUTCDay()).toBe(1);
    expect(until - now).toBeGreaterThan(0);
    expect(until - now).toBeLessThanOrEqual(7 * 86_400_000);
  }
});

it("the day is that of the reader's zone", () => {
  const at = Date.UTC(2026, 0, 1, 23);
  expect(dayOf(at, "UTC")).toBe("2026-01-01");
  expect(dayOf(at, "Asia/Shanghai")).toBe("2026-01-02");
});

it("what a date field shows is what it gives back, in any zone and across a change of clocks", () => {
  for (const zone of ["UTC", "Asia/Shanghai", "Europe/Berlin", "Asia/Kolkata"]) {
    for (let hour = 0; hour < 400; hour += 7) {
      const at = Date.UTC(2026, 2, 20, hour, 15);
      expect(ofWall(toWall(at, zone), zone), `${zone} ${hour}`).toBe(at);
    }
  }
  expect(toWall(Date.UTC(2026, 10, 22, 20, 15), "Asia/Shanghai")).toBe("2026-11-23T04:15");
  expect([ofWall("", "UTC"), ofWall("soon", "UTC")]).toEqual([0, NaN]);
});

it("durations are told in their two largest units", () => {
  expect([0, 20_000, 5_400_000, 176_400_000].map((ms) => duration(ms, "en"))).toEqual(["0 seconds", "20 seconds", "1 hour, 30 minutes", "2 days, 1 hour"]);
  expect(inHours(135_000_000, "en")).toBe("37.5 hr");
});

it("spans name their largest unit, rounded down", () => {
  expect([59_000, 61_000, 7_300_000, 90_000_000].map((ms) => span(ms, "en"))).toEqual(["59s", "1m", "2h", "1d"]);
});
