import { describe, expect, it } from "vitest";
import { choose, direction, LANGUAGES, speaker } from ".";
import { en } from "./en";
import type { Words } from "./en";

const tables = import.meta.glob<Record<string, Words>>("./??.ts", { eager: true });
const table = (code: string) => tables[`./${code}.ts`]?.[code] as Words;
const slots = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([slot]) => slot).sort();

describe("the widget's languages", () => {
  it.each(LANGUAGES)("%s says everything, with the same slots", (code) => {
    const words = table(code);
    expect(Object.keys(words)).toEqual(Object.keys(en));
    for (const key of Object.keys(en) as (keyof Words)[]) {
      expect(words[key].trim(), key).not.toBe("");
      expect(slots(words[key]), key).toEqual(slots(en[key]));
    }
  });

  it("are chosen by wish, page and browser, in that order", () => {
    expect(choose([undefined, "xx", "pt_BR", "de"])).toEqual({ locale: "pt-BR", language: "pt" });
    expect(choose(["zh-Hant-TW"]).language).toBe("zh");
    expect(choose([])).toEqual({ locale: "en", language: "en" });
  });

  it("run from right to left where they do", () => {
    expect(LANGUAGES.filter((code) => direction(code) === "rtl")).toEqual(["ar"]);
  });

  it("fill their slots, and show one that has nothing", () => {
    const say = speaker(Object.values(en));
    expect(say(WORD.unsent, { n: 2 })).toBe("Unsent: 2");
    expect(say(WORD.unsent)).toBe("Unsent: {n}");
  });
});
