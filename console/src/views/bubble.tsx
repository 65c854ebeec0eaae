import { Button, Text } from "@mantine/core";
import { Lock } from "lucide-react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { clockTime, fullTime } from "../i18n/time";
import { zoneOf } from "../i18n/zones";
import type { Bubble } from "../state/thread";
import { useDesk, useMe, useStation } from "../state/use";
import { Person } from "../ui/person";
import { marketName, say } from "../ui/say";
import classes from "./bubble.module.css";
import { Files } from "./files";
import { Formatted } from "./formatted";
import { useReader } from "./line";
import { StateMark } from "./mark";
import { Correct, Untranslated } from "./wording/correct";
import { Texts } from "./wording/texts";

/** It came back: why, and the way to write it anew. */
function Returned({ bubble, id }: { bubble: Bubble; id: string }) {
  const { t } = useTranslation();
  const { drafts } = useStation();
  const me = useMe();
  if (bubble.state !== "returned") return null;
  return (
    <div className={classes.returned}>
      <span>{t("bubble.returned", { reason: say(t, "returnReason", bubble.returned) })}</span>
      {bubble.author.id === me.id ? (
        <Button size="compact-xs" variant="light" color="red" onClick={() => { drafts.add(id, bubble.text, false); }}>
          {t("action.edit")}
        </Button>
      ) : null}
    </div>
  );
}

/** The time here; on hover the whole date, and the time where the customer is. */
function When({ at, id }: { at: number; id: string }) {
  const { t } = useTranslation();
  const reader = useReader();
  const market = useDesk((desk) => desk.conversations[id]?.market ?? "");
  const timeZone = zoneOf(market);
  const there = { time: clockTime(at, { ...reader, timeZone: timeZone || "UTC" }), market: marketName(market, reader.locale) };
  const label = fullTime(at, reader) + (timeZone === "" ? "" : ` · ${t("side.theirTime", there)}`);
  return (
    <time dateTime={new Date(at).toISOString()} title={label}>
      {clockTime(at, reader)}
    </time>
  );
}

function Foot({ bubble, id }: { bubble: Bubble; id: string }) {
  const { t } = useTranslation();
  const read = useDesk((desk) => bubble.cseq > 0 && (desk.conversations[id]?.customersRead ?? 0) >= bubble.cseq);
  return (
    <div className={classes.foot}>
      {bubble.flagged ? <span className={classes.flagged}>{t("bubble.flagged")}</span> : null}
      {bubble.label === "untranslated" ? <span className={classes.flagged}>{t("bubble.untranslated")}</span> : null}
      <When at={bubble.at} id={id} />
      {bubble.author.kind === "customer" || bubble.note ? null : <StateMark state={read ? "read" : bubble.state} />}
    </div>
  );
}

/** Only its number is left; nobody can write a message or a note of nothing. */
const isErased = (bubble: Bubble) => bubble.label === "erased" || (bubble.text === "" && bubble.attachments.length === 0);

interface BubbleProps {
  readonly bubble: Bubble;
  readonly joined: boolean;
  readonly id: string;
}

/** A message or a note. */
export const BubbleView = memo(function BubbleView({ bubble, joined, id }: BubbleProps) {
  const { t } = useTranslation();
  const { author, note } = bubble;
  const theirs = author.kind === "customer";
  const customer = useDesk((desk) => desk.conversations[id]?.customerName ?? "");
  const known = theirs ? author.name || customer : author.name;
  const name = known || (theirs ? t("customer.unknown") : t("line.system"));
  return (
    <article className={classes.row} data-side={theirs ? "theirs" : "ours"} data-joined={joined || undefined} aria-label={name}>
      {joined ? <span className={classes.stand} /> : <Person name={known} bot={author.kind === "bot"} size={30} mt={2} />}
      <div className={classes.column}>
        {joined ? null : (
          <Text component="span" size="xs" c="dimmed" fw={600} dir="auto" className={classes.name}>
            {note ? <Lock size={10} aria-label={t("composer.note")} /> : null} {name}
          </Text>
        )}
        <div className={classes.bubble} data-note={note || undefined} data-state={bubble.state}>
          {isErased(bubble) ? (
            <em className={classes.hint}>{t("bubble.erased")}</em>
          ) : (
            <>
              <Texts bubble={bubble} id={id} />
              <Untranslated bubble={bubble} id={id} />
              <Correct bubble={bubble} id={id} />
              {bubble.rich === undefined ? null : <Formatted id={id} seq={bubble.seq} pictures={bubble.rich === "pictures"} />}
              <Files files={bubble.attachments} />
              <Returned bubble={bubble} id={id} />
            </>
          )}
          <Foot bubble={bubble} id={id} />
        </div>
      </div>
    </article>
  );
});
