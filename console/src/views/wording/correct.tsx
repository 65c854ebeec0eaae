import { Button, Group, Textarea } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { Languages, Pencil } from "lucide-react";
import { useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Bubble } from "../../state/thread";
import { useHolds, useMe, useStation } from "../../state/use";
import { wordingsOf } from "../../state/wording";
import { useReport } from "../../ui/report";
import { languageName, sameLanguage } from "../../ui/say";
import bubbles from "../bubble.module.css";
import classes from "./wording.module.css";

/** The server translates for the owner by itself; a colleague who looks in asks a moment later. */
const PATIENCE_MS = 1500;
/** Longer than an engine may take: what has not come by then does not come by itself. */
const EXPECTED_MS = 12_000;

interface WordingProps {
  readonly bubble: Bubble;
  readonly id: string;
}

/** What may be put better: a translation into the reader's language, or what the customer was given to read. */
function aboutOf(bubble: Bubble, locale: string) {
  const { first, second } = wordingsOf(bubble, locale);
  if (first.engine !== "") return first;
  return second !== null && second.engine !== "" ? second : null;
}

/** A correction in one click: the words are there, to be changed. */
export function Correct({ bubble, id }: WordingProps) {
  const { t, i18n } = useTranslation();
  const { act } = useStation();
  const me = useMe();
  const report = useReport();
  const [text, setText] = useState<string | null>(null);
  const about = aboutOf(bubble, me.locale);
  if (!useHolds("answer") || about === null || bubble.state === "held") return null;
  const by = about.engine === "person" ? t("wording.person") : about.engine;
  if (text === null) {
    return (
      <span className={classes.tools}>
        <button type="button" className={classes.tool} title={t("wording.by", { engine: by })} onClick={() => { setText(about.text); }}>
          <Pencil size={11} aria-hidden /> {t("wording.correct")}
        </button>
      </span>
    );
  }
  const save = async () => {
    if (!(await report(act.correct(id, bubble.seq, { language: about.language, text: text.trim() })))) return;
    setText(null);
    notifications.show({ color: "wind", message: t("wording.learnt") });
  };
  return (
    <div className={classes.form}>
      <Textarea
        autosize
        maxRows={8}
        size="xs"
        dir="auto"
        lang={about.language}
        data-autofocus
        label={t("wording.wording", { language: languageName(about.language, i18n.language) })}
        value={text}
        onChange={(event) => { setText(event.currentTarget.value); }}
      />
      <Group gap={6}>
        <Button size="compact-xs" disabled={text.trim() === "" || text === about.text} onClick={() => void save()}>
          {t("wording.save")}
        </Button>
        <Button size="compact-xs" variant="default" onClick={() => { setText(null); }}>
          {t("action.cancel")}
        </Button>
      </Group>
    </div>
  );
}

/** Nobody has said it in the reader's language: asked for by itself once, and again on demand. */
export function Untranslated({ bubble, id }: WordingProps) {
  const { t } = useTranslation();
  const { act } = useStation();
  const me = useMe();
  const { first, foreign } = wordingsOf(bubble, me.locale);
  const missing = first.engine === "" && bubble.text !== "" && bubble.language !== "und" && !sameLanguage(bubble.language, me.locale);
  const answers = useHolds("answer");
  const mine = bubble.author.id === me.id || !answers;
  const [coming, setComing] = useState(Date.now() - bubble.at < EXPECTED_MS);
  const ask = useCallback(async () => {
    setComing(await act.translate(id, bubble.seq, bubble.language));
  }, [act, id, bubble.seq, bubble.language]);
  useEffect(() => {
    if (!missing || mine) return;
    const timer = setTimeout(() => void ask(), PATIENCE_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [ask, missing, mine]);
  useEffect(() => {
    if (!missing || !coming) return;
    const timer = setTimeout(() => { setComing(false); }, EXPECTED_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [missing, coming]);
  if (!missing) return null;
  return (
    <>
      {foreign ? <div className={bubbles.hint}>{t(coming ? "bubble.foreign" : "bubble.unsaid")}</div> : null}
      {mine ? null : (
        <span className={classes.tools}>
          <button type="button" className={classes.tool} onClick={() => void ask()}>
            <Languages size={11} aria-hidden /> {t("wording.again")}
          </button>
        </span>
      )}
    </>
  );
}
