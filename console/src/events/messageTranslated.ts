import type { Translated } from "@wire";
import { amend, type Thread } from "../state/thread";

/** A translation for the desk arrived; of one language the newest counts. */
export const messageTranslated = (thread: Thread, body: Translated): Thread =>
  amend(thread, body.ref, (bubble) => ({
    ...bubble,
    readings: [...bubble.readings.filter((r) => r.language !== body.reading.language), body.reading],
  }));
