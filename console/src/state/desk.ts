import type { Colleague, Filter, Shift, Summary } from "@wire";
import type { Open } from "./open";
import { type Ways, usualWays } from "./ways";

/** The views of the list, as `conversation.list` names them. */
export const VIEWS = ["mine", "queue", "all", "held", "closed"] as const;
export type View = (typeof VIEWS)[number];
export const isView = (value: string | null): value is View => VIEWS.some((view) => view === value);

/** What the server said of one view: who is in it as far as read, and how many there are in all. */
export interface Shelf {
  readonly ids: ReadonlySet<string>;
  readonly cursor: string;
  readonly total: number;
  readonly loaded: boolean;
}

/** Somebody who writes just now; forgotten after `until` (ms, own clock). */
export interface Typist {
  readonly who: "agent" | "customer";
  readonly name: string;
  readonly until: number;
}

/** A colleague who looks at a conversation; forgotten after `until` (ms, own clock). */
export interface Viewer {
  readonly id: string;
  readonly name: string;
  readonly until: number;
}

/** Everything the desk knows, as one value. Only the reducers of `events/` and the snapshots change it. */
export interface Desk {
  readonly me: string;
  readonly epoch: string;
  /** Server clock minus own clock, in ms: countdowns follow the server. */
  readonly skew: number;
  readonly maxText: number;
  /** Counts the events that touched a line of the list, so that an older snapshot does not undo them. */
  readonly tick: number;
  readonly touched: Readonly<Record<string, number>>;
  readonly conversations: Readonly<Record<string, Summary>>;
  readonly shelves: Readonly<Record<View, Shelf>>;
  readonly threads: Readonly<Record<string, Open>>;
  readonly colleagues: Readonly<Record<string, Colleague>>;
  /** Times of work of those who promised hours; in the last `drainSeconds` of one they get nothing new. */
  readonly shifts: Readonly<Record<string, readonly Shift[]>>;
  readonly drainSeconds: number;
  readonly typing: Readonly<Record<string, readonly Typist[]>>;
  /** The view that is read: "next conversation" means the next one there. */
  readonly view: View;
  /** How original and translation are shown. */
  readonly ways: Ways;
  /** Colleagues who have a conversation before them. */
  readonly viewers: Readonly<Record<string, readonly Viewer[]>>;
  /** What narrows the list, if anything does. */
  readonly filter: Filter | null;
  /** The lines that are chosen for one action, while lines are being chosen. */
  readonly chosen: ReadonlySet<string> | null;
  /** The message that was looked for, until its thread shows it. */
  readonly sought: { readonly id: string; readonly seq: number } | null;
}

const bare: Shelf = { ids: new Set(), cursor: "", total: 0, loaded: false };

export const emptyDesk = (me: string): Desk => ({
  me,
  epoch: "",
  skew: 0,
  maxText: 8000,
  tick: 0,
  touched: {},
  conversations: {},
  shelves: { mine: bare, queue: bare, all: bare, held: bare, closed: bare },
  threads: {},
  colleagues: {},
  shifts: {},
  drainSeconds: 0,
  typing: {},
  view: "mine",
  ways: usualWays,
  viewers: {},
  filter: null,
  chosen: null,
  sought: null,
});
