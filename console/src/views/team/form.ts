import type { NewPerson } from "../../state/admin";
import { type AgentCard, noHours, type PersonForm } from "../../state/roster";

/** A person as they are being written; the address and a first password are asked of new ones alone. */
export type Draft = NewPerson & { readonly active: boolean };

export const emptyPerson = (locale: string, timeZone: string): Draft => ({
  email: "",
  password: "",
  name: "",
  role: "agent",
  locale,
  timeZone,
  languages: [],
  teamIds: [],
  skills: [],
  shopIds: [],
  markets: [],
  hours: noHours,
  capacity: 4,
  limits: {},
  active: true,
});

export function draftOf(card: AgentCard): Draft {
  const { id: _, load: _l, loads: _ls, availability: _a, awayReason: _r, restsUntil: _u, ...rest } = card;
  return { ...emptyPerson(card.locale, card.timeZone), ...rest };
}

const FIELDS = [
  "name",
  "role",
  "locale",
  "timeZone",
  "languages",
  "teamIds",
  "skills",
  "shopIds",
  "markets",
  "hours",
  "capacity",
  "limits",
  "active",
] as const satisfies readonly (keyof PersonForm)[];

/** What is another than before: the rest stays as somebody else may have changed it meanwhile. */
export function changesOf(before: Draft, after: Draft): Partial<PersonForm> {
  const changed = FIELDS.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
  return Object.fromEntries(changed.map((field) => [field, after[field]]));
}

export function newOf({ active: _, ...person }: Draft): NewPerson {
  return { ...person, email: person.email.trim(), name: person.name.trim() };
}
