import { describe, expect, it } from "vitest";
import { RETRY } from "@wire";
import { choose, PACKS, PRIVACY, RESOURCES, SHOPS, SIGN_ON, SIGNING, STAFFING, TICKETS, type Language } from "./index";
import en from "./en.json";
import { PUSHED } from "./push";

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

/** Every path as it is written. */
function paths(tree: Tree, path = ""): string[] {
  return Object.entries(tree).flatMap(([key, value]) => (typeof value === "string" ? [path + key] : paths(value, `${path}${key}.`)));
}

const slots = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? "").sort();

const others = (Object.keys(RESOURCES) as Language[]).filter((language) => language !== "en");

/** The words that are fetched later. */
const late = async (language: Language): Promise<Tree> => {
  const [staffing, privacy, signOn, packs, signing, shops, tickets] = await Promise.all([STAFFING[language](), PRIVACY[language](), SIGN_ON[language](), PACKS[language](), SIGNING[language](), SHOPS[language](), TICKETS[language]()]);
  return { staffing: staffing.default as Tree, privacy: privacy.default as Tree, signOn: signOn.default as Tree, packs: packs.default as Tree, signing: signing.default as Tree, shops: shops.default as Tree, tickets: tickets.default as Tree, push: PUSHED[language] };
};
const tables = await Promise.all(others.map(async (language) => [language, RESOURCES[language], await late(language)] as const));
const lateEnglish = await late("en");

const FORMS = ["zero", "one", "two", "few", "many", "other"];
/** Whole numbers stand for all plural forms a desk needs. */
const NUMBERS = [0, 1, 2, 3, 5, 11, 21, 22, 25, 100, 101, 111];

describe.each(tables)("the texts in %s", (language, now, later) => {
  const english = texts({ now: en, later: lateEnglish });
  const own = texts({ now, later });

  it("know every plural form of the language", () => {
    const rules = new Intl.PluralRules(language);
    const needed = new Set(NUMBERS.map((number) => rules.select(number)));
    const all = paths({ now, later });
    const counted = new Set(all.filter((path) => path.endsWith("_other")).map((path) => path.slice(0, -6)));
    const missing = [...counted].flatMap((path) => FORMS.filter((form) => needed.has(form as Intl.LDMLPluralRule) && !all.includes(`${path}_${form}`)).map((form) => `${path}_${form}`));
    expect(missing).toEqual([]);
  });

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
  expect(choose(["uk-UA", "zh-Hans-CN", "en"])).toBe("zh");
  expect(choose(["pt-BR"])).toBe("pt");
  expect(choose([])).toBe("en");
});
