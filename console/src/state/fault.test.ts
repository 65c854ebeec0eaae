import { expect, it } from "vitest";
import { faultOf, isAt, numberAt } from "./fault";

const path = (detail: string) => faultOf({ code: "bad_request", detail }).path;

it("finds the place, whoever names it", () => {
  expect(path("hours.shifts.3")).toBe("hours.shifts.3");
  expect(path("Expected `int` <= 1440 at $.hours.shifts[12].end")).toBe("hours.shifts.12.end");
  expect(path("Expected `str` at $.routing.queues[0].steps[2].name")).toBe("routing.queues.0.steps.2.name");
  expect([path(""), path("Not valid JSON at $"), path("somebody wrote this")]).toEqual(["", "", ""]);
});

it("is at the field and at all that holds it, at nothing that only begins like it", () => {
  const fault = { code: "bad_request", path: "routing.queues.1.steps.10.after" };
  expect(isAt(fault, "routing.queues.1")).toBe(true);
  expect(isAt(fault, "routing.queues.1.steps.10.after")).toBe(true);
  expect(isAt(fault, "routing.queues.1.steps.1")).toBe(false);
  expect(isAt(null, "routing")).toBe(false);
  expect(numberAt(fault, "routing.queues.1.steps")).toBe(10);
  expect(numberAt(fault, "routing")).toBe(-1);
});
