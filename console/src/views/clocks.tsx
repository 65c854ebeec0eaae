import { Button } from "@mantine/core";
import type { Due, Summary } from "@wire";
import type { TFunction } from "i18next";
import { AlarmClock } from "lucide-react";
import { useTranslation } from "react-i18next";
import { fullTime, span } from "../i18n/time";
import { useDesk, useHolds, useStation } from "../state/use";
import { useNow } from "../ui/now";
import { useReport } from "../ui/report";
import { channelName, marketName } from "../ui/say";
import classes from "./clocks.module.css";
import { moodOf } from "./due";
import { useReader } from "./line";

/** Whose rule it is: a platform's, or a country's. */
export const sourceOf = ({ clock, source }: Pick<Due, "clock" | "source">, t: TFunction, locale: string): string =>
  clock === "reply" ? channelName(t, source) : marketName(source, locale);

export const DONE = { reply: "clock.stopReply", refund: "clock.stopRefund", data: "clock.stopData" } as const;

function Clock({ due, id }: { due: Due; id: string }) {
  const { t } = useTranslation();
  const { act } = useStation();
  const report = useReport();
  const reader = useReader();
  const answers = useHolds("answer");
  const skew = useDesk((desk) => desk.skew);
  const left = due.due - useNow(5000) - skew;
  const time = span(Math.abs(left), reader.locale);
  return (
    <li className={classes.clock} data-mood={moodOf(left, due.due - due.since)}>
      <AlarmClock size={14} aria-hidden />
      <span title={fullTime(due.due, reader)}>
        {t(`clock.${due.clock}`)} · {left < 0 ? t("row.overdue", { time }) : t("row.due", { time })} · {sourceOf(due, t, reader.locale)}
      </span>
      {answers ? (
        <Button size="compact-xs" variant="subtle" onClick={() => void report(act.stopClock(id, due.clock))}>
          {t(DONE[due.clock])}
        </Button>
      ) : null}
    </li>
  );
}

/** What must be done by when, by a platform's rule or a country's law, and the word that it is done. */
export function Clocks({ line }: { line: Summary }) {
  const { t } = useTranslation();
  if (line.dues.length === 0) return null;
  return (
    <ul className={classes.clocks} aria-label={t("clock.title")}>
      {line.dues.map((due) => (
        <Clock key={due.clock} due={due} id={line.id} />
      ))}
    </ul>
  );
}
