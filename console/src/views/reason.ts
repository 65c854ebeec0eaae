import type { Assigned, Offered, Snoozed, Triaged } from "@wire";
import type { TFunction } from "i18next";
import { duration, fullTime, type Reader } from "../i18n/time";
import { isolated, languageName, say } from "../ui/say";

type Given = Pick<Assigned, "reason" | "step" | "why"> | Pick<Offered, "reason" | "step" | "why">;
type Level = 1 | 2 | 3 | 4 | 5;

const REASONS = ["knows", "speaks", "waited_speaks", "waited", "nobody_speaks"] as const;

/** Why this person, in half a sentence; by hand, only what was done. */
export function reasonWords({ reason, step, why }: Given, t: TFunction, locale: string): string {
  const known = REASONS.find((one) => one === reason);
  const told = say(t, "step", step);
  // What was stored before the router told its numbers has only the step.
  if (known === undefined || why.language === undefined) return told;
  const number = (name: string) => Number(why[name] ?? 0);
  const level = Math.min(5, Math.max(0, number("level")));
  const language = languageName(String(why.language), locale) || t("why.theirLanguage");
  const waited = duration(Math.max(1000, number("waited_ms")), locale);
  const count = Math.max(1, number("free"));
  const speaks = level === 0 ? language : t("why.leveled", { language, level: t(`level.${level as Level}`) });
  return t(`why.${known}`, { language: known === "waited" || known === "nobody_speaks" ? language : speaks, waited, count, step: told });
}

/** What somebody said a conversation needs: `VIP · priority 3 · refunds`. */
export function needWords(body: Triaged, t: TFunction, reader: Reader): string {
  const { priority, vip, skills, deadline, queue, language, labels, attributes } = body;
  const list = new Intl.ListFormat(reader.locale, { style: "short" });
  const parts = [
    vip === undefined ? "" : vip ? t("triage.vip") : t("triage.noVip"),
    priority === undefined ? "" : t("triage.priorityOf", { priority }),
    skills === undefined ? "" : skills.length === 0 ? t("triage.noSkills") : t("triage.skillsOf", { skills: list.format(skills) }),
    deadline === undefined ? "" : deadline === 0 ? t("triage.noDeadline") : t("triage.due", { time: fullTime(deadline, reader) }),
    queue === undefined ? "" : t("triage.queueOf", { queue: queue === "" ? t("triage.asRules") : isolated(queue) }),
    labels === undefined ? "" : labels.length === 0 ? t("marks.noLabels") : t("marks.labelsOf", { labels: list.format(labels.map(isolated)) }),
    attributes === undefined ? "" : t("marks.attributesOf", { attributes: list.format(Object.entries(attributes).map(([name, value]) => isolated(`${name}: ${value}`))) }),
    language === undefined ? "" : t("triage.languageOf", { language: languageName(language, reader.locale) || t("triage.asWritten") }),
  ];
  return parts.filter((part) => part !== "").join(" · ");
}

/** Until when it rests, and whether anybody asked for that. */
export function restWords(body: Snoozed, name: string, t: TFunction, reader: Reader): string {
  if (body.cause === "idle") return t("line.idle");
  return body.until === 0 ? t("line.snoozedReply", { name }) : t("line.snoozed", { name, time: fullTime(body.until, reader) });
}
