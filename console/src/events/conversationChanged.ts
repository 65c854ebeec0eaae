import type { ConversationChanged } from "@wire";
import type { Desk } from "../state/desk";
import { keep } from "../state/shelves";

/** A line of the list changed. */
export const conversationChanged = (desk: Desk, event: ConversationChanged): Desk => keep(desk, event.conversation);
