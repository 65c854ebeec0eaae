import { en } from "./en.ts";
import type { Words } from "./en.ts";

/** The languages the widget speaks. English is built in; the others are fetched as `lang/<code>.js`, one small script each. */
export const LANGUAGES = ["en", "zh", "de", "fr", "es", "it", "pt", "ja", "ko", "ru", "ar", "tr"] as const;
export type Language = (typeof LANGUAGES)[number];
export type { Words } from "./en.ts";

const RIGHT_TO_LEFT = ["ar"];

/** The first locale whose language we speak, and that language. */
export function choose(wished: readonly (string | null | undefined)[]): { locale: string; language: Language } {
  for (const locale of wished) {
    const code = locale?.toLowerCase().split(/[-_]/)[0];
    const language = LANGUAGES.find((one) => one === code);
    if (locale && language) return { locale: locale.replace("_", "-"), language };
  }
  return { locale: "en", language: "en" };
}

export function direction(language: Language): "ltr" | "rtl" {
  return RIGHT_TO_LEFT.includes(language) ? "rtl" : "ltr";
}

/** A table as it travels: the sentences alone, in the order of the English keys. */
export function packed(words: Words): string[] {
  return (Object.keys(en) as (keyof Words)[]).map((key) => words[key]);
}

export function unpacked(sentences: readonly string[]): Words {
  const keys = Object.keys(en) as (keyof Words)[];
  return Object.fromEntries(keys.map((key, n) => [key, sentences[n] ?? en[key]])) as Words;
}

export type Say = (key: keyof Words, parts?: Readonly<Record<string, string | number>>) => string;

/** A speaker of one table: `say("unsent", { n: 2 })`. */
export function speaker(words: Words): Say {
  return (key, parts = {}) => words[key].replace(/\{(\w+)\}/g, (whole, name: string) => String(parts[name] ?? whole));
}
