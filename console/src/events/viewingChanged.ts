import type { ViewingChanged } from "@wire";
import type { Desk } from "../state/desk";

/** Whoever looks says so again within this time. */
export const VIEWING_MS = 40_000;

/** A colleague has a conversation before them, or has not any more; `now` is the own clock. */
export function viewingChanged(desk: Desk, event: ViewingChanged, now: number): Desk {
  const { conversationId: id, agentId, name, viewing } = event;
  if (agentId === desk.me) return desk;
  const others = (desk.viewers[id] ?? []).filter((one) => one.until > now && one.id !== agentId);
  const viewers = viewing ? [...others, { id: agentId, name, until: now + VIEWING_MS }] : others;
  return { ...desk, viewers: { ...desk.viewers, [id]: viewers } };
}
