import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createStore } from "zustand/vanilla";
import { batched, gathered } from "./batch";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it("changes happen in order, and the screen is told once a batch", () => {
  const store = createStore<{ said: string }>(() => ({ said: "" }));
  const told = vi.fn();
  store.subscribe(told);
  const batch = batched(store, 40);
  for (const letter of "abc") batch(({ said }) => ({ said: said + letter }));
  expect(store.getState().said).toBe("");
  vi.advanceTimersByTime(40);
  expect(store.getState().said).toBe("abc");
  expect(told).toHaveBeenCalledTimes(1);
  batch(({ said }) => ({ said: `${said}d` }));
  vi.advanceTimersByTime(40);
  expect(store.getState().said).toBe("abcd");
});

it("things of one kind are handed over together, once a batch", () => {
  const store = createStore<{ seen: readonly number[][] }>(() => ({ seen: [] }));
  const take = gathered<number, { seen: readonly number[][] }>(batched(store, 40), ({ seen }, all) => ({ seen: [...seen, [...all]] }));
  [1, 2, 3].forEach(take);
  vi.advanceTimersByTime(40);
  take(4);
  vi.advanceTimersByTime(40);
  expect(store.getState().seen).toEqual([[1, 2, 3], [4]]);
});
