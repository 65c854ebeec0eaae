import type { TFunction } from "i18next";
import { duration } from "../../i18n/time";
import { ANYONE, type Match, type Step, TRANSLATED } from "../../state/rules";
import { languageName, marketName, say } from "../../ui/say";

export type Words = TFunction<"staffing">;

/** What the sentences need to know: the reader's language, and names for ids. */
export interface Names {
  readonly locale: string;
  readonly team: (id: string) => string;
  readonly shop: (id: string) => string;
  readonly channel: (channel: string) => string;
}

export type Level = -1 | 0 | 1 | 2 | 3 | 4 | 5;
export const LEVELS: readonly Level[] = [5, 4, 3, 2, 1, 0, -1];

/** Whom a level asks for. */
export function whoOf(level: number, t: Words): string {
  if (level === ANYONE) return t("who.anyone");
  if (level === TRANSLATED) return t("who.translated");
  return t(`who.${Math.min(5, Math.max(1, level)) as 1 | 2 | 3 | 4 | 5}`);
}

const either = (locale: string, names: readonly string[]): string =>
  new Intl.ListFormat(locale, { type: "disjunction" }).format(names);

/** A step in one sentence: `after 20 seconds: anyone who writes the language fluently, also off shift`. */
export function stepSentence(step: Step, t: Words, names: Names): string {
  const when = step.after === 0 ? t("step.atOnce") : t("step.later", { time: duration(step.after * 1000, names.locale) });
  const parts = [
    whoOf(step.level, t),
    step.teamIds.length === 0 ? "" : t("step.ofTeams", { teams: either(names.locale, step.teamIds.map(names.team)) }),
    step.shift ? t("step.onShift") : t("step.offShift"),
    step.skills ? "" : t("step.anySkills"),
    step.market ? "" : t("step.anyMarket"),
    step.outsourced ? t("step.outsourced") : "",
  ].filter((part) => part !== "");
  return t("step.sentence", { when, who: parts.join(t("step.comma")) });
}

/** What a queue takes: `German or French · Amazon · VIP only`; everything, when it asks nothing. */
export function matchSentence(match: Match, t: Words, names: Names): string {
  const { locale } = names;
  const parts = [
    either(locale, match.languages.map((tag) => languageName(tag, locale) || tag)),
    either(locale, match.markets.map((market) => marketName(market, locale))),
    either(locale, match.shopIds.map(names.shop)),
    either(locale, match.channels.map(names.channel)),
    match.vip === null ? "" : match.vip ? t("match.vip") : t("match.noVip"),
  ].filter((part) => part !== "");
  return parts.length === 0 ? t("match.all") : parts.join(" · ");
}

/** The name of a step: those the house has by their words, others as they were named. */
export const stepName = (name: string, t: TFunction): string => say(t, "step", name);
