import type { Match } from "@wire";
import { useEffect, useRef, useState } from "react";
import { learn } from "./shelves";
import { useStation } from "./use";

const PAUSE_MS = 120;

export interface Found {
  /** What was asked for; behind what is typed by a blink. */
  readonly query: string;
  readonly items: readonly Match[];
  readonly more: boolean;
}

/** Everything the desk ever heard that has these words. The last question wins; null until it is answered. */
export function useFound(typed: string): Found | null {
  const { link, desk } = useStation();
  const [found, setFound] = useState<Found | null>(null);
  const asked = useRef(0);
  const query = typed.trim();
  useEffect(() => {
    const number = ++asked.current;
    if (query === "") {
      setFound(null);
      return;
    }
    const timer = setTimeout(() => {
      void link.ask("conversation.find", { query: query.slice(0, 200), limit: 30 }).then((answer) => {
        if (number !== asked.current || !answer.ok) return;
        desk.setState((known) => learn(known, answer.items.map((item) => item.conversation)));
        setFound({ query, items: answer.items, more: answer.more });
      });
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [link, desk, query]);
  return found;
}
