import { describe, expect, it } from "vitest";
import { LANGUAGES, speaker } from "../i18n";
import { en } from "../i18n/en";
import type { Words } from "../i18n";
import { expectedWait } from "./times";

const tables = import.meta.glob<Record<string, Words>>("../i18n/??.ts", { eager: true });
const say = speaker(Object.values(en));
const minutes = (n: number) => expectedWait(n * 60_000, say, "en").replace("Expected wait: ", "");

describe("the expected wait", () => {
  it("is said as one would at a counter: the longer, the rounder", () => {
    expect([0, 0.5, 0.99].map(minutes)).toEqual(Array(3).fill("less than a minute"));
    expect([1, 1.6, 4.4, 10].map(minutes)).toEqual([1, 2, 4, 10].map((n) => `about ${n} minute${n > 1 ? "s" : ""}`));
    expect([11, 13, 22].map(minutes)).toEqual(["about 10 minutes", "about 15 minutes", "about 20 minutes"]);
    expect([23, 45].map(minutes)).toEqual(Array(2).fill("about half an hour"));
    expect([46, 75].map(minutes)).toEqual(Array(2).fill("about an hour"));
    expect([76, 10_000].map(minutes)).toEqual(Array(2).fill("more than an hour"));
  });

  it("never shrinks while the wait grows", () => {
    const said = Array.from({ length: 100 }, (_, n) => minutes(n));
    const steps = said.filter((text, n) => text !== said[n - 1]);
    expect(new Set(steps).size).toBe(steps.length);
  });

  it.each(LANGUAGES)("is a whole sentence in %s", (code) => {
    const speak = speaker(Object.values(tables[`../i18n/${code}.ts`]?.[code] ?? {}));
    for (const n of [0, 1, 4, 30, 60, 120]) {
      const said = expectedWait(n * 60_000, speak, code);
      expect(said).not.toMatch(/[{}]/);
      expect(said).not.toBe("");
    }
  });
});
