import type { Due, Summary } from "@wire";
import { ChevronsUp, Crown } from "lucide-react";
import { useTranslation } from "react-i18next";
import { fullTime, span } from "../i18n/time";
import { useDesk } from "../state/use";
import { useNow } from "../ui/now";
import { useReader } from "./line";
import classes from "./row.module.css";

/** This near a deadline it is told by its colour. */
const SOON_MS = 900_000;

/** Whether the desk must do something by its end: a customer's right is nobody's duty, and some clocks wait for the goods. */
export const presses = ({ clock, due }: Due): boolean => due > 0 && clock !== "withdrawal";

/** How urgent what is left is: `whole` is how long there was from the start, 0 when that is not known. */
export const moodOf = (left: number, whole = 0) =>
  left < 0 ? "late" : left < Math.max(SOON_MS, whole / 4) ? "slow" : "waiting";

/** How long there is until something must be done, or for how long that has passed. */
export function Deadline({ due, since, what }: { due: number; since?: number; what?: string }) {
  const { t } = useTranslation();
  const reader = useReader();
  const skew = useDesk((desk) => desk.skew);
  const left = due - useNow(5000) - skew;
  const mood = moodOf(left, since === undefined ? 0 : due - since);
  const time = span(Math.abs(left), reader.locale);
  const told = [what ?? "", fullTime(due, reader)].filter((part) => part !== "").join(" · ");
  return (
    <span className={classes.due} data-mood={mood} title={told}>
      {left < 0 ? t("row.overdue", { time }) : t("row.due", { time })}
    </span>
  );
}

/** What makes it go before others: an important customer, a priority, a deadline, the clock that ends first. */
export function Urgency({ line }: { line: Summary }) {
  const { t } = useTranslation();
  const clock = line.dues.find(presses);
  return (
    <>
      {line.vip ? <Crown size={13} className={classes.vip} role="img" aria-label={t("triage.vip")} /> : null}
      {line.priority > 0 ? (
        <span className={classes.priority} role="img" aria-label={t("triage.priorityOf", { priority: line.priority })} title={t("triage.priorityOf", { priority: line.priority })}>
          <ChevronsUp size={12} aria-hidden />
          {line.priority}
        </span>
      ) : null}
      {line.deadline > 0 && line.status !== "closed" ? <Deadline due={line.deadline} /> : null}
      {clock === undefined ? null : <Deadline due={clock.due} since={clock.since} what={t(`clock.${clock.clock}`)} />}
    </>
  );
}
