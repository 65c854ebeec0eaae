import type { AgentEntry, Noted } from "@wire";
import { append, type Thread } from "../state/thread";

/** A private remark; it has no life after it was written. */
export function notePosted(thread: Thread, entry: AgentEntry, body: Noted): Thread {
  const { seq, at, author, clientId } = entry;
  return append(thread, {
    kind: "bubble",
    seq,
    at,
    author,
    clientId,
    note: true,
    text: body.text,
    language: body.language,
    confidence: 1,
    state: "posted",
    reading: null,
    readings: [],
    attachments: body.attachments,
    findings: [],
    approvals: [],
    flagged: false,
    label: "",
    cseq: 0,
    returned: "",
  });
}
