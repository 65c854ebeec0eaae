import { Button, Table, Text } from "@mantine/core";
import type { Summary } from "@wire";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { span } from "../i18n/time";
import { go } from "../state/place";
import { useDesk, useHolds, useMe, useStation } from "../state/use";
import { useNow } from "../ui/now";
import { useReport } from "../ui/report";
import { marketName } from "../ui/say";
import { Flag, Pair } from "../ui/tags";
import classes from "./board.module.css";

interface Waiting {
  readonly of: string;
  readonly count: number;
  readonly oldest: Summary;
}

/** Who waits, by language or by market, the longest wait first. */
export function grouped(queue: readonly Summary[], by: "language" | "market"): Waiting[] {
  const groups = new Map<string, Waiting>();
  for (const line of queue) {
    const of = line[by];
    const known = groups.get(of);
    const oldest = known === undefined || line.waitingSince < known.oldest.waitingSince ? line : known.oldest;
    groups.set(of, { of, count: (known?.count ?? 0) + 1, oldest });
  }
  return [...groups.values()].sort((a, b) => a.oldest.waitingSince - b.oldest.waitingSince);
}

export function useWaits() {
  const skew = useDesk((desk) => desk.skew);
  const now = useNow() + skew;
  const { i18n } = useTranslation();
  return (line: Summary) => span(Math.max(0, now - line.waitingSince), i18n.language);
}

export function Jump({ id, children }: { id: string; children: ReactNode }) {
  return (
    <button type="button" className={classes.jump} onClick={() => { go({ page: "desk", id }); }}>
      {children}
    </button>
  );
}

export function MarketTable({ queue }: { queue: readonly Summary[] }) {
  const { t, i18n } = useTranslation();
  const waits = useWaits();
  return (
    <Table verticalSpacing="xs" horizontalSpacing={6}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("side.market")}</Table.Th>
          <Table.Th>{t("board.waiting")}</Table.Th>
          <Table.Th>{t("board.oldest")}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {grouped(queue, "market").map(({ of, count, oldest }) => (
          <Table.Tr key={of}>
            <Table.Td>{of === "" ? "–" : <><Flag market={of} /> {marketName(of, i18n.language)}</>}</Table.Td>
            <Table.Td>{count}</Table.Td>
            <Table.Td><Jump id={oldest.id}>{waits(oldest)}</Jump></Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** What is being talked about now, whoever waits longest for an answer first: to watch, to leave a note, to take over. */
export function LiveTable({ lines }: { lines: readonly Summary[] }) {
  const { t, i18n } = useTranslation();
  const { act } = useStation();
  const me = useMe();
  const report = useReport();
  const now = useNow(5_000) + useDesk((desk) => desk.skew);
  const [answers, leads] = [useHolds("answer"), useHolds("lead")];
  const take = async (id: string) => {
    if (await report(act.claim(id))) go({ page: "desk", id });
  };
  return (
    <Table verticalSpacing={6} horizontalSpacing={6}>
      <Table.Tbody>
        {lines.map((line) => (
          <Table.Tr key={line.id}>
            <Table.Td>
              <Jump id={line.id}><bdi>{line.customerName || t("customer.unknown")}</bdi></Jump> <Pair theirs={line.language} mine={me.locale} />
              <Text size="xs" c="dimmed" truncate maw={260} dir="auto">{line.lastText}</Text>
            </Table.Td>
            <Table.Td dir="auto">{line.assigneeName}</Table.Td>
            <Table.Td>{line.awaitingSince > 0 ? t("row.waits", { time: span(Math.max(0, now - line.awaitingSince), i18n.language) }) : "–"}</Table.Td>
            <Table.Td ta="end">
              {line.assigneeId === me.id || !(answers && leads) ? null : (
                <Button size="compact-xs" variant="default" onClick={() => void take(line.id)}>{t("action.takeOver")}</Button>
              )}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** What a rule has stopped, the newest words of it, and the way to the reviewer's page. */
export function HeldList({ lines }: { lines: readonly Summary[] }) {
  const { t } = useTranslation();
  return lines.map((line) => (
    <div key={line.id} className={classes.held}>
      <button type="button" className={classes.jump} onClick={() => { go({ page: "review" }); }}>
        <bdi>{line.customerName || t("customer.unknown")}</bdi>
      </button>
      <Text size="xs" c="dimmed" truncate dir="auto">{line.lastText}</Text>
    </div>
  ));
}
