import type { Say } from "../i18n";

const DAY_MS = 86_400_000;

export function clockTime(at: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { hour: "numeric", minute: "2-digit" }).format(at);
}

/** "today", "yesterday", or the date. */
export function dayName(at: number, now: number, locale: string): string {
  const days = Math.round((midnight(at) - midnight(now)) / DAY_MS);
  if (days === 0 || days === -1)
    return new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(days, "day");
  const year = new Date(at).getFullYear() === new Date(now).getFullYear() ? {} : { year: "numeric" as const };
  return new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long", ...year }).format(
    at,
  );
}

/** The name of a language in the reader's own; its code when the browser does not know it. */
export function languageName(code: string, locale: string): string {
  try {
    return new Intl.DisplayNames([locale], { type: "language" }).of(code) ?? code;
  } catch {
    return code;
  }
}

export function fileSize(bytes: number, locale: string): string {
  const [value, unit] = bytes < 1e6 ? [bytes / 1e3, "kilobyte"] : [bytes / 1e6, "megabyte"];
  const digits = { maximumFractionDigits: value < 10 ? 1 : 0 };
  return new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "short", ...digits }).format(
    value,
  );
}

/** `19.90 EUR` as the reader's locale writes it; anything else as it is. */
export function price(text: string, locale: string): string {
  const [amount, currency] = text.split(" ");
  try {
    return new Intl.NumberFormat(locale, { style: "currency", currency: currency as string }).format(Number(amount));
  } catch {
    return text;
  }
}

/**
 * How long somebody will wait, in the words one would use at a counter: the longer, the rounder. `ms` is a measured pace, not
 * a promise, so nothing here counts down.
 */
export function expectedWait(ms: number, say: Say, locale: string): string {
  const minutes = Math.round(ms / 60_000);
  if (ms < 60_000) return say(WORD.waitMoment);
  if (minutes > 75) return say(WORD.waitLong);
  if (minutes > 45) return say(WORD.waitHour);
  if (minutes > 22) return say(WORD.waitHalf);
  const round = minutes > 10 ? Math.round(minutes / 5) * 5 : minutes;
  return say(WORD.waitMinutes, { time: span(round, "minute", locale) });
}

/** How long a first answer usually takes, in minutes or whole hours. */
export function usualReply(ms: number, say: Say, locale: string): string {
  const minutes = Math.max(1, Math.round(ms / 60_000));
  return say(WORD.replies, { time: minutes < 60 ? span(minutes, "minute", locale) : span(Math.round(minutes / 60), "hour", locale) });
}

/** When somebody is back, by the shopper's own clock; with the day unless it is today. */
export function backAt(at: number, say: Say, locale: string): string {
  const day = new Date(at).toDateString() === new Date().toDateString() ? {} : { weekday: "long" as const };
  const time = new Intl.DateTimeFormat(locale, { hour: "numeric", minute: "2-digit", ...day }).format(at);
  return say(WORD.back, { time });
}

function span(count: number, unit: string, locale: string): string {
  return new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" }).format(count);
}

function midnight(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}
