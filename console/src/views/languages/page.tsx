import { Badge, Button, Table, Text } from "@mantine/core";
import { RefreshCw } from "lucide-react";
import { useTranslation } from "react-i18next";
import { type PairCard, translation, type TranslationPage } from "../../state/languages";
import { useHolds } from "../../state/use";
import { useAsked } from "../../ui/asked";
import { Awaited } from "../../ui/awaited";
import { Locked } from "../../ui/locked";
import { Page, Section } from "../../ui/page";
import { languageName } from "../../ui/say";
import { Corrections } from "./corrections";
import classes from "./languages.module.css";
import { Memory } from "./memory";
import { Terms } from "./terms";
import { Try } from "./try";

const COLOURS = { closed: "teal", "half-open": "yellow", open: "red" } as const;

function Pair({ pair }: { pair: PairCard }) {
  const { t, i18n } = useTranslation("staffing");
  const name = (code: string) => languageName(code, i18n.language);
  const states = { closed: t("languages.closed"), "half-open": t("languages.half"), open: t("languages.open") };
  return (
    <Table.Tr>
      <Table.Th scope="row">
        <bdi>{name(pair.source)}</bdi> <span className={classes.arrow} aria-hidden>→</span> <bdi>{name(pair.target)}</bdi>
      </Table.Th>
      <Table.Td>
        <Badge variant="light" color={pair.level === "engine" ? "teal" : "gray"} tt="none">
          {pair.level === "engine" ? t("languages.engine") : t("languages.known")}
        </Badge>
      </Table.Td>
      <Table.Td>
        {pair.engines.map(({ engine, state, ms }) => (
          <span key={engine} className={classes.engine}>
            <Badge size="sm" variant="dot" color={COLOURS[state]} tt="none">
              {engine} · {states[state]}
              {ms > 0 ? ` · ${t("languages.ms", { ms })}` : ""}
            </Badge>
          </span>
        ))}
      </Table.Td>
    </Table.Tr>
  );
}

function Engines({ known }: { known: TranslationPage }) {
  const { t, i18n } = useTranslation("staffing");
  const count = (value: number) => new Intl.NumberFormat(i18n.language).format(value);
  const capped = (value: number, cap: number) => (cap > 0 ? `${count(value)} ${t("languages.cap", { cap: count(cap) })}` : count(value));
  if (known.engines.length === 0) return <Text size="sm">{t("languages.noEngines")}</Text>;
  return (
    <>
      <ol className={classes.list}>
        {known.engines.map((engine) => (
          <li key={engine.id}>
            <b dir="auto">{engine.name}</b> <Badge size="sm" variant="light" color="gray" tt="none">{engine.own ? t("languages.own") : t("languages.house")}</Badge>{" "}
            {engine.paid ? <Badge size="sm" variant="light" color="orange" tt="none">{t("languages.paid")}</Badge> : null}
          </li>
        ))}
      </ol>
      <Text size="sm" c="dimmed">
        {t("languages.spent", { day: capped(known.day, known.dayCap), month: capped(known.month, known.monthCap) })}
      </Text>
    </>
  );
}

/** On which level each pair is, the engines, and the desk's own words. */
export default function LanguagesPage() {
  const { t } = useTranslation("staffing");
  const { t: common } = useTranslation();
  const asked = useAsked("translation", translation);
  const may = useHolds("setup");
  return (
    <Page
      title={common("page.languages")}
      actions={
        <Button variant="default" size="xs" leftSection={<RefreshCw size={14} />} onClick={asked.again}>
          {t("languages.refresh")}
        </Button>
      }
    >
      <Awaited asked={asked}>
        {(known) => (
          <>
            <Section title={t("languages.engines")}>
              <Engines known={known} />
              {may ? <Try known={known} tried={asked.again} /> : null}
            </Section>
            <Section title={t("languages.levels")}>
              <div className={classes.wide}>
                <Table>
                  <Table.Tbody>
                    {known.pairs.map((pair) => <Pair key={`${pair.source}-${pair.target}`} pair={pair} />)}
                  </Table.Tbody>
                </Table>
              </div>
            </Section>
          </>
        )}
      </Awaited>
      <Section title={t("languages.corrections")}>
        <Locked needs="lead"><Corrections /></Locked>
      </Section>
      <Section title={t("languages.terms")}>
        <Locked needs="setup"><Terms /></Locked>
      </Section>
      <Section title={t("languages.memory")}>
        <Memory />
      </Section>
    </Page>
  );
}
