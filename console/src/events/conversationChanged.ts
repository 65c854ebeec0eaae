import type { AgentEvents } from "@wire";
import type { Desk } from "../state/desk";

/** What was just written says the least the server's clock can be. A greeting read late, while the page was still busy, said less. */
export const conversationChanged = (desk: Desk, { conversation }: AgentEvents["conversation.changed"], now: number): Desk => {
  const least = conversation.updatedAt - now;
  return least > desk.skew ? { ...desk, skew: least } : desk;
};
