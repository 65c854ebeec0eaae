import type { AgentEntry } from "@wire";
import { append, type Line, type Thread } from "../state/thread";

/** Something happened to the conversation itself: opened, assigned, offered, requeued, snoozed, closed, reopened, rated. */
export const lineAdded = (thread: Thread, { seq, at, author }: AgentEntry, body: Line["body"]): Thread =>
  append(thread, { kind: "line", seq, at, author, body });
