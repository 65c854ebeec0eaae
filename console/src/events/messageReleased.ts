import type { AgentEntry, Released } from "@wire";
import { amend, type Thread } from "../state/thread";

/** The customer can read it now, as `reading` when it was translated, in other words when a reviewer changed them. */
export const messageReleased = (thread: Thread, entry: AgentEntry, body: Released): Thread =>
  amend(thread, body.ref, (bubble) => ({
    ...bubble,
    state: "posted",
    text: body.text ?? bubble.text,
    language: body.text === null ? bubble.language : (body.language ?? bubble.language),
    pieces: body.text === null ? bubble.pieces : undefined,
    reading: body.reading,
    label: body.label,
    cseq: body.cseq ?? entry.cseq ?? bubble.cseq,
  }));
