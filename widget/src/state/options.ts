import type { CustomerEntry } from "../wire";
import type { Facts } from "./facts";
import type { SessionOptions } from "./session";
import type { View } from "./view";

/** What a page hands to its desk. */
export interface DeskOptions extends SessionOptions {
  /** What the page has told and the desk has not taken yet. */
  facts: Facts;
  /** What the page makes of words that are about to be sent: others, or `false`. */
  sending: (text: string) => string | false;
  changed: (view: View) => void;
  /** Somebody of the desk said something new. */
  heard: (entry: CustomerEntry) => void;
}
