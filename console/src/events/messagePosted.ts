import type { AgentEntry, Posted } from "@wire";
import { append, type Thread } from "../state/thread";

/** A message of either side, as it stood when it was stored. */
export function messagePosted(thread: Thread, entry: AgentEntry, body: Posted): Thread {
  const { kind: _, ...message } = body;
  const { seq, at, author, clientId, cseq = 0 } = entry;
  return append(thread, { kind: "bubble", seq, at, author, clientId, cseq, note: false, returned: "", ...message });
}
