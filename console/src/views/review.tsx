import { Button, EmptyState, Group, Loader, Text, Textarea } from "@mantine/core";
import { ACTIONS, type Summary } from "@wire";
import { ShieldCheck } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { clockTime, fullTime } from "../i18n/time";
import { go } from "../state/place";
import { linesOf } from "../state/shelves";
import type { Bubble } from "../state/thread";
import { useDesk, useDeskParts, useMe, useStation, useWire } from "../state/use";
import { Prose } from "../ui/marked";
import { useReport } from "../ui/report";
import { useRuleWords } from "../ui/ruleWords";
import { languageName } from "../ui/say";
import { ChannelIcon, Flag, Pair } from "../ui/tags";
import { useReader } from "./line";
import classes from "./review.module.css";

function Findings({ bubble }: { bubble: Bubble }) {
  const { t } = useTranslation();
  const why = useRuleWords();
  return (
    <ul className={classes.findings}>
      {bubble.findings.map((finding) => (
        <li key={`${finding.rule}-${finding.start}`}>
          <b>{t(`verdict.${ACTIONS[finding.action]}`)}</b> <span dir="auto">{why(finding)}</span>{" "}
          <code className={classes.rule}>{finding.rule}</code>
        </li>
      ))}
    </ul>
  );
}

const wantedOf = (bubble: Bubble): number => Math.max(1, ...bubble.findings.map((finding) => finding.reviewers));

/** How many must still let it pass: only the last of them sends it. */
const lacking = (bubble: Bubble): number => wantedOf(bubble) - bubble.approvals.length;

type Decision = "approve" | "edit" | "reject";

interface WordsProps {
  readonly mode: "edit" | "reject";
  readonly first: string;
  readonly busy: boolean;
  readonly decide: (words: string) => void;
  readonly cancel: () => void;
}

/** The new text, or the reason why not. */
function Words({ mode, first, busy, decide, cancel }: WordsProps) {
  const { t } = useTranslation();
  const [words, setWords] = useState(first);
  const editing = mode === "edit";
  return (
    <div className={classes.form}>
      <Textarea
        autosize
        autoFocus
        minRows={1}
        maxRows={10}
        dir="auto"
        value={words}
        label={editing ? t("review.newText") : t("review.reason")}
        onChange={(event) => { setWords(event.currentTarget.value); }}
      />
      <Group gap="xs" justify="flex-end">
        <Button size="xs" variant="subtle" color="gray" onClick={cancel}>
          {t("action.cancel")}
        </Button>
        <Button size="xs" color={editing ? undefined : "red"} loading={busy} disabled={words.trim() === ""} onClick={() => { decide(words); }}>
          {editing ? t("review.sendEdited") : t("review.reject")}
        </Button>
      </Group>
    </div>
  );
}

/** The three ways out of the queue: as it is, in other words, or back to its author with a reason. */
function Decide({ id, bubble }: { id: string; bubble: Bubble }) {
  const { t } = useTranslation();
  const { act } = useStation();
  const report = useReport();
  const [mode, setMode] = useState<"edit" | "none" | "reject">("none");
  const [busy, setBusy] = useState(false);
  const decide = async (decision: Decision, said: { text?: string; reason?: string } = {}) => {
    setBusy(true);
    if (!(await report(act.review(id, bubble.seq, decision, said)))) setBusy(false);
  };
  if (mode !== "none") {
    const first = mode === "edit" ? bubble.text : "";
    const send = (words: string) => void decide(mode, mode === "edit" ? { text: words } : { reason: words });
    return <Words key={mode} mode={mode} first={first} busy={busy} decide={send} cancel={() => { setMode("none"); }} />;
  }
  return (
    <Group gap="xs" justify="flex-end">
      <Button size="xs" variant="light" color="red" onClick={() => { setMode("reject"); }}>
        {t("review.reject")}
      </Button>
      <Button size="xs" variant="default" onClick={() => { setMode("edit"); }}>
        {t("review.edit")}
      </Button>
      <Button size="xs" loading={busy} onClick={() => void decide("approve")}>
        {t(lacking(bubble) > 1 ? "review.agree" : "review.approve")}
      </Button>
    </Group>
  );
}

/** Nobody reviews their own words, nor anything twice. */
function NotMe({ why }: { why: "approved" | "own" }) {
  const { t } = useTranslation();
  return (
    <Text size="xs" c="dimmed">
      {t(`review.${why}`)}
    </Text>
  );
}

/** Where two must agree: how many have. */
function Agreed({ bubble }: { bubble: Bubble }) {
  const { t } = useTranslation();
  const wanted = wantedOf(bubble);
  if (wanted < 2) return null;
  return (
    <Text size="xs" fw={600}>
      {t("review.agreed", { done: bubble.approvals.length, wanted })}
    </Text>
  );
}

function HeldMessage({ id, bubble }: { id: string; bubble: Bubble }) {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const reader = useReader();
  const barred = bubble.author.id === me.id ? "own" : bubble.approvals.includes(me.id) ? "approved" : null;
  return (
    <article className={classes.message}>
      <Text size="xs" c="dimmed">
        <b dir="auto">{bubble.author.name}</b> · <time title={fullTime(bubble.at, reader)}>{clockTime(bubble.at, reader)}</time>
      </Text>
      <div className={classes.text} dir="auto" lang={bubble.language}>
        <Prose text={bubble.text} findings={bubble.findings} />
      </div>
      {bubble.reading === null ? null : (
        <div className={classes.reading}>
          <Text size="xs" c="dimmed" fw={600}>
            {t("bubble.reads", { language: languageName(bubble.reading.language, i18n.language) })}
          </Text>
          <div className={classes.text} dir="auto" lang={bubble.reading.language}>
            <Prose text={bubble.reading.text} />
          </div>
        </div>
      )}
      <Findings bubble={bubble} />
      <Agreed bubble={bubble} />
      {barred === null ? <Decide id={id} bubble={bubble} /> : <NotMe why={barred} />}
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
    <main className={classes.page} tabIndex={0} aria-label={t("page.review")}>
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
