import { type RefObject, useRef } from "react";

/** The button whose menu leads to a dialog, and how the keyboard comes back to it: the item that was chosen is gone by then. */
export function useWayBack(): { readonly button: RefObject<HTMLButtonElement | null>; readonly back: () => void } {
  const button = useRef<HTMLButtonElement>(null);
  return { button, back: () => { setTimeout(() => button.current?.focus()); } };
}
