import type { Returned } from "@wire";
import { amend, type Thread } from "../state/thread";

/** It will not be sent; its author reads why. */
export const messageReturned = (thread: Thread, body: Returned): Thread =>
  amend(thread, body.ref, (bubble) => ({ ...bubble, state: "returned", returned: body.reason }));
