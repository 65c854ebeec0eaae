import { Checkbox } from "@mantine/core";
import type { Summary } from "@wire";
import { AlarmClock, CircleCheckBig, Hand, PencilLine } from "lucide-react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { span } from "../i18n/time";
import { isUnread } from "../state/shelves";
import { useDesk, useMe } from "../state/use";
import { Prose } from "../ui/marked";
import { useNow } from "../ui/now";
import { Person } from "../ui/person";
import { Labels } from "../ui/labels";
import { ChannelIcon, Flag, Pair } from "../ui/tags";
import { Urgency } from "./due";
import classes from "./row.module.css";

/** Someone has been waiting this long: first a hint, then an alarm. */
const SLOW_MS = 120_000;
const LATE_MS = 300_000;

/** How long the customer waits for an answer, or how long ago something happened. */
function Age({ line }: { line: Summary }) {
  const { t, i18n } = useTranslation();
  const skew = useDesk((desk) => desk.skew);
  const now = useNow(5000) + skew;
  const waits = line.awaitingSince > 0 && line.status !== "closed";
  const age = Math.max(0, now - (waits ? line.awaitingSince : line.lastAt));
  const mood = !waits ? undefined : age > LATE_MS ? "late" : age > SLOW_MS ? "slow" : "waiting";
  const text = span(age, i18n.language);
  return (
    <span className={classes.age} data-mood={mood} title={waits ? t("row.waits", { time: text }) : undefined}>
      {text}
    </span>
  );
}

function Mark({ line }: { line: Summary }) {
  const { t } = useTranslation();
  const me = useMe();
  const owner = line.assigneeName;
  if (line.status === "snoozed") return <AlarmClock size={14} aria-label={t("state.snoozed")} className={classes.mark} />;
  if (line.status === "closed") return <CircleCheckBig size={14} aria-label={t("state.closed")} className={classes.mark} />;
  if (line.status === "offered") return <Hand size={14} aria-label={t("state.offered")} className={classes.mark} />;
  if (line.assigneeId === "" || line.assigneeId === me.id) return null;
  return (
    <span title={owner} className={classes.mark}>
      <Person name={owner} size={18} />
    </span>
  );
}

function LastLine({ line }: { line: Summary }) {
  const { t } = useTranslation();
  const typing = useDesk((desk) => (desk.typing[line.id] ?? []).find((typist) => typist.who === "customer"));
  const live = useNow() < (typing?.until ?? 0);
  if (live) {
    return (
      <span className={classes.last} data-live>
        <PencilLine size={12} aria-hidden /> {t("thread.typing", { name: line.customerName || t("customer.unknown") })}
      </span>
    );
  }
  return (
    <span className={classes.last}>
      {line.lastFrom === "agent" ? <span aria-hidden>↩ </span> : null}
      <bdi>
        <Prose text={line.lastText} />
      </bdi>
    </span>
  );
}

interface RowProps {
  readonly line: Summary;
  readonly open: boolean;
  /** Whether it is chosen, while lines are being chosen. */
  readonly chosen: boolean | null;
  readonly choose: () => void;
}

/** One conversation in the list. */
export const Row = memo(
  function Row({ line, open, chosen, choose }: RowProps) {
    const { t } = useTranslation();
    const me = useMe();
    const unread = isUnread(line);
    return (
      <button type="button" className={classes.row} aria-current={open || undefined} aria-pressed={chosen ?? undefined} data-unread={unread || undefined} onClick={choose}>
        {chosen === null ? null : <Checkbox.Indicator size="xs" mt={11} checked={chosen} aria-hidden />}
        <span className={classes.face}>
          <Person name={line.customerName} size={38} />
        </span>
        <span className={classes.middle}>
          <span className={classes.line}>
            <span className={classes.name}>
              <bdi>{line.customerName || t("customer.unknown")}</bdi>
            </span>
            <Flag market={line.market} />
            {unread ? <span className={classes.hidden}>{t("row.unread")}</span> : null}
            <Age line={line} />
          </span>
          <span className={classes.line}>
            <LastLine line={line} />
            <Mark line={line} />
          </span>
          <span className={classes.line}>
            <ChannelIcon channel={line.channel} />
            <Pair theirs={line.language} mine={me.locale} />
            <Urgency line={line} />
            {line.status === "waiting" ? <span className={classes.chip}>{t("state.waiting")}</span> : null}
            <Labels labels={line.labels} />
          </span>
        </span>
      </button>
    );
  },
  (before, after) => before.line === after.line && before.open === after.open && before.chosen === after.chosen,
);
