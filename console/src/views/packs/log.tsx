import { Anchor, Badge, Button, Divider, Group, NativeSelect, Text, TextInput } from "@mantine/core";
import { Download } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { dayEnd, dayOf, fullTime, ofWall } from "../../i18n/time";
import type { RulesPage } from "../../state/packs";
import { hashOf } from "../../state/place";
import { useDesk, useDeskParts, useDirectory, useMe } from "../../state/use";
import { csvOf, everything, OUTCOMES, queryOf, type VerdictLine, verdicts, type Wanted } from "../../state/verdicts";
import { useAsked } from "../../ui/asked";
import { Awaited } from "../../ui/awaited";
import { Section } from "../../ui/page";
import { channelName } from "../../ui/say";
import { useTried } from "../../ui/tried";
import { useReader } from "../line";
import classes from "./packs.module.css";
import { Seals } from "./seal";

const ACTIONS = ["annotate", "mask", "warn", "require", "hold", "block", "escalate"] as const;
const COLOURS = { allow: "teal", annotate: "gray", mask: "gray", warn: "yellow", require: "blue", hold: "orange", block: "red", escalate: "grape" } as const;

interface FieldProps {
  readonly wanted: Wanted;
  readonly change: (part: Partial<Wanted>) => void;
}

/** A select whose first choice asks nothing. */
function Choice({ label, value, data, choose }: { label: string; value: string; data: readonly ({ value: string; label: string } | { group: string; items: readonly string[] })[]; choose: (value: string) => void }) {
  const { t } = useTranslation("packs");
  const groups = data.map((each) => ("group" in each ? { group: each.group, items: [...each.items] } : each));
  return <NativeSelect size="xs" label={label} value={value} data={[{ value: "", label: t("log.any") }, ...groups]} onChange={(event) => { choose(event.currentTarget.value); }} />;
}

function Who({ wanted, change }: FieldProps) {
  const { t } = useTranslation("packs");
  const { shops } = useDirectory();
  const people = useDeskParts((desk) => Object.values(desk.colleagues));
  const authors = [{ value: "customer", label: t("log.customer") }, ...people.map(({ id, name }) => ({ value: `agent:${id}`, label: name }))];
  return (
    <>
      <Choice label={t("log.who")} value={wanted.author} data={authors} choose={(author) => { change({ author }); }} />
      <Choice label={t("over.shop")} value={wanted.shopId} data={shops.map(({ id, name }) => ({ value: id, label: name }))} choose={(shopId) => { change({ shopId }); }} />
    </>
  );
}

/** Days of one's own time zone; the last one is meant whole. */
function Days({ wanted, change }: FieldProps) {
  const { t } = useTranslation("packs");
  const { timeZone } = useMe();
  const begin = (day: string) => (day === "" ? 0 : ofWall(`${day}T00:00`, timeZone) || 0);
  const shown = (at: number) => (at === 0 ? "" : dayOf(at, timeZone));
  return (
    <>
      <TextInput size="xs" type="date" label={t("log.from")} value={shown(wanted.since)} onChange={(event) => { change({ since: begin(event.currentTarget.value) }); }} />
      <TextInput
        size="xs" type="date" label={t("log.to")} value={wanted.until === 0 ? "" : shown(wanted.until - 1)}
        onChange={(event) => { const at = begin(event.currentTarget.value); change({ until: at === 0 ? 0 : dayEnd(at, timeZone) }); }}
      />
    </>
  );
}

function Fields({ page, wanted, change }: FieldProps & { page: RulesPage }) {
  const { t } = useTranslation("packs");
  const speaking = page.packs.filter((pack) => pack.rules.length > 0);
  const about = [
    { group: t("over.category"), items: [...new Set(speaking.flatMap((pack) => pack.categories))].sort() },
    ...speaking.map(({ name, title, rules }) => ({ group: title, items: rules.map((rule) => `${name}.${rule}`) })),
  ];
  return (
    <div className={classes.form}>
      <Choice
        label={t("over.about")} value={wanted.rule || wanted.category} data={about}
        choose={(value) => { change(value.includes(".") ? { rule: value, category: "" } : { rule: "", category: value }); }}
      />
      <Choice label={t("over.action")} value={wanted.action} data={ACTIONS.map((value) => ({ value, label: t(`action.${value}`) }))} choose={(action) => { change({ action }); }} />
      <Choice label={t("log.outcome")} value={wanted.outcome} data={OUTCOMES.map((value) => ({ value, label: t(`outcome.${value}`) }))} choose={(outcome) => { change({ outcome }); }} />
      <Who wanted={wanted} change={change} />
      <Days wanted={wanted} change={change} />
    </div>
  );
}

