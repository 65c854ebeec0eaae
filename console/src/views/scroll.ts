import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { ThreadRow } from "../state/rows";

/** How far from the end one may be and still be "at the end". */
const NEAR_PX = 90;

export interface Scroll {
  readonly frame: RefObject<HTMLDivElement | null>;
  readonly inner: RefObject<HTMLDivElement | null>;
  /** The person has gone back to read; news must not move what they look at. */
  readonly away: boolean;
  readonly moved: () => void;
  readonly toEnd: () => void;
  /** Somebody is shown a place further up: do not go to the end. */
  readonly stay: () => void;
}

/** Stays at the end of a thread, whatever grows or is measured, until somebody scrolls back. */
export function useScroll(last: ThreadRow | undefined): Scroll {
  const frame = useRef<HTMLDivElement>(null);
  const inner = useRef<HTMLDivElement>(null);
  const before = useRef({ top: 0, height: 0 });
  const [away, setAway] = useState(false);
  const toEnd = useCallback(() => {
    const element = frame.current;
    if (element !== null) element.scrollTop = element.scrollHeight;
    setAway(false);
  }, []);
  const moved = useCallback(() => {
    const element = frame.current;
    if (element === null) return;
    const { scrollTop: top, scrollHeight: height, clientHeight } = element;
    // Rows that are measured or added also leave the end behind; only a person scrolls backwards.
    const back = top < before.current.top && height >= before.current.height;
    before.current = { top, height };
    if (height - top - clientHeight <= NEAR_PX) setAway(false);
    else if (back) setAway(true);
  }, []);
  useLayoutEffect(() => {
    if (!away || last?.kind === "outgoing") toEnd();
    // Only a new last row moves the view of somebody who reads further up, and only their own.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [last?.key]);
  useEffect(() => {
    if (away || frame.current === null || inner.current === null) return;
    const watch = new ResizeObserver(toEnd);
    watch.observe(frame.current);
    watch.observe(inner.current);
    return () => {
      watch.disconnect();
    };
  }, [away, toEnd]);
  const stay = useCallback(() => { setAway(true); }, []);
  return { frame, inner, away, moved, toEnd, stay };
}
