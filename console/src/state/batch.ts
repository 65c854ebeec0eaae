import type { StoreApi } from "zustand";

/** Takes a change of the state; it happens soon, in order, together with its neighbours. */
export type Batch<T> = (change: (state: T) => T) => void;

/** In a storm of events the screen is drawn for each batch, not for each event; nobody sees the difference of a blink. */
export const BLINK_MS = 40;

export function batched<T>(store: StoreApi<T>, waitMs = BLINK_MS): Batch<T> {
  let changes: ((state: T) => T)[] = [];
  const flush = () => {
    const due = changes;
    changes = [];
    store.setState((state) => due.reduce((known, change) => change(known), state));
  };
  return (change) => {
    if (changes.push(change) === 1) setTimeout(flush, waitMs);
  };
}

/** Takes one thing after another; those of one batch change the state together. */
export function gathered<V, T>(batch: Batch<T>, change: (state: T, all: readonly V[]) => T): (one: V) => void {
  let all: V[] = [];
  return (one) => {
    if (all.push(one) > 1) return;
    batch((state) => {
      const due = all;
      all = [];
      return change(state, due);
    });
  };
}