function useAuthor(author: string): string {
  const { t } = useTranslation("packs");
  const [kind, id = ""] = author.split(":");
  const colleague = useDesk((desk) => desk.colleagues[id]?.name);
  if (kind === "customer") return t("log.customer");
  return kind === "system" ? t("log.system") : (colleague ?? id);
}

function Row({ line }: { line: VerdictLine }) {
  const { t } = useTranslation("packs");
  const { t: common } = useTranslation();
  const reader = useReader();
  const { shops } = useDirectory();
  const author = useAuthor(line.author);
  const rules = [...new Set(line.findings.map((found) => found.rule))].join(" ");
  const places = line.findings.map((found) => `${found.rule} ${String(found.start)}–${String(found.end)}`).join(" · ");
  const shop = shops.find(({ id }) => id === line.shopId)?.name ?? "";
  const where = [shop, channelName(common, line.channel), line.market].filter((part) => part !== "").join(" · ");
  return (
    <li className={classes.line}>
      <Badge miw={130} color={COLOURS[line.action]} variant="light" tt="none">{t(`action.${line.action}`)}</Badge>
      <div className={classes.grow}>
        <Text size="sm" span fw={600}>{t(`outcome.${line.outcome}`)}</Text>{" "}
        <code className={classes.code} dir="ltr">{rules}</code>
        <Text size="xs" c="dimmed">
          <bdi>{author}</bdi> · <bdi>{where}</bdi>
          {line.seq > 0 ? ` · ${t("log.message", { n: line.seq })}` : ""}
        </Text>
        <details className={classes.more}>
          <summary>{t("log.line", { n: line.number })}</summary>
          <code className={classes.code} dir="ltr">{[places, line.packs, line.seal].filter((part) => part !== "").join("\n")}</code>
        </details>
      </div>
      <Anchor size="xs" href={hashOf({ page: "desk", id: line.conversationId, side: false })}>{fullTime(line.at, reader)}</Anchor>
    </li>
  );
}

/** The lines that fit, and those before them on demand. */
function Lines({ wanted }: { wanted: Wanted }) {
  const { t } = useTranslation("packs");
  const asked = useAsked(queryOf(wanted), () => verdicts(wanted, 0));
  const { busy, run } = useTried();
  const [older, setOlder] = useState<{ items: readonly VerdictLine[]; more: boolean } | null>(null);
  return (
    <Awaited asked={asked}>
      {(first) => {
        const items = [...first.items, ...(older?.items ?? [])];
        const last = items.at(-1)?.number ?? 0;
        const fetch = async () => {
          const page = await verdicts(wanted, last);
          setOlder({ items: [...(older?.items ?? []), ...page.items], more: page.more });
        };
        return (
          <>
            {items.length === 0 ? <Text size="sm">{t("log.none")}</Text> : null}
            <ul className={classes.list}>{items.map((line) => <Row key={line.number} line={line} />)}</ul>
            {(older ?? first).more ? <Button size="xs" variant="default" loading={busy} onClick={() => void run(fetch)}>{t("log.more")}</Button> : null}
          </>
        );
      }}
    </Awaited>
  );
}

/** What the rules said and what came of it: by filter, as a file, and whether it is what was written. */
export function Log({ page }: { page: RulesPage }) {
  const { t } = useTranslation("packs");
  const [wanted, setWanted] = useState(everything);
  return (
    <Section title={t("tab.log")} about={t("log.text")}>
      <Seals />
      <Divider my="md" />
      <Fields page={page} wanted={wanted} change={(part) => { setWanted({ ...wanted, ...part }); }} />
      <Group my="sm">
        <Button component="a" href={csvOf(wanted)} download variant="default" size="xs" leftSection={<Download size={14} />}>{t("log.csv")}</Button>
      </Group>
      <Lines key={queryOf(wanted)} wanted={wanted} />
    </Section>
  );
}
