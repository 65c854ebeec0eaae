import { sameLanguage } from "../ui/say";
import type { Bubble } from "./thread";

/** A wording of a message, in a language. `engine` is empty for what was typed. */
export interface Wording {
  readonly text: string;
  readonly language: string;
  readonly engine: string;
}

/** What a reader of `locale` is shown first, and what stands below it. */
export interface Wordings {
  readonly first: Wording;
  readonly second: Wording | null;
  /** The customer wrote in another language and no translation has come. */
  readonly foreign: boolean;
}

/** The reader's own language first; below it the other side's wording: what the customer wrote, or what they read. */
export function wordingsOf(bubble: Bubble, locale: string): Wordings {
  const original: Wording = { text: bubble.text, language: bubble.language, engine: "" };
  const theirs = bubble.reading;
  if (bubble.text === "" || sameLanguage(bubble.language, locale)) return { first: original, second: theirs, foreign: false };
  const mine = bubble.readings.find((reading) => sameLanguage(reading.language, locale));
  const read = mine ?? (theirs !== null && sameLanguage(theirs.language, locale) ? theirs : null);
  if (read !== null) return { first: read, second: original, foreign: false };
  return { first: original, second: theirs, foreign: bubble.author.kind === "customer" && bubble.language !== "und" };
}
