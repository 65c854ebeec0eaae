import { createContext, useContext, useSyncExternalStore } from "react";

/** One clock for all that counts up or down on the screen: the time now, and a call every second. */
export interface Ticker {
  readonly now: () => number;
  readonly listen: (tick: () => void) => () => void;
}

export function secondHand(now: () => number): Ticker {
  const ears = new Set<() => void>();
  let shown = now();
  let timer: ReturnType<typeof setInterval> | undefined;
  const beat = () => {
    shown = now();
    ears.forEach((ear) => {
      ear();
    });
  };
  return {
    now: () => shown,
    listen(ear) {
      if (ears.size === 0) {
        shown = now();
        timer = setInterval(beat, 1000);
      }
      ears.add(ear);
      return () => {
        ears.delete(ear);
        if (ears.size === 0) clearInterval(timer);
      };
    },
  };
}

export const TickerContext = createContext<Ticker>(secondHand(() => Date.now()));

/** The time now, in steps of `stepMs`: a component is drawn again only when its step changes. */
export function useNow(stepMs = 1000): number {
  const ticker = useContext(TickerContext);
  return useSyncExternalStore(ticker.listen, () => Math.floor(ticker.now() / stepMs) * stepMs);
}
