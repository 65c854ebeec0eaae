import type { Item as Outgoing } from "@wire";
import { dayEnd, dayOf } from "../i18n/time";
import type { Bubble, Line, Thread } from "./thread";

/** One line on the screen of a thread, top to bottom. */
export type ThreadRow =
  | { readonly kind: "day"; readonly key: string; readonly at: number }
  | { readonly kind: "unread"; readonly key: string }
  | { readonly kind: "bubble"; readonly key: string; readonly bubble: Bubble; readonly joined: boolean }
  | { readonly kind: "line"; readonly key: string; readonly line: Line; readonly earlier: readonly Line[] }
  | { readonly kind: "outgoing"; readonly key: string; readonly item: Outgoing };

export interface RowOptions {
  readonly timeZone: string;
  /** What the customers' series numbers higher had not been seen when the thread was opened. */
  readonly seen: number;
}

/** Bubbles of one person that close to each other are drawn as one group. */
const JOIN_MS = 180_000;

const joins = (bubble: Bubble, before: ThreadRow | undefined): boolean =>
  before?.kind === "bubble" &&
  before.bubble.author.id === bubble.author.id &&
  before.bubble.note === bubble.note &&
  bubble.at - before.bubble.at < JOIN_MS;

const ROUTING = new Set<Line["body"]["kind"]>(["conversation.assigned", "conversation.offered", "conversation.requeued"]);
const routes = (line: Line): boolean => ROUTING.has(line.body.kind);

/** To and fro of the router is told in one line, the last; what went before waits behind it. */
function lineRow(line: Line, before: ThreadRow | undefined): ThreadRow {
  const along = before?.kind === "line" && routes(before.line) && routes(line);
  return { kind: "line", key: `e${line.seq}`, line, earlier: along ? [...before.earlier, before.line] : [] };
}

/** A thread with its dividers, and below it what is still on its way. */
export function rowsOf(thread: Thread, outgoing: readonly Outgoing[], { timeZone, seen }: RowOptions): ThreadRow[] {
  const rows: ThreadRow[] = [];
  const shown = new Set<string>();
  let midnight = 0;
  let divided = false;
  for (const item of thread.items) {
    if (item.at >= midnight) {
      midnight = dayEnd(item.at, timeZone);
      rows.push({ kind: "day", key: `day-${dayOf(item.at, timeZone)}`, at: item.at });
    }
    if (!divided && item.kind === "bubble" && item.cseq > seen && item.author.kind === "customer") {
      divided = true;
      if (seen > 0) rows.push({ kind: "unread", key: "unread" });
    }
    if (item.kind === "line") {
      const row = lineRow(item, rows.at(-1));
      if (row.kind === "line" && row.earlier.length > 0) rows.pop();
      rows.push(row);
      continue;
    }
    shown.add(item.clientId);
    rows.push({ kind: "bubble", key: `e${item.seq}`, bubble: item, joined: joins(item, rows.at(-1)) });
  }
  for (const item of outgoing) if (!shown.has(item.clientId)) rows.push({ kind: "outgoing", key: item.clientId, item });
  return rows;
}
