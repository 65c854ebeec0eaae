import type { Problem } from "@wire";
import { useCallback, useEffect, useRef, useState } from "react";
import { DoorError } from "../state/door";

export interface Asked<T> {
  readonly value: T | null;
  readonly problem: Problem | null;
  readonly again: () => void;
  /** Put a value in its place that is known to be newer. */
  readonly set: (value: T) => void;
}

export const problemOf = (error: unknown): Problem =>
  error instanceof DoorError ? error.problem : { code: "internal", retry: true, detail: "" };

/** Asks the HTTP edge whenever `key` is another one. What was known stays until the answer is there; late answers are dropped. */
export function useAsked<T>(key: string, ask: () => Promise<T>): Asked<T> {
  const [known, setKnown] = useState<{ value: T | null; problem: Problem | null }>({ value: null, problem: null });
  const number = useRef(0);
  const latest = useRef(ask);
  latest.current = ask;
  const again = useCallback(() => {
    const mine = ++number.current;
    latest.current().then(
      (value) => {
        if (mine === number.current) setKnown({ value, problem: null });
      },
      (error: unknown) => {
        if (mine === number.current) setKnown(({ value }) => ({ value, problem: problemOf(error) }));
      },
    );
  }, []);
  useEffect(() => {
    again();
    return () => {
      number.current += 1;
    };
  }, [again, key]);
  const set = useCallback((value: T) => {
    number.current += 1;
    setKnown({ value, problem: null });
  }, []);
  return { ...known, again, set };
}
