/** Kinds of work a channel asks for; an agent's capacity may be limited by each. */
export const KINDS = ["live", "messaging", "mail", "marketplace"] as const;
export type Kind = (typeof KINDS)[number];

/** A part of a day: minutes since local midnight. An `end` before its `start` is on the next day. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A part of every week; `day` 0 is the Monday on which it starts. */
export interface Shift extends Span {
  readonly day: number;
}

/** Days (ISO dates, both included) with these hours instead of the week's; none: days off. */
export interface Special {
  readonly first: string;
  readonly last: string;
  readonly spans: readonly Span[];
  readonly note: string;
}

export interface Hours {
  readonly shifts: readonly Shift[];
  readonly specials: readonly Special[];
  /** A country, perhaps with its part (`CN`, `DE-BY`), whose public holidays are days off; or empty. */
  readonly holidays: string;
}

export interface Spoken {
  readonly language: string;
  readonly level: number;
}

/** What those who lead may set of a person. */
export interface PersonForm {
  readonly name: string;
  readonly role: string;
  readonly locale: string;
  readonly timeZone: string;
  readonly languages: readonly Spoken[];
  readonly teamIds: readonly string[];
  readonly skills: readonly string[];
  readonly shopIds: readonly string[];
  readonly markets: readonly string[];
  readonly hours: Hours;
  readonly capacity: number;
  readonly limits: Readonly<Partial<Record<Kind, number>>>;
  readonly active: boolean;
}

/** A person of the desk, for those who lead it. */
export interface AgentCard extends PersonForm {
  readonly id: string;
  readonly email: string;
  readonly load: number;
  readonly loads: Readonly<Record<string, number>>;
  readonly availability: "away" | "busy" | "offline" | "online";
  readonly awayReason: string;
  readonly restsUntil: number;
}

export const noHours: Hours = { shifts: [], specials: [], holidays: "" };

/** Whoever has promised no hours works whenever they are present. */
export const isAlways = (hours: Hours): boolean => hours.shifts.length === 0 && hours.specials.length === 0;

/** One language in one hour: how many of its minutes somebody is there, who for all of it, who for a part. */
export interface Cell {
  readonly minutes: number;
  readonly whole: readonly string[];
  readonly part: readonly string[];
}

/** One way to fill a part of a hole; the local times are minutes of the person's own day. */
export interface Filler {
  readonly agentId: string;
  readonly kind: "extend" | "extra" | "translate" | "weaker";
  readonly level: number;
  readonly start: number;
  readonly end: number;
  readonly localStart: number;
  readonly localEnd: number;
}

export interface Hole {
  readonly language: string;
  readonly start: number;
  readonly end: number;
  readonly fillers: readonly Filler[];
}

export interface Handover {
  readonly language: string;
  readonly at: number;
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly together: number;
}

export interface RosterRow {
  readonly agentId: string;
  readonly name: string;
  readonly timeZone: string;
  readonly languages: readonly Spoken[];
  readonly windows: readonly (readonly [number, number])[];
  readonly local: readonly number[];
}

/** Who is there when, as promised. All times are ms. */
export interface Coverage {
  readonly languages: readonly string[];
  readonly level: number;
  readonly hours: readonly { readonly at: number; readonly cells: Readonly<Record<string, Cell>> }[];
  readonly holes: readonly Hole[];
  readonly handovers: readonly Handover[];
  readonly people: readonly RosterRow[];
  readonly unplanned: readonly string[];
}
