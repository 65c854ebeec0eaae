import { expect, it } from "vitest";
import { markup, script } from "./trusted";

it("style sheets pass, elements do not", () => {
  expect(markup("a > b { color: red }")).toBe("a > b { color: red }");
  for (const text of ["<img src=x onerror=alert(1)>", "x<", "</style><script>"]) expect(() => markup(text)).toThrow(TypeError);
});

it("one script is loaded by its address, and no other", () => {
  expect(script("/console/sw.js")).toBe("/console/sw.js");
  for (const url of ["/console/sw.js?x", "//elsewhere/console/sw.js", "data:,alert(1)", ""]) expect(() => script(url)).toThrow(TypeError);
});
