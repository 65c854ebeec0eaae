import type { AgentEvents } from "@wire";
import type { Desk } from "../state/desk";
import { colleagueChanged } from "./colleagueChanged";
import { conversationChanged } from "./conversationChanged";
import { serverHello } from "./serverHello";
import { typingChanged } from "./typingChanged";
import { viewingChanged } from "./viewingChanged";

type Passing = "colleague.changed" | "conversation.changed" | "server.hello" | "typing.changed" | "viewing.changed";

/**
 * What each passing event does to the desk; `now` is the own clock. Numbered events are not here: they go through the
 * log of their conversation, and `entry.ts` folds that log into its thread. Of a changed line of the list only its time is: there
 * may be many at once, and `state/shelves.ts` keeps them together.
 */
export const REDUCERS: { readonly [N in Passing]: (desk: Desk, event: AgentEvents[N], now: number) => Desk } = {
  "colleague.changed": colleagueChanged,
  "conversation.changed": conversationChanged,
  "server.hello": serverHello,
  "typing.changed": typingChanged,
  "viewing.changed": viewingChanged,
};

export const HEARD = Object.keys(REDUCERS) as Passing[];
