import { useTranslation } from "react-i18next";
import { clockTime } from "../i18n/time";
import type { Line } from "../state/thread";
import { useDeskParts } from "../state/use";
import { DecisionButton } from "./explained";
import { useReader, wordsOf } from "./line";
import classes from "./side.module.css";

const ROUTED = new Set<Line["body"]["kind"]>(["conversation.assigned", "conversation.offered", "conversation.requeued"]);

/** The last decisions of the router about this conversation, newest first, with the reasons it gave. */
export function Why({ id }: { id: string }) {
  const { t } = useTranslation();
  const reader = useReader();
  const lines = useDeskParts((desk) =>
    (desk.threads[id]?.thread.items ?? []).filter((item): item is Line => item.kind === "line" && ROUTED.has(item.body.kind)).slice(-3),
  );
  if (lines.length === 0) return null;
  return (
    <section className={classes.section} aria-label={t("side.why")}>
      <h2 className={classes.title}>{t("side.why")}</h2>
      <ol className={classes.why}>
        {lines.toReversed().map((line) => (
          <li key={line.seq}>
            <time>{clockTime(line.at, reader)}</time> <DecisionButton id={id} body={line.body}>{wordsOf(line, "", t, reader)}</DecisionButton>
          </li>
        ))}
      </ol>
    </section>
  );
}
