import type { Shift, Span } from "../../state/roster";

export const DAY = 1440;
const WEEK = 7 * DAY;
/** What keys move a shift by, and what the mouse snaps to. */
export const KEY_STEP = 15;
export const MOUSE_STEP = 30;
const SHORTEST = 15;

const mod = (value: number, by: number): number => ((value % by) + by) % by;

/** Minutes; a span that ends where it begins cannot be, but while it is typed it is taken for a whole day. */
export const lengthOf = ({ start, end }: Span): number => (end > start ? end - start : end + DAY - start);

/** Midnight is the end of a day, never the beginning of an empty one; a shift is shorter than a day unless it is the day. */
export function spanOf(start: number, length: number): Span {
  const from = mod(start, DAY);
  const most = from === 0 ? DAY : DAY - SHORTEST;
  const end = from + Math.min(most, Math.max(SHORTEST, length));
  return { start: from, end: end > DAY ? end - DAY : end };
}

/** The shift `by` minutes later, perhaps on another day. */
export function moved(shift: Shift, by: number): Shift {
  const at = mod(shift.day * DAY + shift.start + by, WEEK);
  return { day: Math.floor(at / DAY), ...spanOf(at, lengthOf(shift)) };
}

/** The shift with its end, or its start, moved by so many minutes; the other edge stays. */
export const stretched = (shift: Shift, by: number): Shift => ({ ...shift, ...spanOf(shift.start, lengthOf(shift) + by) });

export function pulled(shift: Shift, by: number): Shift {
  const length = Math.max(SHORTEST, lengthOf(shift) - by);
  const at = mod(shift.day * DAY + shift.start + lengthOf(shift) - length, WEEK);
  return { day: Math.floor(at / DAY), ...spanOf(at, length) };
}

/** What of a shift lies on one day of the picture; `index` is the shift's own. */
export interface Segment {
  readonly index: number;
  readonly day: number;
  readonly from: number;
  readonly to: number;
  readonly head: boolean;
  readonly tail: boolean;
}

export function segments(shifts: readonly Shift[]): Segment[] {
  return shifts.flatMap((shift, index): Segment[] => {
    const { day, start } = shift;
    const to = start + lengthOf(shift);
    const head = { index, day, from: start, to: Math.min(to, DAY), head: true, tail: to <= DAY };
    const rest = { index, day: (day + 1) % 7, from: 0, to: to - DAY, head: false, tail: true };
    return to > DAY ? [head, rest] : [head];
  });
}

/** The shifts that lie over one listed before them. */
export function overlapping(shifts: readonly Shift[]): ReadonlySet<number> {
  const all = segments(shifts);
  const found = all.filter((one) =>
    all.some((other) => other.index < one.index && other.day === one.day && other.from < one.to && one.from < other.to),
  );
  return new Set(found.map((one) => one.index));
}

/** The week with the shifts of one day on others too, in place of what was there. */
export function copied(shifts: readonly Shift[], from: number, to: readonly number[]): readonly Shift[] {
  const model = shifts.filter((shift) => shift.day === from);
  return [...shifts.filter((shift) => !to.includes(shift.day)), ...to.flatMap((day) => model.map((shift) => ({ ...shift, day })))];
}

/** A shift for a day that has room: nine to five, else eight hours at most from the first free hour on. */
export function fresh(shifts: readonly Shift[], day: number): Shift | null {
  const taken = segments(shifts).filter((one) => one.day === day);
  const free = (from: number, to: number) => taken.every((one) => one.to <= from || one.from >= to);
  if (free(540, 1020)) return { day, start: 540, end: 1020 };
  for (let start = 0; start < DAY; start += 60) {
    for (let length = 480; length >= 60; length -= 60) {
      if (start + length <= DAY && free(start, start + length)) return { day, ...spanOf(start, length) };
    }
  }
  return null;
}

export const minutesAWeek = (shifts: readonly Shift[]): number => shifts.reduce((sum, shift) => sum + lengthOf(shift), 0);

/** `HH:MM`, as a time field writes it; the end of a day is midnight there. */
export const toField = (minute: number): string =>
  `${String(Math.floor((minute % DAY) / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

export function ofField(text: string): number | null {
  const parts = /^(\d\d):(\d\d)/.exec(text);
  return parts === null ? null : Number(parts[1]) * 60 + Number(parts[2]);
}

/** A span with another start or end, as typed: the other edge stays where it is. */
export const withEdge = <S extends Span>(span: S, edge: "end" | "start", minute: number): S =>
  edge === "end" ? { ...span, end: minute === 0 ? DAY : minute } : { ...span, start: minute };
