import type { Coverage } from "../../state/roster";

/** Whether it is somebody's time: until when, or when next. `always`: they have promised no hours. */
export type Standing =
  | { readonly is: "always" }
  | { readonly is: "off"; readonly from: number }
  | { readonly is: "on"; readonly until: number }
  | { readonly is: "unknown" };

/** How everybody stands at `now`, as the plan says. */
export function standings(plan: Coverage | null, always: readonly string[]): (id: string, now: number) => Standing {
  const windows = new Map(plan?.people.map((row) => [row.agentId, row.windows]));
  const free = new Set([...always, ...(plan?.unplanned ?? [])]);
  return (id, now) => {
    if (free.has(id)) return { is: "always" };
    const mine = windows.get(id);
    if (mine === undefined) return { is: "unknown" };
    const next = mine.find(([, end]) => end > now);
    if (next === undefined) return { is: "off", from: 0 };
    return next[0] <= now ? { is: "on", until: next[1] } : { is: "off", from: next[0] };
  };
}
