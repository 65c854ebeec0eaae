import { describe, expect, it } from "vitest";
import { seeded } from "../wire/desk.fake";
import { accentVariables, legible, parse, ratio } from "./contrast";
import type { Colour } from "./contrast";

const read = (text = ""): Colour => text.match(/\d+/g)?.map(Number) as unknown as Colour;

describe("the accent", () => {
  it("is read from six digits and from nothing else", () => {
    expect(parse("#1a2B3c")).toEqual([26, 43, 60]);
    expect(parse("red")).toEqual(parse());
    expect(parse("#fff; background: url(x)")).toEqual(parse());
  });

  it("is measured as WCAG measures", () => {
    expect(ratio([0, 0, 0], [255, 255, 255])).toBeCloseTo(21);
    expect(ratio([118, 118, 118], [255, 255, 255])).toBeCloseTo(4.54, 2);
  });

  it("can be read on every ground, whatever the shop chose", () => {
    const random = seeded(7);
    for (let n = 0; n < 500; n++) {
      const hex = Math.floor(random() * 0x1000000);
      const colour = `#${hex.toString(16).padStart(6, "0")}`;
      const [light, dark] = [accentVariables(colour, false), accentVariables(colour, true)];
      expect(ratio(read(light["--accent"]), read(light["--on-accent"]))).toBeGreaterThanOrEqual(4.5);
      expect(ratio(read(light["--link"]), [243, 244, 246])).toBeGreaterThanOrEqual(4.5);
      expect(ratio(read(dark["--link"]), [38, 43, 52])).toBeGreaterThanOrEqual(4.5);
    }
  });

  it("is left alone where it is legible already", () => {
    expect(legible([20, 40, 60], [255, 255, 255])).toEqual([20, 40, 60]);
  });
});
