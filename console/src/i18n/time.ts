import { made } from "./made";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const format = (locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => made(Intl.DateTimeFormat, locale, options);

export interface Reader {
  readonly locale: string;
  readonly timeZone: string;
}

export const clockTime = (at: number, { locale, timeZone }: Reader): string =>
  format(locale, { hour: "2-digit", minute: "2-digit", timeZone }).format(at);

export const fullTime = (at: number, { locale, timeZone }: Reader): string =>
  format(locale, { dateStyle: "full", timeStyle: "short", timeZone }).format(at);

/**
 * The calendar day of `at` where the reader is, as YYYY-MM-DD. Put together from its parts: no locale writes a day like this
 * in every browser (WebKit's en-CA does not).
 */
export function dayOf(at: number, timeZone: string): string {
  const parts = format("en-US", { year: "numeric", month: "2-digit", day: "2-digit", timeZone }).formatToParts(at);
  const read = (type: string) => parts.find((part) => part.type === type)?.value ?? "";
  return `${read("year")}-${read("month")}-${read("day")}`;
}

/** The first instant after the day of `at`: while a time lies before it, it is the same day and need not be looked up. */
export const dayEnd = (at: number, timeZone: string): number => atHour(at, 1, 0, timeZone);

/** "today", "yesterday" in the reader's words, else the date. */
export function dayName(at: number, now: number, reader: Reader): string {
  const day = dayOf(at, reader.timeZone);
  const relative = made(Intl.RelativeTimeFormat, reader.locale, { numeric: "auto" });
  if (day === dayOf(now, reader.timeZone)) return relative.format(0, "day");
  if (day === dayOf(now - DAY, reader.timeZone)) return relative.format(-1, "day");
  const { timeZone } = reader;
  return format(reader.locale, { weekday: "long", day: "numeric", month: "long", timeZone }).format(at);
}

/** A short span for a list: seconds, minutes, hours or days, largest unit only. */
export function span(ms: number, locale: string): string {
  const [value, unit] =
    ms < MINUTE
      ? [Math.max(0, ms / 1000), "second"]
      : ms < HOUR
        ? [ms / MINUTE, "minute"]
        : ms < DAY
          ? [ms / HOUR, "hour"]
          : [ms / DAY, "day"];
  const style = { style: "unit", unit, unitDisplay: "narrow" } as const;
  return made(Intl.NumberFormat, locale, style).format(Math.floor(value));
}

/** The instant at which the wall clock of `timeZone` shows `hour` o'clock, `days` days after today's date there. */
export function atHour(now: number, days: number, hour: number, timeZone: string): number {
  const [year = 0, month = 1, day = 1] = dayOf(now, timeZone).split("-").map(Number);
  const guess = Date.UTC(year, month - 1, day + days, hour);
  return guess - offsetAt(guess - offsetAt(guess, timeZone), timeZone);
}

/** An instant as a date field has it in that zone: `2026-11-23T04:15`; empty for 0. */
export const toWall = (at: number, timeZone: string): string =>
  at === 0 ? "" : new Date(at + offsetAt(at, timeZone)).toISOString().slice(0, 16);

/** The instant of what a date field has; 0 for an empty one, NaN for what is no time. */
export function ofWall(text: string, timeZone: string): number {
  if (text === "") return 0;
  const guess = Date.parse(`${text}Z`);
  return Number.isNaN(guess) ? guess : guess - offsetAt(guess - offsetAt(guess, timeZone), timeZone);
}

/** How far the zone's wall clock is ahead of UTC at an instant, in ms. */
function offsetAt(at: number, timeZone: string): number {
  const parts = format("en-US", {
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
    timeZone,
  }).formatToParts(at);
  const read = (type: string) => Number(parts.find((part) => part.type === type)?.value ?? 0);
  const wall = Date.UTC(read("year"), read("month") - 1, read("day"), read("hour"), read("minute"), read("second"));
  return wall - Math.floor(at / 1000) * 1000;
}

/** The name of a day of the week; 0 is Monday. */
export const weekday = (day: number, locale: string, style: "long" | "short" = "long"): string =>
  format(locale, { weekday: style, timeZone: "UTC" }).format(Date.UTC(2026, 0, 5 + day));

/** A minute of some day (0 to 1440) as a clock shows it. */
export const minuteTime = (minute: number, locale: string): string =>
  clockTime(Date.UTC(2026, 0, 5, 0, minute), { locale, timeZone: "UTC" });

/** `Tue 02:00`: enough within a week. */
export const dayTime = (at: number, { locale, timeZone }: Reader): string =>
  format(locale, { weekday: "short", hour: "2-digit", minute: "2-digit", timeZone }).format(at);

const UNITS = [
  ["day", DAY],
  ["hour", HOUR],
  ["minute", MINUTE],
  ["second", 1000],
] as const;

/** A duration in words, its two largest units: `1 hour, 30 minutes`; `short` ones for tables: `1 hr 30 min`. */
export function duration(ms: number, locale: string, style: "long" | "narrow" | "short" = "long"): string {
  const first = UNITS.findIndex(([, size]) => ms >= size);
  if (first < 0) return made(Intl.NumberFormat, locale, { style: "unit", unit: "second", unitDisplay: style }).format(0);
  let rest = ms;
  const parts = UNITS.slice(first, first + 2).flatMap(([unit, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count === 0 ? [] : [made(Intl.NumberFormat, locale, { style: "unit", unit, unitDisplay: style }).format(count)];
  });
  return made(Intl.ListFormat, locale, { type: "unit", style: style === "long" ? "long" : "short" }).format(parts);
}

/** A sum of work in hours, however many: `37.5 hr`. */
export const inHours = (ms: number, locale: string): string =>
  made(Intl.NumberFormat, locale, { style: "unit", unit: "hour", unitDisplay: "short", maximumFractionDigits: 1 }).format(ms / HOUR);

/** `Tue 24`: the day of an instant, for a place with little room. */
export const weekdayOf = (at: number, { locale, timeZone }: Reader): string =>
  format(locale, { weekday: "short", day: "numeric", timeZone }).format(at);
