import { type KeyboardEvent, useState } from "react";

interface Deeds<T> {
  readonly pick: (item: T) => void;
  readonly close: () => void;
}

export interface Offered {
  /** Which item the keys have come to. */
  readonly active: number;
  /** True when the key was for the list. While something is offered Enter never falls through to the field, which would send. */
  readonly onKey: (event: KeyboardEvent) => boolean;
  readonly begin: () => void;
}

/** Items offered at the field, walked by arrows. They may change under the hand: the chosen one stays chosen while it is there. */
export function useOffered<T extends { readonly id: string }>(items: readonly T[], { pick, close }: Deeds<T>): Offered {
  const [id, setId] = useState("");
  const active = Math.max(0, items.findIndex((item) => item.id === id));
  const onKey = (event: KeyboardEvent): boolean => {
    const chosen = items[active];
    if (chosen === undefined) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) setId(items[(active + step + items.length) % items.length]?.id ?? "");
    else if (event.key === "Escape") close();
    else if ((event.key === "Enter" || event.key === "Tab") && !event.shiftKey) pick(chosen);
    else return false;
    return true;
  };
  return { active, onKey, begin: () => { setId(""); } };
}
