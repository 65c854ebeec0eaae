import { describe, expect, it } from "vitest";
import { RETRY } from "@wire";
import { choose, RESOURCES, STAFFING, type Language } from "./index";
import en from "./en.json";

type Tree = { readonly [key: string]: Tree | string };

/** Every text by its path; plural forms of one text count as one. */
function texts(tree: Tree, path = ""): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    const here = path + key.replace(/_(zero|one|two|few|many|other)$/, "");
    if (typeof value === "string") found.set(here, value);
    else for (const [below, text] of texts(value, `${here}.`)) found.set(below, text);
  }
  return found;
}

const slots = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? "").sort();

const others = (Object.keys(RESOURCES) as Language[]).filter((language) => language !== "en");

const late = async (language: Language): Promise<Tree> => (await STAFFING[language]()).default as Tree;
const tables = await Promise.all(others.map(async (language) => [language, RESOURCES[language], await late(language)] as const));
const english = texts({ now: en, later: await late("en") });

describe.each(tables)("the texts in %s", (_language, now, later) => {
  const own = texts({ now, later });

  it("are complete, with nothing left over", () => {
    expect([...own.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it("keep every slot", () => {
    for (const [key, text] of english) expect(slots(own.get(key) ?? ""), key).toEqual(slots(text));
  });

  it("say every sentence in their own words", () => {
    const same = [...english].filter(([key, text]) => own.get(key) === text && text.replace(/\{\{\w+\}\}/g, "").split(" ").length > 3);
    expect(same).toEqual([]);
  });
});

it("every error code of the wire has words", () => {
  expect(Object.keys(RETRY).filter((code) => !(code in en.problem))).toEqual([]);
});

it("chooses the first language that is spoken here", () => {
  expect(choose(["ja-JP", "zh-Hans-CN", "en"])).toBe("zh");
  expect(choose([])).toBe("en");
});
