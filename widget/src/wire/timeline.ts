import { emptied } from "./erased";

/**
 * What a series is made of: entries numbered 1, 2, 3 ... without holes. Own ones carry the client id they
 * were sent with.
 */
export interface Numbered {
  seq: number;
  clientId?: string;
}

/** An own message that its series has not shown yet. */
export interface Waiting {
  clientId: string;
}

/** One series as one client knows it. `last` is -1 until the first answer to `conversation.resume`. */
export interface Timeline<E extends Numbered, W extends Waiting = Waiting> {
  /** Which log the numbers belong to; empty until known. */
  readonly epoch: string;
  readonly last: number;
  /** The newest number heard of. Greater than `last`: something is missing. */
  readonly goal: number;
  /** Without holes, ending at `last`; the beginning may still be on the server. */
  readonly entries: readonly E[];
  /** Entries that came too early, by number. */
  readonly held: readonly E[];
  readonly waiting: readonly W[];
}

/** The part of the answer to `conversation.resume` that concerns the series. */
export interface Piece<E> {
  epoch: string;
  entries: readonly E[];
  last: number;
  reset: boolean;
}

/** `after` 0 for a conversation that begins here, -1 to be given the newest part of one that already is. */
export function emptyTimeline<E extends Numbered, W extends Waiting>(after: -1 | 0 = -1): Timeline<E, W> {
  return { epoch: "", last: after, goal: after, entries: [], held: [], waiting: [] };
}

/** One entry arrived, by push. */
export function applied<E extends Numbered, W extends Waiting>(t: Timeline<E, W>, entry: E): Timeline<E, W> {
  if (t.last >= 0 && entry.seq <= t.last) return t;
  if (t.held.some((early) => early.seq === entry.seq)) return t;
  const held = [...t.held, entry].sort((a, b) => a.seq - b.seq);
  return settled({ ...t, held, goal: Math.max(t.goal, entry.seq) });
}

/** Where to ask from. Numbers of an unknown log are no ground to stand on: then ask from the start. */
export function position<E extends Numbered, W extends Waiting>(
  t: Timeline<E, W>,
): { after: number; epoch: string } {
  return { after: t.epoch ? t.last : Math.min(t.last, 0), epoch: t.epoch };
}

/** The answer to a resume arrived. A reset forgets the old log: its numbers mean nothing in the new one. */
export function resumed<E extends Numbered, W extends Waiting>(
  t: Timeline<E, W>,
  piece: Piece<E>,
): Timeline<E, W> {
  const goal = piece.reset ? piece.last : Math.max(t.goal, piece.last);
  const known = { ...t, epoch: piece.epoch, goal };
  if (!piece.reset && t.epoch) return piece.entries.reduce(applied, known);
  const last = piece.entries.at(-1)?.seq ?? piece.last;
  return unwaited({ ...known, entries: emptied(piece.entries), last, held: [] }, piece.entries);
}

/** The server told its newest number. */
export function announced<E extends Numbered, W extends Waiting>(
  t: Timeline<E, W>,
  newest: number,
): Timeline<E, W> {
  return newest > t.goal ? { ...t, goal: newest } : t;
}

/** Older entries arrived, asked for with `before`. */
export function paged<E extends Numbered, W extends Waiting>(
  t: Timeline<E, W>,
  older: readonly E[],
): Timeline<E, W> {
  const first = t.entries[0]?.seq ?? t.last + 1;
  const fitting = older.filter((entry) => entry.seq < first);
  if (fitting.at(-1)?.seq !== first - 1) return t;
  return { ...t, entries: emptied([...fitting, ...t.entries]) };
}

/** The own messages on their way, as the outbox has them; those the series shows already are left out. */
export function awaiting<E extends Numbered, W extends Waiting>(
  t: Timeline<E, W>,
  own: readonly W[],
): Timeline<E, W> {
  return unwaited({ ...t, waiting: own }, t.entries);
}

/**
 * What to ask for, and how soon, when something is missing: `hole` may still close by itself, `behind` will
 * not.
 */
export function missing<E extends Numbered, W extends Waiting>(
  t: Timeline<E, W>,
): { after: number; epoch: string; why: "hole" | "behind" } | null {
  if (t.last >= 0 && t.goal <= t.last) return null;
  return { ...position(t), why: t.held.length && t.last >= 0 ? "hole" : "behind" };
}

function settled<E extends Numbered, W extends Waiting>(t: Timeline<E, W>): Timeline<E, W> {
  if (t.last < 0) return t;
  let next = t.last + 1;
  const fresh = t.held.filter((entry) => entry.seq === next && next++ > 0);
  if (!fresh.length) return t;
  const held = t.held.filter((entry) => entry.seq >= next);
  const entries = [...t.entries, ...fresh];
  return unwaited({ ...t, entries: emptied(entries), last: next - 1, held }, fresh);
}

function unwaited<E extends Numbered, W extends Waiting>(
  t: Timeline<E, W>,
  shown: readonly E[],
): Timeline<E, W> {
  if (!t.waiting.length) return t;
  const ids = new Set(shown.map((entry) => entry.clientId));
  return { ...t, waiting: t.waiting.filter((own) => !ids.has(own.clientId)) };
}
