/** Small choices of one person on one machine. A browser that stores nothing costs only the memory of them. */
export interface Prefs {
  get(key: string): string | null;
  set(key: string, value: string): void;
  drop(key: string): void;
  keys(): string[];
}

const quietly = <T>(work: () => T, otherwise: T): T => {
  try {
    return work();
  } catch {
    return otherwise;
  }
};

/** Everything under `tradewind.` in the given storage. */
export const prefsIn = (storage: Storage): Prefs => ({
  get: (key) => quietly(() => storage.getItem(`tradewind.${key}`), null),
  set: (key, value) => quietly(() => storage.setItem(`tradewind.${key}`, value), undefined),
  drop: (key) => quietly(() => storage.removeItem(`tradewind.${key}`), undefined),
  keys: () =>
    quietly(() => Object.keys(storage).filter((key) => key.startsWith("tradewind.")).map((key) => key.slice(10)), []),
});

/** A stored JSON value that passes `is`, else `otherwise`. */
export function readJson<T>(prefs: Prefs, key: string, is: (value: unknown) => value is T, otherwise: T): T {
  const text = prefs.get(key);
  if (text === null) return otherwise;
  const value: unknown = quietly(() => JSON.parse(text) as unknown, undefined);
  return is(value) ? value : otherwise;
}
