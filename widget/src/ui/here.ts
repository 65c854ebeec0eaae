import type { Say } from "../i18n";
import type { Desk } from "../state/desk";
import type { View } from "../state/view";

/** What every part of the screen may use. */
export interface Here {
  desk: Desk;
  view: View;
  say: Say;
  /** BCP 47, for dates and language names. */
  locale: string;
  close: () => void;
  /** Put these words into the field, for the shopper to go on. */
  compose: (text: string) => void;
  /** What is written and not sent, kept while the panel is closed. */
  draft: { text: string };
}

/** There is one widget a page, so a context would carry what everybody has anyway. */
export let here: Here;

/** Said before every drawing. */
export function setHere(now: Here): void {
  here = now;
}
