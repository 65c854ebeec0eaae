import { Badge, Button, Table } from "@mantine/core";
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
import { Engines } from "./engines";
import classes from "./languages.module.css";
import { Memory } from "./memory";
import { WordRules } from "./policy";
import { Terms } from "./terms";
import { Try } from "./try";

const COLOURS = { closed: "teal", "half-open": "yellow", open: "red" } as const;

function Pair({ pair, called }: { pair: PairCard; called: (engine: string) => string }) {
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
              {called(engine)} · {states[state]}
              {ms > 0 ? ` · ${t("languages.ms", { ms })}` : ""}
            </Badge>
          </span>
        ))}
      </Table.Td>
    </Table.Tr>
  );
}

function Levels({ known }: { known: TranslationPage }) {
  const called = (id: string) => known.engines.find((engine) => engine.id === id)?.name ?? id;
  return (
    <div className={classes.wide}>
      <Table>
        <Table.Tbody>
          {known.pairs.map((pair) => <Pair key={`${pair.source}-${pair.target}`} pair={pair} called={called} />)}
        </Table.Tbody>
      </Table>
    </div>
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
              <Engines known={known} again={asked.again} />
              {may ? <Try known={known} tried={asked.again} /> : null}
            </Section>
            <Section title={t("languages.levels")}>
              <Levels known={known} />
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
      <Section title={t("languages.voices")} about={t("languages.voicesAbout")}>
        <WordRules part="voices" known={null} changed={asked.again} />
      </Section>
      <Section title={t("languages.costs")}>
        <WordRules part="caps" known={asked.value} changed={asked.again} />
      </Section>
      <Section title={t("languages.memory")}>
        <Memory />
      </Section>
    </Page>
  );
}
