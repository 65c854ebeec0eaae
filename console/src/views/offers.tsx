import { Button, Group, Paper, RingProgress, Text } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import type { Summary } from "@wire";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { go } from "../state/place";
import { asking } from "../state/shelves";
import { useDesk, useDeskParts, useMe, useStation } from "../state/use";
import { Prose } from "../ui/marked";
import { useNow } from "../ui/now";
import { Person } from "../ui/person";
import { useReport } from "../ui/report";
import { chime } from "../ui/chime";
import { Flag, Pair } from "../ui/tags";
import { PHYSICAL, unlessTyping } from "./keys";
import classes from "./offers.module.css";

function Countdown({ until, now }: { until: number; now: number }) {
  const { t } = useTranslation();
  const left = Math.max(0, Math.floor((until - now) / 1000));
  // How long it was at first sight, so that the ring begins full.
  const [whole] = useState(Math.max(left, 1));
  return (
    <RingProgress
      size={46}
      thickness={4}
      roundCaps
      sections={[{ value: (left / whole) * 100, color: left < 6 ? "red" : "wind" }]}
      label={
        // Within what is announced at once, a clock would be read out every second.
        <Text size="xs" ta="center" fw={700} role="timer" aria-live="off" aria-label={t("offer.left", { count: left })}>
          {left}
        </Text>
      }
    />
  );
}

function useAccept(): (line: Summary) => Promise<void> {
  const { act } = useStation();
  const report = useReport();
  return async (line) => {
    if (await report(act.accept(line))) go({ page: "desk", id: line.id });
  };
}

function Offer({ line, now }: { line: Summary; now: number }) {
  const { t } = useTranslation();
  const me = useMe();
  const { act } = useStation();
  const report = useReport();
  const accept = useAccept();
  return (
    <Paper className={classes.offer} shadow="xl" radius="lg" withBorder role="alertdialog" aria-label={t("offer.title")}>
      <Group gap="sm" wrap="nowrap">
        <Countdown until={line.offerExpiresAt} now={now} />
        <Person name={line.customerName} size={36} />
        <div className={classes.words}>
          <Group gap={6} wrap="nowrap">
            <Text size="sm" fw={650} truncate dir="auto">
              {line.customerName || t("customer.unknown")}
            </Text>
            <Flag market={line.market} />
            <Pair theirs={line.language} mine={me.locale} />
          </Group>
          <Text size="xs" c="dimmed" truncate dir="auto">
            <Prose text={line.lastText} />
          </Text>
        </div>
      </Group>
      <Group justify="flex-end" gap="xs" mt="xs">
        <Button size="xs" variant="default" onClick={() => void report(act.decline(line))}>
          {t("action.decline")}
        </Button>
        <Button size="xs" aria-keyshortcuts="Alt+A" onClick={() => void accept(line)}>
          {t("action.accept")}
        </Button>
      </Group>
    </Paper>
  );
}

/** What the router offers me, as long as the offer stands. A sound only for those who want one. */
export function Offers() {
  const { t } = useTranslation();
  const { prefs } = useStation();
  const skew = useDesk((desk) => desk.skew);
  // To the millisecond: an offer that is shown longer than it stands is refused to whoever takes it.
  const now = useNow(1) + skew;
  const all = useDeskParts((desk) =>
    asking(desk).filter((line) => line.status === "offered"),
  );
  const offers = all.filter((line) => line.offerExpiresAt > now);
  const accept = useAccept();
  // Nobody finds the way through the whole page in the seconds there are.
  useHotkeys([["alt+A", unlessTyping(() => { if (offers[0] !== undefined) void accept(offers[0]); }), PHYSICAL]], []);
  const rung = useRef(new Set<string>());
  useEffect(() => {
    const fresh = offers.filter((line) => !rung.current.has(`${line.id}/${line.fence}`));
    fresh.forEach((line) => rung.current.add(`${line.id}/${line.fence}`));
    if (fresh.length > 0 && prefs.get("sound") === "on") chime();
  }, [offers, prefs]);
  if (offers.length === 0) return null;
  return (
    <section className={classes.stack} aria-live="assertive" aria-label={t("offer.title")}>
      {offers.map((line) => (
        <Offer key={`${line.id}/${line.fence}`} line={line} now={now} />
      ))}
    </section>
  );
}
