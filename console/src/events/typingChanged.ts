import type { TypingChanged } from "@wire";
import type { Desk, Typist } from "../state/desk";

/** The server forgets a typist after this silence; so does the desk, should the "stopped" be lost. */
export const TYPING_MS = 6_000;

/** Whoever has just said something is no longer writing it. */
export const spoken = (desk: Desk, id: string, who: Typist["who"]): Desk =>
  desk.typing[id]?.some((typist) => typist.who === who) === true
    ? { ...desk, typing: { ...desk.typing, [id]: desk.typing[id].filter((typist) => typist.who !== who) } }
    : desk;

/** Somebody started or stopped writing; `now` is the own clock. */
export function typingChanged(desk: Desk, event: TypingChanged, now: number): Desk {
  const { conversationId: id, who, name } = event;
  const others = (desk.typing[id] ?? []).filter((t) => t.until > now && !(t.who === who && t.name === name));
  const typists = event.typing ? [...others, { who, name, until: now + TYPING_MS }] : others;
  return { ...desk, typing: { ...desk.typing, [id]: typists } };
}
