import type { AgentEntry } from "@wire";
import type { Open } from "../state/open";
import { emptyThread, type Thread } from "../state/thread";
import { lineAdded } from "./lineAdded";
import { messageHeld } from "./messageHeld";
import { messageIdentified } from "./messageIdentified";
import { messagePosted } from "./messagePosted";
import { messageReleased } from "./messageReleased";
import { messageReturned } from "./messageReturned";
import { messageTranslated } from "./messageTranslated";
import { notePosted } from "./notePosted";

function told(thread: Thread, entry: AgentEntry): Thread {
  const { body } = entry;
  switch (body.kind) {
    case "message.posted":
      return messagePosted(thread, entry, body);
    case "note.posted":
      return notePosted(thread, entry, body);
    case "message.translated":
      return messageTranslated(thread, body);
    case "message.identified":
      return messageIdentified(thread, body);
    case "message.released":
      return messageReleased(thread, entry, body);
    case "message.held":
      return messageHeld(thread, body);
    case "message.returned":
      return messageReturned(thread, body);
    default:
      return lineAdded(thread, entry, body);
  }
}

/** One numbered entry told to a thread. Entries come in order; what was told already changes nothing. */
export const tell = (thread: Thread, entry: AgentEntry): Thread =>
  entry.seq <= thread.last ? thread : { ...told(thread, entry), last: entry.seq };

/** A thread with the page before it. What the known entries say of messages on that page is said now. */
export function preceded({ log, thread }: Open, older: readonly AgentEntry[]): Thread {
  const page = fold(older);
  const items = [...page.items, ...thread.items];
  const late = log.entries.filter(({ body }) => "ref" in body && body.ref <= page.last);
  return { ...late.reduce(told, { items, last: page.last }), last: thread.last };
}

/** A thread from its entries alone; folding more of them into it later gives the same as folding all at once. */
export const fold = (entries: readonly AgentEntry[], onto: Thread = emptyThread): Thread => entries.reduce(tell, onto);
