import { Alert, Button, CloseButton, Group, NativeSelect, NumberInput, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keepFor, retention, type Retention } from "../../state/privacy";
import { useDirectory, useHolds, useStation } from "../../state/use";
import { type Asked, useAsked } from "../../ui/asked";
import { Awaited } from "../../ui/awaited";
import { say } from "../../ui/say";
import { useTried } from "../../ui/tried";
import classes from "./privacy.module.css";

const REST = "*";
const LONGEST = 36_500;

function useNamed(): (channel: string) => string {
  const { t } = useTranslation("privacy");
  const { t: common } = useTranslation();
  return (channel) => (channel === REST ? t("kept.others") : say(common, "channel", channel));
}

/** The channels that have no line yet. */
function useFree(days: Retention): readonly string[] {
  const { shops } = useDirectory();
  return [...new Set([REST, "web", "mail", ...shops.map(({ channel }) => channel)])].filter((channel) => !(channel in days));
}

interface LineProps {
  readonly channel: string;
  readonly days: number;
  readonly put: (days: number) => void;
  readonly remove: () => void;
}

function Line({ channel, days, put, remove }: LineProps) {
  const { t } = useTranslation("privacy");
  const may = useHolds("setup");
  const name = useNamed()(channel);
  return (
    <li className={classes.kept}>
      <NumberInput
        className={classes.days} label={name} description={t("kept.days")} min={1} max={LONGEST} allowDecimal={false} clampBehavior="strict" readOnly={!may}
        value={days} onChange={(value) => { put(Number(value)); }}
      />
      {may ? <CloseButton aria-label={t("kept.remove", { channel: name })} onClick={remove} /> : null}
    </li>
  );
}

function Lines({ stored, asked }: { stored: Retention; asked: Asked<Retention> }) {
  const { t } = useTranslation("privacy");
  const { t: common } = useTranslation();
  const { session } = useStation();
  const may = useHolds("setup");
  const named = useNamed();
  const [days, setDays] = useState(stored);
  const { busy, problem, run } = useTried();
  const free = useFree(days);
  const lines = Object.entries(days).sort(([a], [b]) => Number(a === REST) - Number(b === REST) || a.localeCompare(b));
  const save = () => {
    void run(async () => {
      const told = await keepFor(days, session.csrf);
      setDays(told);
      asked.set(told);
      notifications.show({ color: "wind", message: t("kept.saved") });
    });
  };
  return (
    <>
      {lines.length === 0 ? <Text size="sm">{t("kept.ever")}</Text> : null}
      <ul className={classes.list}>
        {lines.map(([channel, count]) => (
          <Line
            key={channel} channel={channel} days={count}
            put={(next) => { setDays({ ...days, [channel]: next }); }}
            remove={() => { setDays(Object.fromEntries(Object.entries(days).filter(([name]) => name !== channel))); }}
          />
        ))}
      </ul>
      {may ? (
        <Group gap="xs" mt="sm" align="end">
          {free.length === 0 ? null : (
            <NativeSelect
              aria-label={t("kept.add")} value="" data={[{ value: "", label: t("kept.add") }, ...free.map((value) => ({ value, label: named(value) }))]}
              onChange={(event) => { if (event.currentTarget.value !== "") setDays({ ...days, [event.currentTarget.value]: 365 }); }}
            />
          )}
          <Button loading={busy} disabled={JSON.stringify(days) === JSON.stringify(stored) || lines.some(([, count]) => count < 1)} onClick={save}>{t("kept.save")}</Button>
        </Group>
      ) : null}
      {problem === null ? null : <Alert color="red" role="alert" mt="sm" p="xs">{say(common, "problem", problem.code)}</Alert>}
    </>
  );
}

/** How long words are kept, by channel. Whoever sees the rules but does not make them reads it only. */
export function Kept() {
  const asked = useAsked("retention", retention);
  return <Awaited asked={asked}>{(stored) => <Lines stored={stored} asked={asked} />}</Awaited>;
}
