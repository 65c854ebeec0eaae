import { Alert, Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { dayTime, duration } from "../../i18n/time";
import { go } from "../../state/place";
import type { Choice, Comparison, Outcome } from "../../state/replay";
import { useDesk } from "../../state/use";
import { languageName } from "../../ui/say";
import { useReader } from "../line";
import classes from "./compared.module.css";
import { stepName } from "./sentence";

/** How one number is shown, and whether more of it is better. */
interface Figure {
  readonly name: string;
  readonly of: (outcome: Outcome) => number;
  readonly show: (value: number) => string;
  readonly better: -1 | 0 | 1;
}

function Row({ figure, comparison }: { figure: Figure; comparison: Comparison }) {
  const { was, now, then } = comparison;
  const before = figure.of(now);
  const after = figure.of(then);
  const change = Math.sign(after - before) * figure.better;
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={400}>{figure.name}</Table.Th>
      <Table.Td c="dimmed">{figure.show(figure.of(was))}</Table.Td>
      <Table.Td>{figure.show(before)}</Table.Td>
      <Table.Td className={classes.then} data-change={change}>{figure.show(after)}</Table.Td>
    </Table.Tr>
  );
}

function Figures({ title, figures, comparison }: { title: string; figures: readonly Figure[]; comparison: Comparison }) {
  const { t } = useTranslation("staffing");
  return (
    <Table.ScrollContainer minWidth={420} className={classes.table}>
      <Table verticalSpacing={5}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{title}</Table.Th>
            <Table.Th scope="col">{t("dry.was")}</Table.Th>
            <Table.Th scope="col">{t("dry.now")}</Table.Th>
            <Table.Th scope="col">{t("dry.then")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {figures.map((figure) => (
            <Row key={figure.name} figure={figure} comparison={comparison} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

/** The numbers of an outcome in words: of all, by language, by person. */
function useFigures({ was, now, then }: Comparison) {
  const { t, i18n } = useTranslation("staffing");
  const colleagues = useDesk((desk) => desk.colleagues);
  const percent = new Intl.NumberFormat(i18n.language, { style: "percent", maximumFractionDigits: 1 });
  const count = new Intl.NumberFormat(i18n.language);
  const wait = (ms: number) => duration(Math.round(ms / 1000) * 1000, i18n.language, "short");
  const keys = (part: "loads" | "waits") => [...new Set([was, now, then].flatMap((outcome) => Object.keys(outcome[part])))];
  const whole: Figure[] = [
    { name: t("dry.mean"), of: (one) => one.meanMs, show: wait, better: -1 },
    { name: t("dry.p95"), of: (one) => one.p95Ms, show: wait, better: -1 },
    { name: t("dry.within"), of: (one) => one.within, show: (value) => percent.format(value), better: 1 },
    { name: t("dry.matched"), of: (one) => one.matched, show: (value) => percent.format(value), better: 1 },
    { name: t("dry.unserved"), of: (one) => one.unserved, show: (value) => count.format(value), better: -1 },
  ];
  const waits = keys("waits").map(
    (tag): Figure => ({ name: languageName(tag, i18n.language) || t("dry.unknown"), of: (one) => one.waits[tag] ?? 0, show: wait, better: -1 }),
  );
  const loads = keys("loads").map(
    (id): Figure => ({ name: colleagues[id]?.name ?? id, of: (one) => one.loads[id] ?? 0, show: (value) => count.format(value), better: 0 }),
  );
  return { whole, waits, loads };
}

function Who({ choice }: { choice: Choice }) {
  const { t, i18n } = useTranslation("staffing");
  const { t: common } = useTranslation();
  const name = useDesk((desk) => desk.colleagues[choice.agentId]?.name ?? choice.agentId);
  const waited = duration(Math.round(choice.waitedMs / 1000) * 1000, i18n.language, "narrow");
  return choice.agentId === "" ? (
    <Text size="sm" c="dimmed">{t("dry.nobody", { time: waited })}</Text>
  ) : (
    <Text size="sm">
      <bdi>{name}</bdi>
      <Text span size="xs" c="dimmed" display="block">
        {stepName(choice.step, common)} · {waited}
      </Text>
    </Text>
  );
}

function Differences({ comparison }: { comparison: Comparison }) {
  const { t } = useTranslation("staffing");
  const reader = useReader();
  const { differs, differing } = comparison;
  if (differs.length === 0) return <Text size="sm">{t("dry.same")}</Text>;
  return (
    <>
      <h3 className={classes.subtitle}>{t("dry.differs", { count: differing, shown: differs.length })}</h3>
      <Table.ScrollContainer minWidth={420} mah={360}>
        <Table verticalSpacing={5}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t("dry.conversation")}</Table.Th>
              <Table.Th scope="col">{t("dry.now")}</Table.Th>
              <Table.Th scope="col">{t("dry.then")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {differs.map((one) => (
              <Table.Tr key={`${one.conversationId}/${one.waitingSince}`}>
                <Table.Td>
                  <button type="button" className={classes.jump} onClick={() => { go({ page: "desk", id: one.conversationId }); }}>
                    {dayTime(one.waitingSince, reader)}
                  </button>{" "}
                  {languageName(one.language, reader.locale)}
                </Table.Td>
                <Table.Td><Who choice={one.now} /></Table.Td>
                <Table.Td><Who choice={one.then} /></Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </>
  );
}

const CAVEATS = ["cut", "by_hand", "going_on", "guessed", "untold", "present_facts"] as const;

/** How far to believe it. */
function Belief({ comparison }: { comparison: Comparison }) {
  const { t, i18n } = useTranslation("staffing");
  const { verdict, realMeanMs, simulatedMeanMs } = comparison.fit;
  const wait = (ms: number) => duration(Math.round(ms / 1000) * 1000, i18n.language, "short");
  const caveats = comparison.caveats.flatMap(({ code, count }) => {
    const known = CAVEATS.find((one) => one === code);
    return known === undefined ? [] : [t(`caveat.${known}`, { count })];
  });
  return (
    <Alert color={verdict === "close" || verdict === "fair" ? "wind" : "yellow"} mb="sm" p="xs" styles={{ title: { color: "var(--mantine-color-text)" } }} title={t(`fit.${verdict}`)}>
      <Text size="sm">{t("fit.text", { real: wait(realMeanMs), simulated: wait(simulatedMeanMs) })}</Text>
      {caveats.length === 0 ? null : (
        <ul className={classes.caveats}>
          {caveats.map((words) => (
            <li key={words}>{words}</li>
          ))}
        </ul>
      )}
    </Alert>
  );
}

/** The rules of now and the others side by side, on the same traffic. */
export function Compared({ comparison, stale }: { comparison: Comparison; stale: boolean }) {
  const { t } = useTranslation("staffing");
  const { whole, waits, loads } = useFigures(comparison);
  const { conversations } = comparison.now;
  if (conversations === 0) return <Text size="sm" c="dimmed">{t("dry.nothing")}</Text>;
  return (
    <div>
      {stale ? <Alert color="yellow" mb="sm" p="xs">{t("dry.stale")}</Alert> : null}
      <Belief comparison={comparison} />
      <div className={classes.tables}>
        <Figures title={t("dry.conversations", { count: conversations })} figures={whole} comparison={comparison} />
        <Figures title={t("dry.byLanguage")} figures={waits} comparison={comparison} />
        <Figures title={t("dry.byPerson")} figures={loads} comparison={comparison} />
      </div>
      <Differences comparison={comparison} />
    </div>
  );
}
