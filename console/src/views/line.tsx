import type { TFunction } from "i18next";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { dayName, fullTime, type Reader } from "../i18n/time";
import type { ThreadRow } from "../state/rows";
import type { Line } from "../state/thread";
import { useDesk, useMe } from "../state/use";
import { isolated, languageName, say } from "../ui/say";
import { DONE, endOf, sourceOf } from "./clocks";
import { BubbleView } from "./bubble";
import classes from "./line.module.css";
import { OutgoingView } from "./outgoing";
import { DecisionButton } from "./explained";
import { needWords, reasonWords, restWords } from "./reason";

export function useReader(): Reader {
  const { i18n } = useTranslation();
  return { locale: i18n.language, timeZone: useMe().timeZone };
}

/** What happened to the conversation, in words. */
export function wordsOf({ body, author }: Line, customer: string, t: TFunction, reader: Reader): string {
  const by = isolated(author.kind === "system" ? t("line.system") : author.name || customer || t("customer.unknown"));
  switch (body.kind) {
    case "conversation.opened":
      return t("line.opened", { name: by });
    case "conversation.assigned":
      return t("line.assigned", { name: isolated(body.agentName), step: reasonWords(body, t, reader.locale) });
    case "conversation.offered":
      return t("line.offered", { name: isolated(body.agentName), step: reasonWords(body, t, reader.locale) });
    case "conversation.requeued": {
      const wanted = [say(t, "cause", body.cause), isolated(body.queue), languageName(body.language, reader.locale)];
      return t("line.requeued", { cause: wanted.filter((part) => part.replace(/[\u2068\u2069]/g, "") !== "").join(" · ") });
    }
    case "conversation.triaged":
      return t("line.triaged", { name: by, needs: needWords(body, t, reader) });
    case "clock.started": {
      const told = { clock: t(`clock.${body.clock}`), time: endOf(body, reader), source: sourceOf(body, t, reader.locale) };
      if (body.due === 0) return t("line.clockWaits", told);
      return author.kind === "system" ? t("line.clockStarted", told) : t("line.clockSet", { ...told, name: by });
    }
    case "clock.stopped":
      return t("line.clockStopped", { name: by, done: t(DONE[body.clock]) });
    case "ticket.noted":
      return t(`line.ticket.${body.what}`, { number: body.number, kind: t(`ticket.kind.${body.about}`) });
    case "conversation.snoozed":
      return restWords(body, by, t, reader);
    case "conversation.closed":
      return t("line.closed", { name: by });
    case "conversation.reopened":
      return t("line.reopened", { cause: say(t, "cause", body.cause) });
    case "conversation.erased":
      return t(body.cause === "retention" ? "line.erasedByTime" : "line.erased");
    case "conversation.rated":
      return t("line.rated", { score: "★".repeat(body.score) + "☆".repeat(5 - body.score) });
  }
}

/** The lines before the last of a run, on demand. */
function Earlier({ lines, customer }: { lines: readonly Line[]; customer: string }) {
  const { t } = useTranslation();
  const reader = useReader();
  const [shown, setShown] = useState(false);
  if (lines.length === 0) return null;
  return (
    <>
      {shown ? lines.map((line) => <div key={line.seq}>{wordsOf(line, customer, t, reader)}</div>) : null}
      {shown ? null : (
        <button type="button" className={classes.more} onClick={() => { setShown(true); }}>
          {t("line.earlier", { count: lines.length })}
        </button>
      )}
    </>
  );
}

function SystemLine({ line, earlier, id }: { line: Line; earlier: readonly Line[]; id: string }) {
  const { t } = useTranslation();
  const reader = useReader();
  const customer = useDesk((desk) => desk.conversations[id]?.customerName ?? "");
  const words = wordsOf(line, customer, t, reader);
  const comment = line.body.kind === "conversation.rated" ? line.body.comment : "";
  return (
    <div className={classes.line} title={fullTime(line.at, reader)}>
      <Earlier lines={earlier} customer={customer} />
      <DecisionButton id={id} body={line.body}>{words}</DecisionButton>
      {comment === "" ? null : (
        <q dir="auto" className={classes.quote}>
          {comment}
        </q>
      )}
    </div>
  );
}

function DayLine({ at }: { at: number }) {
  const reader = useReader();
  return (
    <div className={classes.day}>
      <span>{dayName(at, Date.now(), reader)}</span>
    </div>
  );
}

/** One row of a thread. */
export function ThreadLine({ row, id }: { row: ThreadRow; id: string }) {
  const { t } = useTranslation();
  switch (row.kind) {
    case "day":
      return <DayLine at={row.at} />;
    case "unread":
      return (
        <div className={classes.unread} role="separator">
          <span>{t("thread.unread")}</span>
        </div>
      );
    case "line":
      return <SystemLine line={row.line} earlier={row.earlier} id={id} />;
    case "bubble":
      return <BubbleView bubble={row.bubble} joined={row.joined} id={id} />;
    case "outgoing":
      return <OutgoingView item={row.item} />;
  }
}
