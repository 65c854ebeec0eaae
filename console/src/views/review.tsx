import { Button, EmptyState, Group, Loader, Text, Textarea, TextInput } from "@mantine/core";
import { ACTIONS, type Summary } from "@wire";
import { ShieldCheck } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { clockTime, fullTime } from "../i18n/time";
import { go } from "../state/place";
import { linesOf } from "../state/shelves";
import type { Bubble } from "../state/thread";
import { useDesk, useDeskParts, useMe, useStation, useWire } from "../state/use";
import { Marked } from "../ui/marked";
import { useReport } from "../ui/report";
import { languageName } from "../ui/say";
import { ChannelIcon, Flag, Pair } from "../ui/tags";
import { useReader } from "./line";
import classes from "./review.module.css";

function Findings({ bubble }: { bubble: Bubble }) {
  const { t } = useTranslation();
  return (
    <ul className={classes.findings}>
      {bubble.findings.map((finding) => (
        <li key={`${finding.rule}-${finding.start}`}>
          <b>{t(`verdict.${ACTIONS[finding.action]}`)}</b> <span dir="auto">{finding.message}</span>{" "}
          <code className={classes.rule}>{finding.rule}</code>
        </li>
      ))}
    </ul>
  );
}

/** The three ways out of the queue: as it is, in other words, or back to its author with a reason. */
function Decide({ id, bubble }: { id: string; bubble: Bubble }) {
  const { t } = useTranslation();
  const { act } = useStation();
  const report = useReport();
  const [mode, setMode] = useState<"edit" | "none" | "reject">("none");
  const [words, setWords] = useState("");
  const [busy, setBusy] = useState(false);
  const decide = async (decision: "approve" | "edit" | "reject") => {
    setBusy(true);
    const said = decision === "edit" ? { text: words } : decision === "reject" ? { reason: words } : {};
    if (!(await report(act.review(id, bubble.seq, decision, said)))) setBusy(false);
  };
  const begin = (next: "edit" | "reject") => {
    setMode(next);
    setWords(next === "edit" ? bubble.text : "");
  };
  if (mode === "none") {
    return (
      <Group gap="xs" justify="flex-end">
        <Button size="xs" variant="light" color="red" onClick={() => { begin("reject"); }}>
          {t("review.reject")}
        </Button>
        <Button size="xs" variant="default" onClick={() => { begin("edit"); }}>
          {t("review.edit")}
        </Button>
        <Button size="xs" loading={busy} onClick={() => void decide("approve")}>
          {t("review.approve")}
        </Button>
      </Group>
    );
  }
  const shared = { value: words, dir: "auto", "data-autofocus": true, autoFocus: true } as const;
  return (
    <div className={classes.form}>
      {mode === "edit" ? (
        <Textarea {...shared} autosize maxRows={10} label={t("review.newText")} onChange={(event) => { setWords(event.currentTarget.value); }} />
      ) : (
        <TextInput {...shared} label={t("review.reason")} onChange={(event) => { setWords(event.currentTarget.value); }} />
      )}
      <Group gap="xs" justify="flex-end">
        <Button size="xs" variant="subtle" color="gray" onClick={() => { setMode("none"); }}>
          {t("action.cancel")}
        </Button>
        <Button size="xs" color={mode === "reject" ? "red" : undefined} loading={busy} disabled={words.trim() === ""} onClick={() => void decide(mode)}>
          {mode === "edit" ? t("review.sendEdited") : t("review.reject")}
        </Button>
      </Group>
    </div>
  );
}

function HeldMessage({ id, bubble }: { id: string; bubble: Bubble }) {
  const { t, i18n } = useTranslation();
  const reader = useReader();
  return (
    <article className={classes.message}>
      <Text size="xs" c="dimmed">
        <b dir="auto">{bubble.author.name}</b> · <time title={fullTime(bubble.at, reader)}>{clockTime(bubble.at, reader)}</time>
      </Text>
      <div className={classes.text} dir="auto" lang={bubble.language}>
        <Marked text={bubble.text} findings={bubble.findings} />
      </div>
      {bubble.reading === null ? null : (
        <div className={classes.reading}>
          <Text size="xs" c="dimmed" fw={600}>
            {t("bubble.reads", { language: languageName(bubble.reading.language, i18n.language) })}
          </Text>
          <div className={classes.text} dir="auto" lang={bubble.reading.language}>
            {bubble.reading.text}
          </div>
        </div>
      )}
      <Findings bubble={bubble} />
      <Decide id={id} bubble={bubble} />
    </article>
  );
}

/** One conversation with everything of it that waits. Its thread is followed, so that a decision elsewhere shows at once. */
function HeldIn({ line }: { line: Summary }) {
  const { t } = useTranslation();
  const me = useMe();
  const { threads } = useStation();
  useEffect(() => {
    threads.open(line.id);
  }, [threads, line.id]);
  const loaded = useDesk((desk) => (desk.threads[line.id]?.log.last ?? -1) >= 0);
  const held = useDeskParts((desk) =>
    (desk.threads[line.id]?.thread.items ?? []).filter((item): item is Bubble => item.kind === "bubble" && item.state === "held"),
  );
  if (loaded && held.length === 0) return null;
  return (
    <section className={classes.card} aria-label={line.customerName || t("customer.unknown")}>
      <header className={classes.head}>
        <Text fw={650} size="sm" dir="auto">
          {line.customerName || t("customer.unknown")}
        </Text>
        <Flag market={line.market} />
        <ChannelIcon channel={line.channel} />
        <Pair theirs={line.language} mine={me.locale} />
        <Button size="compact-xs" variant="subtle" ml="auto" onClick={() => { go({ page: "desk", id: line.id }); }}>
          {t("review.open")}
        </Button>
      </header>
      {loaded ? null : <Loader size="sm" aria-label={t("status.loading")} />}
      {held.map((bubble) => (
        <HeldMessage key={bubble.seq} id={line.id} bubble={bubble} />
      ))}
    </section>
  );
}

/** The reviewer's queue: what rules have stopped until a second person looks. */
export function Review() {
  const { t } = useTranslation();
  const { lists } = useStation();
  const { state } = useWire();
  const lines = useDeskParts((desk) => linesOf(desk, "held"));
  useEffect(() => {
    if (state === "live") void lists.refresh("held");
  }, [lists, state]);
  return (
    <main className={classes.page}>
      <h1 className={classes.title}>{t("page.review")}</h1>
      <Text size="sm" c="dimmed" mb="md">
        {t("review.about")}
      </Text>
      {lines.length === 0 ? <EmptyState mt="xl" variant="light" icon={<ShieldCheck />} title={t("nothing.held")} /> : null}
      {lines.toReversed().map((line) => (
        <HeldIn key={line.id} line={line} />
      ))}
    </main>
  );
}
