import type { CustomerConversation } from "../wire";

/**
 * What was told with what is known of the line: a change of something else says nothing of the place, so what was told
 * before holds as long as one waits.
 */
export function inLine(told: CustomerConversation, known: CustomerConversation | null): CustomerConversation {
  if (told.place || told.status !== "waiting" || known?.status !== "waiting") return told;
  const { place, waitMs, mail } = known;
  return { place, waitMs, mail, ...told };
}
