import type { Identified } from "@wire";
import { amend, type Thread } from "../state/thread";

/** Somebody named its language: what was read out of another one is void. */
export const messageIdentified = (thread: Thread, body: Identified): Thread =>
  amend(thread, body.ref, (bubble) => ({ ...bubble, language: body.language, confidence: 1, readings: [] }));
