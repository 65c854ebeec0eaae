import { Alert, Badge, Button, Group, NativeSelect, Switch, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { fullTime, ofWall, toWall } from "../../i18n/time";
import { addOverride, ORDERS, type OverrideAsk, type OverrideCard, removeOverride, type RulesPage } from "../../state/packs";
import { useDirectory, useHolds, useMe, useStation } from "../../state/use";
import type { Asked } from "../../ui/asked";
import { useTried } from "../../ui/tried";
import { useReader } from "../line";
import { Dry } from "./dry";
import classes from "./packs.module.css";
import { useTrouble } from "./trouble";

const MONTH = 30 * 86_400_000;

function useShopNames(): (id: string) => string {
  const { t } = useTranslation("packs");
  const { shops } = useDirectory();
  return (id) => (id === "" ? t("over.everyShop") : (shops.find((shop) => shop.id === id)?.name ?? id));
}

function Kept({ each, end }: { each: OverrideCard; end: (() => void) | null }) {
  const { t } = useTranslation("packs");
  const reader = useReader();
  const shop = useShopNames();
  return (
    <li className={classes.pack} data-over={each.over || undefined}>
      <div className={classes.grow}>
        <code className={classes.code} dir="ltr">{each.about}</code> → <b>{t(`action.${each.action}`)}</b>{" "}
        {each.signed ? <Badge size="sm" color="red" variant="light" tt="none">{t("over.signed")}</Badge> : null}
        <Text size="xs" c="dimmed">
          <bdi>{shop(each.shopId)}</bdi> · {t(each.over ? "over.wasUntil" : "over.until", { time: fullTime(each.until, reader) })} · <bdi>{each.reason}</bdi>
        </Text>
      </div>
      {end === null ? null : <Button size="compact-xs" variant="subtle" color="red" onClick={end}>{t("over.end")}</Button>}
    </li>
  );
}

interface FormProps {
  readonly page: RulesPage;
  readonly ask: OverrideAsk;
  readonly change: (part: Partial<OverrideAsk>) => void;
}

function Form({ page, ask, change }: FormProps) {
  const { t } = useTranslation("packs");
  const { shops } = useDirectory();
  const { timeZone } = useMe();
  const speaking = page.packs.filter((pack) => pack.rules.length > 0);
  const categories = [...new Set(speaking.flatMap((pack) => pack.categories))].sort();
  const about = [
    { group: t("over.category"), items: ["", ...categories].map((value) => ({ value, label: value || "–" })) },
    ...speaking.map(({ name, title, rules }) => ({ group: title, items: rules.map((rule) => `${name}.${rule}`) })),
  ];
  return (
    <div className={classes.form}>
      <NativeSelect size="xs" label={t("over.about")} data={about} value={ask.about} onChange={(event) => { change({ about: event.currentTarget.value }); }} />
      <NativeSelect
        size="xs" label={t("over.action")} value={ask.action} data={ORDERS.map((value) => ({ value, label: t(`action.${value}`) }))}
        onChange={(event) => { change({ action: event.currentTarget.value as OverrideAsk["action"] }); }}
      />
      <NativeSelect
        size="xs" label={t("over.shop")} value={ask.shopId} data={[{ value: "", label: t("over.everyShop") }, ...shops.map(({ id, name }) => ({ value: id, label: name }))]}
        onChange={(event) => { change({ shopId: event.currentTarget.value }); }}
      />
      <TextInput
        size="xs" type="datetime-local" label={t("over.untilLabel")} value={toWall(ask.until, timeZone)}
        onChange={(event) => { const until = ofWall(event.currentTarget.value, timeZone); if (!Number.isNaN(until)) change({ until }); }}
      />
      <TextInput size="xs" label={t("over.reason")} value={ask.reason} dir="auto" maxLength={400} onChange={(event) => { change({ reason: event.currentTarget.value }); }} />
      {page.maySign ? (
        <Switch size="sm" label={t("over.sign")} description={t("over.signHint")} checked={ask.signed} onChange={(event) => { change({ signed: event.currentTarget.checked }); }} />
      ) : null}
    </div>
  );
}

const fresh = (): OverrideAsk => ({ about: "", action: "block", until: Date.now() + MONTH, shopId: "", signed: false, reason: "" });

/** What the desk decides otherwise: stricter by whoever sets up, milder when somebody signs; tried on the past first. */
export function Overrides({ page, asked }: { page: RulesPage; asked: Asked<RulesPage> }) {
  const { t } = useTranslation("packs");
  const { session } = useStation();
  const may = useHolds("setup");
  const { busy, problem, run } = useTried();
  const trouble = useTrouble(problem);
  const [ask, setAsk] = useState(fresh);
  const whole = ask.about !== "" && ask.reason.trim().length >= 3;
  const save = () => void run(async () => {
    asked.set(await addOverride(ask, session.csrf));
    setAsk(fresh());
  });
  const end = (id: string) => void run(async () => {
    await removeOverride(id, session.csrf);
    asked.again();
  });
  return (
    <>
      {page.overrides.length === 0 ? <Text size="sm" mb="sm">{t("over.none")}</Text> : null}
      <ul className={classes.list}>
        {page.overrides.map((each) => (
          <Kept key={each.id} each={each} end={may && (each.signed || page.maySign) ? () => { end(each.id); } : null} />
        ))}
      </ul>
      {may ? (
        <>
          <Form page={page} ask={ask} change={(part) => { setAsk({ ...ask, ...part }); }} />
          <Group gap="xs" mt="xs">
            <Button size="xs" loading={busy} disabled={!whole} onClick={save}>{t("over.save")}</Button>
          </Group>
          {trouble === "" ? null : <Alert color="red" role="alert" mt="xs" p="xs"><bdi>{trouble}</bdi></Alert>}
          <div className={classes.dry}><Dry what={whole ? { override: ask } : null} /></div>
        </>
      ) : null}
    </>
  );
}
