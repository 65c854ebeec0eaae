import type { Summary } from "@wire";
import { ChevronsUp, Crown } from "lucide-react";
import { useTranslation } from "react-i18next";
import { fullTime, span } from "../i18n/time";
import { useDesk } from "../state/use";
import { useNow } from "../ui/now";
import { useReader } from "./line";
import classes from "./row.module.css";

/** This near a deadline it is told by its colour. */
const SOON_MS = 900_000;

/** How long there is until the deadline, or for how long it has passed. */
function Deadline({ line }: { line: Summary }) {
  const { t } = useTranslation();
  const reader = useReader();
  const skew = useDesk((desk) => desk.skew);
  const left = line.deadline - useNow(5000) - skew;
  const mood = left < 0 ? "late" : left < SOON_MS ? "slow" : "waiting";
  const time = span(Math.abs(left), reader.locale);
  return (
    <span className={classes.due} data-mood={mood} title={fullTime(line.deadline, reader)}>
      {left < 0 ? t("row.overdue", { time }) : t("row.due", { time })}
    </span>
  );
}

/** What makes it go before others: an important customer, a priority, a deadline. */
export function Urgency({ line }: { line: Summary }) {
  const { t } = useTranslation();
  return (
    <>
      {line.vip ? <Crown size={13} className={classes.vip} role="img" aria-label={t("triage.vip")} /> : null}
      {line.priority > 0 ? (
        <span className={classes.priority} role="img" aria-label={t("triage.priorityOf", { priority: line.priority })} title={t("triage.priorityOf", { priority: line.priority })}>
          <ChevronsUp size={12} aria-hidden />
          {line.priority}
        </span>
      ) : null}
      {line.deadline > 0 && line.status !== "closed" ? <Deadline line={line} /> : null}
    </>
  );
}
