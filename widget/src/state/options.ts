import type { CustomerEntry } from "../wire";
import type { View } from "./view";

/** What a page hands to its desk. */
export interface DeskOptions {
  /** Origin of the desk. */
  url: string;
  shop: string;
  locale: () => string;
  /** What the page makes of words that are about to be sent: others, or `false`. */
  sending: (text: string) => unknown;
  changed: (view: View) => void;
  /** Somebody of the desk said something new. */
  heard: (entry: CustomerEntry) => void;
}
