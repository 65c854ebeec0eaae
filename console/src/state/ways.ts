import { type Prefs, readJson } from "./prefs";

/** How original and translation of a message stand to each other. */
export const WAYS = ["below", "beside", "translation", "original"] as const;
export type Way = (typeof WAYS)[number];

/** The way somebody usually reads, and the conversations they read in another. */
export interface Ways {
  readonly usual: Way;
  readonly of: Readonly<Record<string, Way>>;
}

export const usualWays: Ways = { usual: "below", of: {} };

/** So many conversations are remembered, the newest choices. */
const KEPT = 200;

const isWay = (value: unknown): value is Way => WAYS.some((way) => way === value);

const isWays = (value: unknown): value is Ways =>
  typeof value === "object" && value !== null && "usual" in value && isWay(value.usual) &&
  "of" in value && typeof value.of === "object" && value.of !== null && Object.values(value.of).every(isWay);

export const keptWays = (prefs: Prefs): Ways => readJson(prefs, "ways", isWays, usualWays);

export const wayOf = (ways: Ways, id: string): Way => ways.of[id] ?? ways.usual;

/** One conversation is read in this way from now on. */
export function chosen(ways: Ways, id: string, way: Way): Ways {
  const others = Object.entries(ways.of).filter(([other]) => other !== id);
  return { ...ways, of: Object.fromEntries([...others, [id, way] as const].slice(-KEPT)) };
}

/** From now on this is the usual way; what was chosen for single conversations stays. */
export const usually = (ways: Ways, usual: Way): Ways => ({ ...ways, usual });
