import { emptyTimeline, type AgentEntry, type Timeline } from "@wire";
import { fold, preceded } from "../events/entry";
import type { Desk } from "./desk";
import { emptyThread, type Thread } from "./thread";

export type Log = Timeline<AgentEntry>;

/** An open conversation: its log without holes, and what that log amounts to. */
export interface Open {
  readonly log: Log;
  readonly thread: Thread;
}

export const unopened: Open = { log: emptyTimeline(-1), thread: emptyThread };

/** The same conversation with another log: what was added at either end is told, any other log is folded anew. */
export function withLog(open: Open, log: Log): Open {
  const known = open.log.entries;
  const older = known[0] === undefined ? -1 : log.entries.indexOf(known[0]);
  const kept = older >= 0 && log.epoch === open.log.epoch && log.entries[older + known.length - 1] === known.at(-1);
  if (!kept) return { log, thread: fold(log.entries) };
  const before = older === 0 ? open.thread : preceded(open, log.entries.slice(0, older));
  return { log, thread: fold(log.entries.slice(older + known.length), before) };
}

export const logChanged = (desk: Desk, id: string, log: Log): Desk => ({
  ...desk,
  threads: { ...desk.threads, [id]: withLog(desk.threads[id] ?? unopened, log) },
});

/** Forget a thread that is no longer followed. */
export function forget(desk: Desk, id: string): Desk {
  const { [id]: _, ...threads } = desk.threads;
  return { ...desk, threads };
}
