import { expect, it } from "vitest";
import { freeName, newStep, shifted, usualSteps } from "./rules";

it("moves one place, and not beyond the ends", () => {
  expect(shifted(["a", "b", "c"], 1, -1)).toEqual(["b", "a", "c"]);
  expect(shifted(["a", "b", "c"], 1, 1)).toEqual(["a", "c", "b"]);
  expect(shifted(["a", "b"], 0, -1)).toEqual(["a", "b"]);
  expect(shifted(["a", "b"], 1, 1)).toEqual(["a", "b"]);
});

it("the usual steps ask for less and less, later and later", () => {
  const steps = usualSteps(21);
  expect(steps.map((step) => step.after)).toEqual([0, 7, 21, 63, 105]);
  expect(steps.map((step) => step.level)).toEqual([3, 3, 0, 0, -1]);
  expect(steps.filter((step) => step.shift).map((step) => step.name)).toEqual(["fluent"]);
  expect(steps.filter((step) => step.outsourced || !step.skills).map((step) => step.name)).toEqual(["overflow", "anyone"]);
});

it("what is added has a name of its own and does not begin before the others", () => {
  expect(freeName("step", ["step-2", "exact"])).toBe("step-3");
  expect(newStep(usualSteps(60)).after).toBe(300);
});
