import { useState } from "react";
import type { Prefs } from "./prefs";
import { useStation } from "./use";

/** Lists and threads have as much room as the person likes. */
export function applyDensity(prefs: Prefs): void {
  document.documentElement.dataset.density = prefs.get("density") ?? "roomy";
}

/** One choice of this person on this machine. */
export function usePref(key: string, usual: string): [string, (value: string) => void] {
  const { prefs } = useStation();
  const [value, set] = useState(prefs.get(key) ?? usual);
  const choose = (next: string) => {
    prefs.set(key, next);
    set(next);
    applyDensity(prefs);
  };
  return [value, choose];
}
