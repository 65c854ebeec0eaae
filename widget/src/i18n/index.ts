import type { Words } from "./en.ts";

/**
 * The languages the widget speaks. Each is a small script, `lang/<code>.js`, with the words of its table and not
 * their names; a page fetches the one it needs.
 */
export const LANGUAGES = ["en", "zh", "de", "fr", "es", "it", "pt", "ja", "ko", "ru", "ar", "tr"] as const;
export type Language = (typeof LANGUAGES)[number];
export type { Words } from "./en.ts";

const RIGHT_TO_LEFT = ["ar"];

/** The first locale whose language we speak, and that language. */
export function choose(wished: readonly (string | null | undefined)[]): {
  locale: string;
  language: Language;
} {
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

declare global {
  /** Where each meaning stands in a table that is shipped, and the print of that order: see `vite.config.ts`. */
  const WORD: Readonly<Record<keyof Words, number>>;
  const WORD_ORDER: string;
}

export type Say = (word: number, parts?: Readonly<Record<string, string | number>>) => string;

/** A speaker of one table: `say(WORD.unsent, { n: 2 })`. */
export function speaker(table: readonly string[]): Say {
  return (word, parts = {}) =>
    (table[word] ?? "").replace(/\{(\w+)\}/g, (whole, name: string) => String(parts[name] ?? whole));
}
