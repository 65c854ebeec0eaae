import type { Colleague, Shift } from "@wire";

/** Reasons that the house gives; all others are somebody's own. */
const HOUSE = ["missed_offers", "shift_over", "vanished"] as const;
type House = (typeof HOUSE)[number];

/** What somebody can expect of the router now, and why. Times are ms. */
export type Duty =
  | { readonly is: "draining"; readonly until: number }
  | { readonly is: "house"; readonly reason: House }
  | { readonly is: "off" }
  | { readonly is: "on"; readonly until: number }
  | { readonly is: "resting"; readonly until: number }
  | { readonly is: "unavailable" };

type Person = Pick<Colleague, "availability" | "reason" | "restsUntil">;

/** `shifts` of whoever has promised hours, undefined of others; the last `drainMs` of a shift bring nothing new. */
export function dutyOf(person: Person, shifts: readonly Shift[] | undefined, drainMs: number, now: number): Duty {
  if (person.availability !== "online") {
    const reason = HOUSE.find((one) => one === person.reason);
    return reason === undefined ? { is: "unavailable" } : { is: "house", reason };
  }
  if (person.restsUntil > now) return { is: "resting", until: person.restsUntil };
  if (shifts === undefined) return { is: "on", until: 0 };
  const current = shifts.find(({ start, end }) => start <= now && now < end);
  if (current === undefined) return { is: "off" };
  return { is: now >= current.end - drainMs ? "draining" : "on", until: current.end };
}
