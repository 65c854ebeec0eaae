import type { Held } from "@wire";
import { amend, type Thread } from "../state/thread";

/** It waits for a reviewer, or for one more; `reading` is what the customer would read. */
export const messageHeld = (thread: Thread, body: Held): Thread =>
  amend(thread, body.ref, (bubble) => ({
    ...bubble,
    state: "held",
    text: body.text ?? bubble.text,
    pieces: body.text === null ? bubble.pieces : undefined,
    findings: body.findings,
    reading: body.reading,
    approvals: body.approvals,
  }));
