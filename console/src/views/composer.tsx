import { Button, Tabs } from "@mantine/core";
import type { Summary } from "@wire";
import { Lock, MessageSquare } from "lucide-react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { useDraft, useHolds, useStation } from "../state/use";
import { useReport } from "../ui/report";
import { isolated } from "../ui/say";
import { Advice } from "./advice";
import classes from "./composer.module.css";
import { Field } from "./field";
import { useMay } from "./header";
import { Inserts, useInserts } from "./inserts";
import { useLetter } from "./letter";
import { Mentions, useMentions } from "./mentions";
import { Newer } from "./newer";
import { choose } from "./offering";
import { Phrases, usePhrases } from "./phrases";
import { Toolbar } from "./toolbar";
import { useUploads } from "./uploads";

/** Why one cannot answer here, and the button that changes that. */
function Closed({ line }: { line: Summary }) {
  const { t } = useTranslation();
  const { act } = useStation();
  const report = useReport();
  const may = useMay(line);
  const owner = line.assigneeName;
  if (line.status === "closed") {
    return (
      <div className={classes.closed}>
        <span>{t("composer.closed")}</span>
        <Button size="xs" onClick={() => void report(act.reopen(line.id))}>
          {t("action.reopen")}
        </Button>
      </div>
    );
  }
  const words = owner === "" ? t("composer.unclaimed") : t("composer.theirs", { name: isolated(owner) });
  return (
    <div className={classes.closed}>
      <span>{words}</span>
      {may.claim ? (
        <Button size="xs" onClick={() => void report(act.claim(line.id))}>
          {owner === "" ? t("action.claim") : t("action.takeOver")}
        </Button>
      ) : null}
    </div>
  );
}

function Writing({ line, note }: { line: Summary; note: boolean }) {
  const field = useRef<HTMLTextAreaElement>(null);
  const letter = useLetter(line, field);
  const phrases = usePhrases({ line, letter, field });
  const mentions = useMentions(letter, field);
  const inserts = useInserts({ line, letter, field });
  const uploads = useUploads(line.id);
  const insert = (signs: string) => {
    const { text } = letter.draft;
    const caret = field.current?.selectionStart ?? text.length;
    letter.write(text.slice(0, caret) + signs + text.slice(field.current?.selectionEnd ?? caret));
    choose(field.current, caret + signs.length);
  };
  return (
    <div className={classes.writing} data-note={note || undefined} {...uploads.drop}>
      {note ? null : <Newer id={line.id} typing={letter.draft.text !== ""} />}
      {note ? <Mentions mentions={mentions} /> : <Phrases phrases={phrases} />}
      <Inserts inserts={inserts} />
      <Field field={field} letter={letter} phrases={phrases} mentions={mentions} inserts={inserts} paste={uploads.paste} />
      {note ? null : <Advice line={line} letter={letter} />}
      <Toolbar line={line} letter={letter} uploads={uploads} phrases={phrases} insert={insert} />
    </div>
  );
}

/** Where an answer or a note is written, by those whose role lets them. */
export function Composer({ line }: { line: Summary }) {
  const { t } = useTranslation();
  const { drafts } = useStation();
  const may = useMay(line);
  const note = useDraft(line.id).note;
  if (!useHolds("answer")) return null;
  return (
    <section className={classes.composer} aria-label={t("composer.name")} data-note={note || undefined}>
      <Tabs
        value={note ? "note" : "reply"}
        onChange={(tab) => { drafts.change(line.id, { note: tab === "note" }); }}
        variant="pills"
        classNames={{ list: classes.tabs, tab: classes.tab }}
        keepMounted={false}
      >
        <Tabs.List>
          <Tabs.Tab value="reply" leftSection={<MessageSquare size={13} />}>
            {t("composer.reply")}
          </Tabs.Tab>
          <Tabs.Tab value="note" color="yellow.9" leftSection={<Lock size={13} />}>
            {t("composer.note")}
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="reply">{may.write ? <Writing line={line} note={false} /> : <Closed line={line} />}</Tabs.Panel>
        <Tabs.Panel value="note">
          <Writing line={line} note />
        </Tabs.Panel>
      </Tabs>
    </section>
  );
}
