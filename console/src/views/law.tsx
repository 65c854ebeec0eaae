import { Badge, Button, Group, NativeSelect, Text, TextInput } from "@mantine/core";
import type { Summary } from "@wire";
import type { TFunction } from "i18next";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ofWall, toWall } from "../i18n/time";
import { law, type LawCard, type Term } from "../state/law";
import { useHolds, useMe, useStation } from "../state/use";
import { useAsked } from "../ui/asked";
import { Awaited } from "../ui/awaited";
import { useReport } from "../ui/report";
import { marketName } from "../ui/say";
import { Fact } from "./pieces";
import classes from "./side.module.css";

const CLOCKS = ["withdrawal", "refund", "data"] as const;

function termWords({ days, unit }: Term, none: string, t: TFunction, locale: string): string {
  if (days < 0) return t("law.unknown");
  if (days === 0) return none;
  const said = new Intl.NumberFormat(locale, { style: "unit", unit: "day", unitDisplay: "long" }).format(days);
  return unit === "business" ? t("law.working", { days: said }) : said;
}

/** A term, and what the book notes about it, in the book's own language. */
function TermFact({ name, term, none }: { name: string; term: Term; none: string }) {
  const { t, i18n } = useTranslation();
  const notes = [term.since === "" ? "" : `from ${term.since}`, term.note].filter((note) => note !== "").join(" · ");
  return (
    <Fact name={name}>
      {termWords(term, none, t, i18n.language)}
      {notes === "" ? null : <Text size="xs" c="dimmed" lang="en" dir="auto">{notes}</Text>}
    </Fact>
  );
}

/** Sets a clock by the day it counts from, where the law has a term for it. */
function SetClock({ line, page }: { line: Summary; page: LawCard }) {
  const { t } = useTranslation();
  const { act } = useStation();
  const { timeZone } = useMe();
  const report = useReport();
  const known = CLOCKS.filter((clock) => page[clock].days > 0 || (clock === "refund" && page.refund.days === 0));
  const [clock, choose] = useState(known[0]);
  const [day, setDay] = useState(() => toWall(Date.now(), timeZone));
  const since = ofWall(day, timeZone);
  if (clock === undefined) return null;
  const from = clock === "refund" && page.refundStarts === "goods" ? "goods" : clock;
  return (
    <Group gap="xs" align="flex-end" mt="xs">
      <NativeSelect
        size="xs" label={t("clock.set")} value={clock} data={known.map((value) => ({ value, label: t(`clock.${value}`) }))}
        onChange={(event) => { choose(event.currentTarget.value as typeof clock); }}
      />
      <TextInput size="xs" type="datetime-local" label={t(`clock.from.${from}`)} value={day} onChange={(event) => { setDay(event.currentTarget.value); }} />
      <Button size="xs" variant="light" disabled={Number.isNaN(since)} onClick={() => void report(act.startClock(line.id, clock, since))}>
        {t("clock.start")}
      </Button>
    </Group>
  );
}

function Sayings({ name, items }: { name: string; items: readonly string[] }) {
  if (items.length === 0) return null;
  return (
    <Fact name={name}>
      <span lang="en">{items.join(" · ")}</span>
    </Fact>
  );
}

function Page({ line, page }: { line: Summary; page: LawCard }) {
  const { t } = useTranslation();
  const answers = useHolds("answer");
  return (
    <>
      <dl className={classes.facts}>
        <TermFact name={t("law.withdrawal")} term={page.withdrawal} none={t("law.none")} />
        <TermFact name={t("law.refund")} term={page.refund} none={t("law.atOnce")} />
        <TermFact name={t("law.data")} term={page.data} none={t("law.atOnce")} />
        {page.returnsPaidBy === "" ? null : <Fact name={t("law.paidBy")}><span lang="en">{page.returnsPaidBy}</span></Fact>}
        <Sayings name={t("law.must")} items={page.must} />
        <Sayings name={t("law.mustNot")} items={page.mustNot} />
      </dl>
      <Text size="xs" c="dimmed" mt={4} title={page.sources.join("\n")}>
        {t("law.dates", { asOf: page.asOf, review: page.reviewAfter })}{" "}
        {page.stale ? <Badge size="sm" color="orange" variant="light" tt="none">{t("law.stale")}</Badge> : null}
      </Text>
      {answers ? <SetClock line={line} page={page} /> : null}
    </>
  );
}

function Book({ line }: { line: Summary }) {
  const { t } = useTranslation();
  const asked = useAsked(line.market, () => law(line.market));
  if (asked.problem?.code === "not_found") return <Text size="sm" c="dimmed">{t("law.unknown")}</Text>;
  return <Awaited asked={asked}>{(page) => <Page line={line} page={page} />}</Awaited>;
}

/** What the law of the customer's country gives them, and the clocks it starts; asked for when somebody looks. */
export function Law({ line }: { line: Summary }) {
  const { t, i18n } = useTranslation();
  const [open, setOpen] = useState(false);
  if (line.market === "") return null;
  return (
    <details className={classes.section} open={open} onToggle={(event) => { setOpen(event.currentTarget.open); }}>
      <summary className={classes.title}>{t("law.title")} · {marketName(line.market, i18n.language)}</summary>
      {open ? <Book line={line} /> : null}
    </details>
  );
}
