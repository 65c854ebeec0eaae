const CAP_MS = 30_000;
const FIRST_MS = 500;

/**
 * Full jitter: a random part of a window that doubles with each failed try (`tries` from 0), at most 30 s.
 */
export function backoff(tries: number, random: () => number): number {
  return random() * Math.min(CAP_MS, FIRST_MS * 2 ** tries);
}
