import { expect, it } from "vitest";
import { markup } from "./trusted";

it("style sheets pass, elements do not", () => {
  expect(markup("a > b { color: red }")).toBe("a > b { color: red }");
  for (const text of ["<img src=x onerror=alert(1)>", "x<", "</style><script>"]) expect(() => markup(text)).toThrow(TypeError);
});
