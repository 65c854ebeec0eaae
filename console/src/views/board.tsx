import { Progress, Table, Text } from "@mantine/core";
import type { Colleague, Summary } from "@wire";
import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { clockTime } from "../i18n/time";
import { linesOf } from "../state/shelves";
import { useDesk, useDeskParts, useStation, useWire } from "../state/use";
import { useNow } from "../ui/now";
import { Person } from "../ui/person";
import { useRoleName } from "../ui/role";
import { languageName, say, short } from "../ui/say";
import classes from "./board.module.css";
import { grouped, HeldList, Jump, LiveTable, MarketTable, useWaits } from "./goings";

function Figure({ name, value, tone }: { name: string; value: string; tone?: string }) {
  return (
    <div className={classes.figure} data-tone={tone}>
      <div className={classes.value}><bdi dir={/\d \/ \d/.test(value) ? "ltr" : undefined}>{value}</bdi></div>
      <div className={classes.label}>{name}</div>
    </div>
  );
}

function Figures({ queue, people }: { queue: readonly Summary[]; people: readonly Colleague[] }) {
  const { t } = useTranslation();
  const waits = useWaits();
  const held = useDesk((desk) => desk.shelves.held.total);
  const total = useDesk((desk) => desk.shelves.queue.total);
  const on = people.filter((one) => one.availability === "online");
  const free = on.reduce((sum, one) => sum + Math.max(0, one.capacity - one.load), 0);
  const oldest = grouped(queue, "language")[0]?.oldest;
  return (
    <div className={classes.figures}>
      <Figure name={t("board.waiting")} value={String(total)} tone={total > 0 ? "warm" : undefined} />
      <Figure name={t("board.oldest")} value={oldest === undefined ? "–" : waits(oldest)} />
      <Figure name={t("board.on")} value={`${on.length} / ${people.length}`} />
      <Figure name={t("board.free")} value={String(free)} tone={free === 0 ? "warm" : undefined} />
      <Figure name={t("board.held")} value={String(held)} tone={held > 0 ? "warm" : undefined} />
    </div>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.section} aria-label={title}>
      <h2 className={classes.subtitle}>{title}</h2>
      {children}
    </section>
  );
}

function WaitingTable({ queue, people }: { queue: readonly Summary[]; people: readonly Colleague[] }) {
  const { t, i18n } = useTranslation();
  const waits = useWaits();
  if (queue.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t("nothing.queue")}
      </Text>
    );
  }
  const speakers = (language: string) =>
    people.filter((one) => one.availability === "online" && one.languages.some((tag) => short(tag) === short(language))).length;
  return (
    <Table verticalSpacing="xs" horizontalSpacing={6}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("side.language")}</Table.Th>
          <Table.Th>{t("board.waiting")}</Table.Th>
          <Table.Th>{t("board.oldest")}</Table.Th>
          <Table.Th>{t("board.speakers")}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {grouped(queue, "language").map(({ of, count, oldest }) => (
          <Table.Tr key={of}>
            <Table.Td className={classes.word}>{languageName(of, i18n.language) || "–"}</Table.Td>
            <Table.Td>{count}</Table.Td>
            <Table.Td>
              <Jump id={oldest.id}>{waits(oldest)}</Jump>
            </Table.Td>
            <Table.Td>{speakers(of)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function PersonRow({ one }: { one: Colleague }) {
  const { t, i18n } = useTranslation();
  const named = useRoleName();
  const now = useNow(30_000);
  const part = one.capacity === 0 ? 0 : (one.load / one.capacity) * 100;
  const load = `${one.load} / ${one.capacity}`;
  return (
    <Table.Tr>
      <Table.Td>
        <span className={classes.person}>
          <Person name={one.name} size={30} />
          <span>
            <Text component="span" size="sm" fw={600} display="block" dir="auto">
              {one.name}
            </Text>
            <Text component="span" size="xs" c="dimmed">
              {named(one.role)} · {clockTime(now, { locale: i18n.language, timeZone: one.timeZone })}
            </Text>
          </span>
        </span>
      </Table.Td>
      <Table.Td>
        <span className={classes.available}>
          <span className={classes.dot} data-availability={one.availability} />
          {t(`availability.${one.availability}`)}
          {one.availability === "online" || one.reason === "" ? null : <Text span size="xs" c="dimmed" dir="auto">· {say(t, "reason", one.reason)}</Text>}
          {one.connected || one.availability === "offline" ? null : <Text span size="xs" c="dimmed">· {t("board.disconnected")}</Text>}
        </span>
      </Table.Td>
      <Table.Td className={classes.load}>
        <Progress value={part} color={part >= 100 ? "orange.8" : "wind"} aria-label={`${t("board.load")} ${load}`} />
        <Text size="xs"><bdi dir="ltr">{load}</bdi></Text>
      </Table.Td>
      <Table.Td visibleFrom="sm">{one.languages.map(short).join(" · ")}</Table.Td>
    </Table.Tr>
  );
}

function PeopleTable({ people }: { people: readonly Colleague[] }) {
  const { t } = useTranslation();
  return (
    <Table verticalSpacing="xs" horizontalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("board.person")}</Table.Th>
            <Table.Th>{t("availability.title")}</Table.Th>
            <Table.Th>{t("board.load")}</Table.Th>
            <Table.Th visibleFrom="sm">{t("board.languages")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {people.map((one) => (
            <PersonRow key={one.id} one={one} />
          ))}
        </Table.Tbody>
    </Table>
  );
}

const MOST_LIVE = 30;
const ORDER = { online: 0, busy: 1, away: 2, offline: 3 } as const;

/** The supervisor's board: who is on, how full they are, and who waits. */
export function Board() {
  const { t } = useTranslation();
  const { lists } = useStation();
  const { state } = useWire();
  const queue = useDeskParts((desk) => linesOf(desk, "queue"));
  const people = useDeskParts((desk) =>
    Object.values(desk.colleagues).sort((a, b) => ORDER[a.availability] - ORDER[b.availability] || a.name.localeCompare(b.name)),
  );
  const live = useDeskParts((desk) =>
    linesOf(desk, "all")
      .filter((line) => line.status === "assigned")
      .sort((a, b) => (a.awaitingSince || Infinity) - (b.awaitingSince || Infinity))
      .slice(0, MOST_LIVE),
  );
  const held = useDeskParts((desk) => linesOf(desk, "held"));
  useEffect(() => {
    if (state !== "live") return;
    void lists.refresh("queue");
    void lists.refresh("all");
    void lists.refresh("held");
    void lists.people();
  }, [lists, state]);
  return (
    <main className={classes.page} tabIndex={0} aria-label={t("page.board")}>
      <h1 className={classes.title}>{t("page.board")}</h1>
      <Figures queue={queue} people={people} />
      <div className={classes.columns}>
        <Section title={t("board.people")}>
          <PeopleTable people={people} />
        </Section>
        <div className={classes.stack}>
          <Section title={t("board.byLanguage")}>
            <WaitingTable queue={queue} people={people} />
          </Section>
          {queue.length === 0 ? null : <Section title={t("board.byMarket")}><MarketTable queue={queue} /></Section>}
          {held.length === 0 ? null : <Section title={t("board.holds")}><HeldList lines={held} /></Section>}
          {live.length === 0 ? null : <Section title={t("board.live")}><LiveTable lines={live} /></Section>}
        </div>
      </div>
    </main>
  );
}
