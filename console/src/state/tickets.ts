import { newId, type AskOf, type Problem, type TicketCard, type Ticketed, type TicketList, type TicketPage } from "@wire";
import { createStore } from "zustand/vanilla";
import { DoorError } from "./door";
import type { Station } from "./station";

export type Status = TicketCard["status"];
export type Kind = TicketCard["kind"];
export type Wanted = Omit<AskOf<"agent", "ticket.list">, "cursor">;

export const STATUSES = ["open", "pending", "on_hold", "solved", "closed"] as const satisfies readonly Status[];
export const ACTIVE = ["open", "pending", "on_hold"] as const satisfies readonly Status[];
export const OVER = ["solved", "closed"] as const satisfies readonly Status[];
export const KINDS = ["general", "legal", "safety", "data_request", "withdrawal", "security"] as const satisfies readonly Kind[];

export const isActive = (ticket: Pick<TicketCard, "status">): boolean => ACTIVE.some((status) => status === ticket.status);

/** Where one may go from here; the server has the last word. */
export function onward(status: Status, leads: boolean): readonly Status[] {
  if (status === "closed") return leads ? ["open"] : [];
  if (status === "solved") return ["open", "closed"];
  return STATUSES.filter((other) => other !== status);
}

/** The conversation that somebody wants a ticket about; empty when nobody does. */
export const wish = createStore<{ id: string }>(() => ({ id: "" }));

type Link = Station["link"];

/** What was answered, when it was a yes. */
function given<T extends { readonly ok: true }>(answer: T | { readonly ok: false; readonly error: Problem }): T {
  if (!answer.ok) throw new DoorError(answer.error);
  return answer;
}

export type Page = Pick<TicketList, "counts" | "cursor" | "items">;

/** A page of tickets, from `cursor` on. Throws `DoorError`. */
export const list = async (link: Link, wanted: Wanted, cursor = ""): Promise<Page> =>
  given<TicketList>(await link.ask("ticket.list", { ...wanted, cursor }));

/** One with its history. Throws `DoorError`. */
export const read = async (link: Link, ticketId: string): Promise<TicketPage> => given<TicketPage>(await link.ask("ticket.read", { ticketId }));

export type Change =
  | { readonly verb: "ticket.assign"; readonly agentId?: string; readonly teamId?: string }
  | { readonly verb: "ticket.edit"; readonly subject?: string; readonly kind?: Kind; readonly priority?: number; readonly due?: number; readonly labels?: readonly string[] }
  | { readonly verb: "ticket.move"; readonly status: Status };

/** The ticket after a change by somebody who saw `version`. Throws `DoorError`, `bad_state` with `version` when it is stale. */
export async function change(link: Link, { id, version }: TicketCard, { verb, ...what }: Change): Promise<TicketCard> {
  const ask = { ticketId: id, clientId: newId(), version, ...what };
  return given<Ticketed>(await link.ask(verb, ask)).ticket;
}

export const comment = async (link: Link, ticketId: string, text: string): Promise<TicketCard> =>
  given<Ticketed>(await link.ask("ticket.comment", { ticketId, clientId: newId(), text })).ticket;

export const add = async (link: Link, ticketId: string, conversationId: string): Promise<TicketCard> =>
  given<Ticketed>(await link.ask("ticket.link", { ticketId, clientId: newId(), conversationId })).ticket;

export type New = Omit<AskOf<"agent", "ticket.open">, "clientId">;

/** A new one; asked again under the same client id it is the same. Throws `DoorError`. */
export const open = async (link: Link, clientId: string, ask: New): Promise<TicketCard> =>
  given<Ticketed>(await link.ask("ticket.open", { ...ask, clientId })).ticket;
