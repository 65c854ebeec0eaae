import type { TFunction } from "i18next";
import { dayTime, duration, inHours, minuteTime, type Reader } from "../../i18n/time";
import type { Filler, Handover, Hole, RosterRow } from "../../state/roster";
import { isolated } from "../../ui/say";
import type { Range } from "./stretches";

export interface Speech {
  readonly t: TFunction<"staffing">;
  /** A level of a language in words. */
  readonly level: (level: number) => string;
  readonly reader: Reader;
  readonly people: ReadonlyMap<string, RosterRow>;
}

/** Most that a shift is made longer by; a person's nearest edge within it is the one meant. */
const REACH = 2 * 3_600_000;

const nameOf = (people: Speech["people"], id: string): string => isolated(people.get(id)?.name ?? id);

export const namesOf = ({ people, reader }: Speech, ids: readonly string[]): string =>
  new Intl.ListFormat(reader.locale).format(ids.map((id) => nameOf(people, id)));

/** `nobody Tue 02:00–07:00`; one that fills the whole picture has no beginning worth telling. */
export function holeWords(hole: Hole, whole: Range, { t, reader }: Speech): string {
  if (hole.start <= whole.start && hole.end >= whole.end) return t("hole.whole");
  return t("hole.span", { from: dayTime(hole.start, reader), to: dayTime(hole.end, reader), time: inHours(hole.end - hole.start, reader.locale) });
}

/** Whether a longer shift is one that begins earlier, and by how much it grows; null when its edge lies outside the picture. */
function longer(filler: Filler, row: RosterRow | undefined): { earlier: boolean; by: number } | null {
  for (const [start, end] of row?.windows ?? []) {
    if (end <= filler.start && filler.start - end < REACH) return { earlier: false, by: filler.end - end };
    if (start >= filler.end && start - filler.end < REACH) return { earlier: true, by: start - filler.start };
  }
  return null;
}

/** Who could fill a hole, and how: `Min-jun could start 1 hour earlier, at 08:00 their time`. */
export function fillerWords(filler: Filler, { t, level, reader, people }: Speech): string {
  const { locale } = reader;
  const from = minuteTime(filler.localStart, locale);
  const to = minuteTime(filler.localEnd, locale);
  const name = nameOf(people, filler.agentId);
  switch (filler.kind) {
    case "extend": {
      const way = longer(filler, people.get(filler.agentId));
      if (way === null) return t("filler.extra", { name, from, to });
      const time = duration(way.by, locale);
      return way.earlier ? t("filler.earlier", { name, time, from }) : t("filler.later", { name, time, to });
    }
    case "extra":
      return t("filler.extra", { name, from, to });
    case "weaker":
      return t("filler.weaker", { name, level: level(filler.level), from, to });
    case "translate":
      return t("filler.translate", { name, from, to });
  }
}

/** `Jonas hands over to Sofía, Mon 17:00`. */
export function handoverWords(handover: Handover, speech: Speech): string {
  const { t, reader } = speech;
  const parts = { before: namesOf(speech, handover.before), after: namesOf(speech, handover.after), time: dayTime(handover.at, reader) };
  return handover.together === 0
    ? t("handover.bare", parts)
    : t("handover.together", { ...parts, together: duration(handover.together, reader.locale) });
}
