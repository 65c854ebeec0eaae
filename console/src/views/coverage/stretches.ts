import type { Coverage, Hole, RosterRow } from "../../state/roster";

export const HOUR = 3_600_000;

export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A time in which nobody comes or goes; `people` are ids, nobody in a hole. */
export interface Stretch extends Range {
  readonly people: readonly string[];
}

export function rangeOf({ hours }: Coverage): Range {
  const start = hours[0]?.at ?? 0;
  return { start, end: (hours.at(-1)?.at ?? start - HOUR) + HOUR };
}

export const speaks = (row: RosterRow, language: string, level: number): boolean =>
  row.languages.some((one) => one.language === language && one.level >= level);

/** Who is there for a language, to the minute, from one end of the range to the other. */
export function stretchesOf(coverage: Coverage, language: string): Stretch[] {
  const { start, end } = rangeOf(coverage);
  const rows = coverage.people.filter((row) => speaks(row, language, coverage.level));
  const edges = new Set([start, end, ...rows.flatMap((row) => row.windows.flat())]);
  const cuts = [...edges].filter((at) => at >= start && at <= end).sort((a, b) => a - b);
  return cuts.slice(1).map((to, index): Stretch => {
    const from = cuts[index] ?? start;
    const there = rows.filter((row) => row.windows.some(([begin, stop]) => begin <= from && stop >= to));
    return { start: from, end: to, people: there.map((row) => row.agentId) };
  });
}

/** Holes by language, in the order the desk names its languages; those without one are left out. */
export function holesByLanguage({ languages, holes }: Coverage): (readonly [string, readonly Hole[]])[] {
  return languages
    .map((language) => [language, holes.filter((hole) => hole.language === language)] as const)
    .filter(([, list]) => list.length > 0);
}

export const lasting = (parts: readonly Range[]): number => parts.reduce((sum, { start, end }) => sum + end - start, 0);

/** Where the hours of the range are night on somebody's clock, as one stretch a night. */
export function nights(local: readonly number[], start: number): Range[] {
  const found: Range[] = [];
  local.forEach((hour, index) => {
    if (hour >= 7 && hour < 22) return;
    const at = start + index * HOUR;
    const last = found.at(-1);
    if (last?.end === at) found[found.length - 1] = { start: last.start, end: at + HOUR };
    else found.push({ start: at, end: at + HOUR });
  });
  return found;
}
