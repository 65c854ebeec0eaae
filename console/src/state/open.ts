import { emptyTimeline, type AgentEntry, type Timeline } from "@wire";
import { fold } from "../events/entry";
import type { Desk } from "./desk";
import { emptyThread, type Thread } from "./thread";

export type Log = Timeline<AgentEntry>;

/** An open conversation: its log without holes, and what that log amounts to. */
export interface Open {
  readonly log: Log;
  readonly thread: Thread;
}

export const unopened: Open = { log: emptyTimeline(-1), thread: emptyThread };

/** The same conversation with another log: what was only added at the end is told, everything else is folded anew. */
export function withLog(open: Open, log: Log): Open {
  const known = open.log.entries;
  const grown = log.epoch === open.log.epoch && known.length > 0 && log.entries[0] === known[0];
  const kept = grown && log.entries[known.length - 1] === known.at(-1);
  return { log, thread: kept ? fold(log.entries.slice(known.length), open.thread) : fold(log.entries) };
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
