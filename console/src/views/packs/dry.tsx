import { Alert, Anchor, Button, Group, NativeSelect, Text } from "@mantine/core";
import { FlaskConical } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { fullTime } from "../../i18n/time";
import { type DryRun, dryRun, type Tried } from "../../state/packs";
import { hashOf } from "../../state/place";
import { useStation } from "../../state/use";
import { useTried } from "../../ui/tried";
import { useReader } from "../line";
import classes from "./packs.module.css";
import { useTrouble } from "./trouble";

const DAY = 86_400_000;
const SPANS = [1, 7, 30, 90] as const;
const ACTIONS = ["allow", "annotate", "mask", "warn", "require", "hold", "block", "escalate"] as const;

function Counts({ run }: { run: DryRun }) {
  const { t } = useTranslation("packs");
  const { i18n } = useTranslation();
  const number = new Intl.NumberFormat(i18n.language);
  const shown = ACTIONS.filter((action) => (run.before[action] ?? 0) + (run.after[action] ?? 0) > 0);
  return (
    <table className={classes.table}>
      <thead>
        <tr>{[t("dry.action"), t("dry.today"), t("dry.then")].map((head) => <th key={head} scope="col">{head}</th>)}</tr>
      </thead>
      <tbody>
        {shown.map((action) => (
          <tr key={action} data-moved={run.before[action] !== run.after[action] || undefined}>
            <th scope="row">{t(`action.${action}`)}</th>
            <td>{number.format(run.before[action] ?? 0)}</td>
            <td>{number.format(run.after[action] ?? 0)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Differences({ run }: { run: DryRun }) {
  const { t } = useTranslation("packs");
  const reader = useReader();
  return (
    <ul className={classes.differs}>
      {run.differs.map(({ conversationId, seq, at, before, after, rulesBefore, rulesAfter }) => (
        <li key={`${conversationId}-${seq}`}>
          <Anchor size="sm" href={hashOf({ page: "desk", id: conversationId, side: false })}>{fullTime(at, reader)}</Anchor>{" "}
          <b>{t(`action.${before}`)} → {t(`action.${after}`)}</b>{" "}
          <code className={classes.code} dir="ltr">{(rulesAfter.length > 0 ? rulesAfter : rulesBefore).join(" ")}</code>
        </li>
      ))}
    </ul>
  );
}

/** What it would have changed, before it is saved. `what` makes the try; null while there is nothing to try. */
export function Dry({ what }: { what: Tried | null }) {
  const { t, i18n } = useTranslation("packs");
  const unit = new Intl.NumberFormat(i18n.language, { style: "unit", unit: "day", unitDisplay: "long" });
  const { session } = useStation();
  const { busy, problem, run } = useTried();
  const trouble = useTrouble(problem);
  const [days, setDays] = useState<number>(30);
  const [told, setTold] = useState<{ of: Tried; run: DryRun } | null>(null);
  const start = () => {
    if (what === null) return;
    void run(async () => { setTold({ of: what, run: await dryRun(what, Date.now() - days * DAY, session.csrf) }); });
  };
  const stale = told !== null && JSON.stringify(told.of) !== JSON.stringify(what);
  return (
    <div>
      <Group align="flex-end" gap="xs">
        <NativeSelect
          size="xs" label={t("dry.since")} value={String(days)} data={SPANS.map((count) => ({ value: String(count), label: unit.format(count) }))}
          onChange={(event) => { setDays(Number(event.currentTarget.value)); }}
        />
        <Button size="xs" variant="light" loading={busy} disabled={what === null} leftSection={<FlaskConical size={15} />} onClick={start}>
          {t("dry.try")}
        </Button>
      </Group>
      {trouble === "" ? null : <Alert color="red" role="alert" mt="xs" p="xs"><bdi>{trouble}</bdi></Alert>}
      <div aria-live="polite">
        {told === null ? null : (
          <div className={classes.told} data-stale={stale || undefined}>
            <Text size="sm" fw={600}>{t("dry.summary", { judged: told.run.judged, stricter: told.run.stricter, milder: told.run.milder })}</Text>
            {told.run.cut ? <Text size="xs" c="dimmed">{t("dry.cut")}</Text> : null}
            {stale ? <Text size="xs" c="dimmed">{t("dry.stale")}</Text> : null}
            <Counts run={told.run} />
            <Differences run={told.run} />
            <Text size="xs" c="dimmed">{t("dry.refused")}</Text>
          </div>
        )}
      </div>
    </div>
  );
}
