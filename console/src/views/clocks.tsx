import { Button } from "@mantine/core";
import type { Due, Summary } from "@wire";
import type { TFunction } from "i18next";
import { AlarmClock, Hourglass } from "lucide-react";
import { useTranslation } from "react-i18next";
import { fullTime, type Reader, span } from "../i18n/time";
import { useDesk, useHolds, useStation } from "../state/use";
import { useNow } from "../ui/now";
import { useReport } from "../ui/report";
import { channelName, marketName } from "../ui/say";
import classes from "./clocks.module.css";
import { moodOf, presses } from "./due";
import { useReader } from "./line";

/** Whose rule it is: a platform's, or a country's. */
export const sourceOf = ({ clock, source }: Pick<Due, "clock" | "source">, t: TFunction, locale: string): string =>
  clock === "reply" ? channelName(t, source) : marketName(source, locale);

const DAY_MS = 86_400_000;
/** A right's last day: it is over everywhere at noon of the next one, in UTC. */
const lastDay = (due: number, locale: string): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: "full", timeZone: "UTC" }).format(due - DAY_MS);

/** When a clock ends, in words. */
export const endOf = ({ clock, due }: Pick<Due, "clock" | "due">, reader: Reader): string =>
  clock === "withdrawal" ? lastDay(due, reader.locale) : fullTime(due, reader);

export const DONE = { reply: "clock.stopReply", withdrawal: "clock.stopWithdrawal", refund: "clock.stopRefund", data: "clock.stopData" } as const;

/** What is told of the time: how long there is, until when a right lasts, or what it still waits for. */
function timeOf({ clock, due }: Due, left: number, t: TFunction, reader: Reader): string {
  if (due === 0) return t("clock.waits");
  if (clock === "withdrawal") return t(left < 0 ? "clock.over" : "clock.until", { time: endOf({ clock, due }, reader) });
  return t(left < 0 ? "row.overdue" : "row.due", { time: span(Math.abs(left), reader.locale) });
}

function Clock({ due, id }: { due: Due; id: string }) {
  const { t } = useTranslation();
  const { act } = useStation();
  const report = useReport();
  const reader = useReader();
  const answers = useHolds("answer");
  const skew = useDesk((desk) => desk.skew);
  const now = useNow(5000) + skew;
  const left = due.due - now;
  const waits = due.due === 0;
  return (
    <li className={classes.clock} data-mood={presses(due) ? moodOf(left, due.due - due.since) : "waiting"}>
      {presses(due) ? <AlarmClock size={14} aria-hidden /> : <Hourglass size={14} aria-hidden />}
      <span title={waits ? fullTime(due.since, reader) : endOf(due, reader)}>
        {t(`clock.${due.clock}`)} · {timeOf(due, left, t, reader)} · {sourceOf(due, t, reader.locale)}
      </span>
      {answers && waits ? (
        <Button size="compact-xs" variant="subtle" onClick={() => void report(act.startClock(id, "refund", now))}>
          {t("clock.goodsBack")}
        </Button>
      ) : null}
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
