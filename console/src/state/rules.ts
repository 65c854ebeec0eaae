import type { Kind } from "./roster";

/** Levels of a step that asks for no speaker. */
export const TRANSLATED = 0;
export const ANYONE = -1;

/** A circle of people a waiting conversation may be given to, from `after` seconds of waiting on. */
export interface Step {
  readonly name: string;
  readonly after: number;
  readonly level: number;
  readonly shift: boolean;
  readonly skills: boolean;
  readonly market: boolean;
  readonly outsourced: boolean;
  readonly teamIds: readonly string[];
}

/** Which conversations a queue takes; what is empty asks nothing. */
export interface Match {
  readonly shopIds: readonly string[];
  readonly markets: readonly string[];
  readonly channels: readonly string[];
  readonly languages: readonly string[];
  readonly vip: boolean | null;
}

export interface Queue {
  readonly name: string;
  readonly match: Match;
  readonly teamId: string;
  readonly skills: readonly string[];
  readonly priority: number;
  /** When the first answer is promised, in seconds; 0: as its kind of work. */
  readonly target: number;
  readonly steps: readonly Step[];
}

export type Numbers = Readonly<Partial<Record<Kind, number>>>;

/** A desk's rules. Durations are seconds; 0 switches the thing off. */
export interface Routing {
  readonly queues: readonly Queue[];
  readonly weights: Numbers;
  readonly targets: Numbers;
  readonly outsourced: readonly string[];
  readonly vipPriority: number;
  readonly stickySeconds: number;
  readonly idleSeconds: number;
  readonly afterWorkSeconds: number;
  readonly drainSeconds: number;
  readonly againSeconds: number;
  readonly misses: number;
  readonly longWaitSeconds: number;
}

export interface Policy {
  readonly languages: readonly string[];
  readonly offerSeconds: number;
  readonly relaxSeconds: number;
  readonly graceSeconds: number;
  readonly routing: Routing;
}

const wide = { shift: false, market: false, skills: true, outsourced: false, teamIds: [] } as const;

/** The steps of a queue that names none, as the server makes them of the seconds it waits for a speaker. */
export const usualSteps = (seconds: number): readonly Step[] => [
  { ...wide, name: "fluent", after: 0, level: 3, shift: true, market: true },
  { ...wide, name: "any_shift", after: Math.floor(seconds / 3), level: 3 },
  { ...wide, name: "translated", after: seconds, level: TRANSLATED },
  { ...wide, name: "overflow", after: 3 * seconds, level: TRANSLATED, outsourced: true, skills: false },
  { ...wide, name: "anyone", after: 5 * seconds, level: ANYONE, outsourced: true, skills: false },
];

/** The list with the item at `index` one place up (-1) or down (1); unchanged at its ends. */
export function shifted<T>(list: readonly T[], index: number, by: -1 | 1): readonly T[] {
  const item = list[index];
  const other = list[index + by];
  return item === undefined || other === undefined ? list : list.with(index, other).with(index + by, item);
}

/** A name that none of these has: `queue-2`. */
export function freeName(stem: string, taken: readonly string[]): string {
  for (let number = taken.length + 1; ; number += 1) {
    const name = `${stem}-${number}`;
    if (!taken.includes(name)) return name;
  }
}

export const newStep = (steps: readonly Step[]): Step => ({
  ...wide,
  name: freeName("step", steps.map((step) => step.name)),
  after: steps.at(-1)?.after ?? 0,
  level: 3,
  shift: true,
  market: true,
});

export const newQueue = (queues: readonly Queue[]): Queue => ({
  name: freeName("queue", queues.map((queue) => queue.name)),
  match: { shopIds: [], markets: [], channels: [], languages: [], vip: null },
  teamId: "",
  skills: [],
  priority: 0,
  target: 0,
  steps: [],
});
