import { Anchor, Table, Text } from "@mantine/core";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { dayTime, inHours, type Reader } from "../../i18n/time";
import type { Coverage, Hole } from "../../state/roster";
import { useHolds } from "../../state/use";
import { languageName } from "../../ui/say";
import { fillerWords, handoverWords, holeWords, namesOf, type Speech } from "./spoken";
import { holesByLanguage, lasting, rangeOf, stretchesOf } from "./stretches";
import classes from "./words.module.css";

interface CoverageProps {
  readonly coverage: Coverage;
  readonly reader: Reader;
}

export function useSpeech({ coverage, reader }: CoverageProps): Speech {
  const { t } = useTranslation("staffing");
  const { t: common } = useTranslation();
  return useMemo(
    () => ({
      t,
      reader,
      level: (level) => common(`level.${Math.min(5, Math.max(1, level)) as 1 | 2 | 3 | 4 | 5}`),
      people: new Map(coverage.people.map((row) => [row.agentId, row])),
    }),
    [t, common, reader, coverage],
  );
}

function HoleLine({ hole, speech, coverage }: { hole: Hole; speech: Speech; coverage: Coverage }) {
  const [first, ...others] = hole.fillers;
  return (
    <li>
      {holeWords(hole, rangeOf(coverage), speech)}
      {first === undefined ? null : <div className={classes.filler}>{fillerWords(first, speech)}</div>}
      {others.length === 0 ? null : (
        <details className={classes.filler}>
          <summary>{speech.t("filler.more", { count: others.length })}</summary>
          <ul>
            {others.map((filler) => (
              <li key={`${filler.agentId}/${filler.kind}`}>{fillerWords(filler, speech)}</li>
            ))}
          </ul>
        </details>
      )}
    </li>
  );
}

/** What is left open, in words, and who could change that. */
export function Holes(props: CoverageProps) {
  const { coverage, reader } = props;
  const { t } = useTranslation("staffing");
  const speech = useSpeech(props);
  const groups = holesByLanguage(coverage);
  if (groups.length === 0) return <Text size="sm">{t("hole.none")}</Text>;
  return (
    <div className={classes.groups}>
      {groups.map(([language, holes]) => (
        <section key={language}>
          <h3 className={classes.subtitle}>
            {languageName(language, reader.locale) || language}{" "}
            <span className={classes.sum}>{t("hole.sum", { time: inHours(lasting(holes), reader.locale) })}</span>
          </h3>
          <ul className={classes.holes}>
            {holes.map((hole) => (
              <HoleLine key={hole.start} hole={hole} speech={speech} coverage={coverage} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

/** Where one shift takes over from another. */
export function Handovers(props: CoverageProps) {
  const { coverage, reader } = props;
  const { t } = useTranslation("staffing");
  const speech = useSpeech(props);
  if (coverage.handovers.length === 0) return <Text size="sm" c="dimmed">{t("handover.none")}</Text>;
  return (
    <ul className={classes.holes}>
      {[...coverage.handovers].sort((a, b) => a.at - b.at).map((one) => (
        <li key={`${one.language}/${one.at}`}>
          <b>{languageName(one.language, reader.locale) || one.language}</b>: {handoverWords(one, speech)}
        </li>
      ))}
    </ul>
  );
}

/** Those who have promised nothing count for nothing here. */
export function Unplanned(props: CoverageProps) {
  const { coverage } = props;
  const { t } = useTranslation("staffing");
  const speech = useSpeech(props);
  const people = useHolds("people", "look");
  if (coverage.unplanned.length === 0) return null;
  return (
    <Text size="sm" c="dimmed" mt="sm">
      {t("coverage.without", { names: namesOf(speech, coverage.unplanned) })}{" "}
      {people ? <Anchor href="#/team" size="sm" underline="always">{t("coverage.toTeam")}</Anchor> : null}
    </Text>
  );
}

/** The picture as a table: for each language from when to when, and who. */
export function CoverageTable(props: CoverageProps) {
  const { coverage, reader } = props;
  const { t } = useTranslation("staffing");
  const speech = useSpeech(props);
  const heads = [t("coverage.language"), t("coverage.from"), t("coverage.to"), t("coverage.who")];
  return (
      <Table verticalSpacing={4}>
        <Table.Caption>{t("coverage.caption")}</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            {heads.map((head) => (
              <Table.Th key={head} scope="col">{head}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {coverage.languages.flatMap((language) =>
            stretchesOf(coverage, language).map((one) => (
              <Table.Tr key={`${language}/${one.start}`}>
                <Table.Td>{languageName(language, reader.locale) || language}</Table.Td>
                <Table.Td>{dayTime(one.start, reader)}</Table.Td>
                <Table.Td>{dayTime(one.end, reader)}</Table.Td>
                <Table.Td>{one.people.length === 0 ? <b>{t("coverage.nobody")}</b> : namesOf(speech, one.people)}</Table.Td>
              </Table.Tr>
            )),
          )}
        </Table.Tbody>
      </Table>
  );
}
