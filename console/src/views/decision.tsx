import { Badge, Center, Loader, Table, Text } from "@mantine/core";
import type { Candidate, Explained, Problem } from "@wire";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { duration, fullTime } from "../i18n/time";
import { useStation } from "../state/use";
import { say } from "../ui/say";
import { useReader } from "./line";
import { reasonWords } from "./reason";

const PARTS = ["language", "knows", "room", "idle", "rare"] as const;
const RESULTS = ["chosen", "less", "full", "paused", "after_work", "off_shift", "declined"] as const;

function useDecision(id: string, fence: number) {
  const { act } = useStation();
  const [told, setTold] = useState<Explained | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  useEffect(() => {
    let shown = true;
    void act.explain(id, fence).then((answer) => {
      if (!shown) return;
      if (answer.ok) setTold(answer);
      else setProblem(answer.error);
    });
    return () => {
      shown = false;
    };
  }, [act, id, fence]);
  return { told, problem };
}

function Row({ one, scored }: { one: Candidate; scored: boolean }) {
  const { t, i18n } = useTranslation("staffing");
  const number = new Intl.NumberFormat(i18n.language, { signDisplay: "negative" });
  const result = RESULTS.find((code) => code === one.why);
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={one.why === "chosen" ? 650 : 400}>
        <bdi>{one.name || one.agentId}</bdi>
      </Table.Th>
      <Table.Td>
        <Badge variant={one.why === "chosen" ? "filled" : "default"} tt="none" fw={500}>
          {result === undefined ? one.why : t(`result.${result}`)}
        </Badge>
      </Table.Td>
      {scored ? PARTS.map((part) => <Table.Td key={part}>{part in one.parts ? number.format(one.parts[part] ?? 0) : "–"}</Table.Td>) : null}
      {scored ? <Table.Td fw={600}>{Object.keys(one.parts).length === 0 ? "–" : number.format(one.score)}</Table.Td> : null}
    </Table.Tr>
  );
}

function Candidates({ list }: { list: readonly Candidate[] }) {
  const { t } = useTranslation("staffing");
  const scored = list.some((one) => Object.keys(one.parts).length > 0);
  return (
    <Table.ScrollContainer minWidth={scored ? 620 : 280} scrollAreaProps={{ viewportProps: { tabIndex: 0, role: "region", "aria-label": t("decision.who") } }}>
      <Table verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t("decision.who")}</Table.Th>
            <Table.Th scope="col">{t("decision.result")}</Table.Th>
            {scored ? PARTS.map((part) => <Table.Th key={part} scope="col">{t(`part.${part}`)}</Table.Th>) : null}
            {scored ? <Table.Th scope="col">{t("decision.score")}</Table.Th> : null}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {list.map((one) => (
            <Row key={one.agentId} one={one} scored={scored} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

/** How the router came to a decision: the step, how long it had been waiting, and everybody who was looked at. */
export default function Decision({ id, fence }: { id: string; fence: number }) {
  const { t, i18n } = useTranslation("staffing");
  const { t: common } = useTranslation();
  const reader = useReader();
  const { told, problem } = useDecision(id, fence);
  if (problem !== null) return <Text role="alert">{problem.code === "not_found" ? t("decision.gone") : say(common, "problem", problem.code)}</Text>;
  if (told === null) {
    return (
      <Center p="md">
        <Loader aria-label={common("status.loading")} />
      </Center>
    );
  }
  return (
    <>
      <Text mb={4}>
        <b><bdi>{told.agentName || told.agentId}</bdi></b>: {reasonWords(told, common, i18n.language)}
      </Text>
      <Text size="sm" c="dimmed" mb="sm">
        {t("decision.when", { step: say(common, "step", told.step), waited: duration(told.waitedMs, i18n.language), time: fullTime(told.at, reader) })}
      </Text>
      {told.candidates.length === 0 ? <Text size="sm">{t("decision.byHand")}</Text> : <Candidates list={told.candidates} />}
      {told.candidates.length === 0 ? null : <Text size="xs" c="dimmed" mt="sm">{t("decision.parts")}</Text>}
    </>
  );
}
