import type { PointerEvent } from "react";
import type { Shift } from "../../state/roster";
import { DAY, moved, MOUSE_STEP, pulled, spanOf, stretched } from "./week";

type Grip = "end" | "move" | "start";
const CHANGES = { end: stretched, move: moved, start: pulled } as const;

/** The minutes of a day that a distance on its track stands for, to the next half hour. */
const minutes = (pixels: number, width: number): number => Math.round((pixels / width) * (DAY / MOUSE_STEP)) * MOUSE_STEP;

/** Where on the track the pointer is, from the side where its day begins. */
function along(track: Element, clientX: number): { at: number; width: number } {
  const { left, right, width } = track.getBoundingClientRect();
  return { at: getComputedStyle(track).direction === "rtl" ? right - clientX : clientX - left, width };
}

/** Calls `move` with each place of the pointer until it is let go. */
function follow(move: (event: globalThis.PointerEvent) => void): void {
  const ends = new AbortController();
  const end = () => {
    ends.abort();
  };
  window.addEventListener("pointermove", move, { signal: ends.signal });
  window.addEventListener("pointerup", end, { signal: ends.signal });
  window.addEventListener("pointercancel", end, { signal: ends.signal });
}

const gripOf = (target: EventTarget): Grip => {
  const edge = target instanceof HTMLElement ? target.dataset.edge : undefined;
  return edge === "start" || edge === "end" ? edge : "move";
};

interface Week {
  readonly shifts: readonly Shift[];
  readonly change: (shifts: readonly Shift[]) => void;
  readonly choose: (index: number) => void;
}

/** A shift is moved by its middle and made longer or shorter by its edges. */
export function dragShift(event: PointerEvent<HTMLElement>, index: number, { shifts, change, choose }: Week): void {
  const track = event.currentTarget.closest("[data-track]");
  const shift = shifts[index];
  if (event.button !== 0 || track === null || shift === undefined) return;
  event.stopPropagation();
  choose(index);
  const start = along(track, event.clientX);
  const alter = CHANGES[gripOf(event.target)];
  follow((next) => {
    change(shifts.with(index, alter(shift, minutes(along(track, next.clientX).at - start.at, start.width))));
  });
}

/** On an empty place a new shift is drawn, perhaps beyond midnight. A mere click makes none. */
export function drawShift(event: PointerEvent<HTMLElement>, day: number, { shifts, change, choose }: Week): void {
  if (event.button !== 0 || event.pointerType === "touch") return;
  const track = event.currentTarget;
  const { at, width } = along(track, event.clientX);
  const start = Math.min(DAY - MOUSE_STEP, Math.floor(((at / width) * DAY) / MOUSE_STEP) * MOUSE_STEP);
  follow((next) => {
    const length = minutes(along(track, next.clientX).at, width) - start;
    if (length < MOUSE_STEP) return;
    change([...shifts, { day, ...spanOf(start, length) }]);
    choose(shifts.length);
  });
}
