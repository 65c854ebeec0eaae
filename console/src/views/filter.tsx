import { ActionIcon, Button, Checkbox, Divider, Group, Indicator, MultiSelect, NativeSelect, Popover, Stack, TagsInput, TextInput, Tooltip, UnstyledButton } from "@mantine/core";
import type { Filter } from "@wire";
import { Bookmark, ListFilter, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { asks, noFilter } from "../state/filtered";
import { viewsOf } from "../state/presets";
import { useDesk, useDeskParts, useDirectory, useStation, useHolds } from "../state/use";
import { useReport } from "../ui/report";
import { languageName } from "../ui/say";
import classes from "./filter.module.css";
import { useKnownLabels } from "./marks";

const STATES = ["waiting", "offered", "assigned", "snoozed", "closed"] as const;
const CLOCKS = ["reply", "withdrawal", "refund", "data"] as const;
type Change = (part: Partial<Filter>) => void;

interface PartProps {
  readonly filter: Filter;
  readonly change: Change;
}

function Who({ filter, change }: PartProps) {
  const { t } = useTranslation();
  const people = useDeskParts((desk) => Object.values(desk.colleagues));
  const owners = [
    { value: "", label: t("filter.anybody") },
    { value: "me", label: t("filter.me") },
    { value: "nobody", label: t("filter.nobody") },
    ...people.map((one) => ({ value: one.id, label: one.name })),
  ];
  return <NativeSelect size="xs" label={t("filter.owner")} data={owners} value={filter.owner} onChange={(event) => { change({ owner: event.currentTarget.value }); }} />;
}

function What({ filter, change }: PartProps) {
  const { t, i18n } = useTranslation();
  const { languages, shops } = useDirectory();
  const known = useKnownLabels();
  const states = STATES.map((value) => ({ value, label: t(`state.${value}`) }));
  const named = languages.map((value) => ({ value, label: languageName(value, i18n.language) || value }));
  const clocks = CLOCKS.map((value) => ({ value, label: t(`clock.${value}`) }));
  const inside = { withinPortal: false } as const;
  return (
    <>
      <MultiSelect size="xs" comboboxProps={inside} label={t("filter.states")} data={states} value={[...filter.statuses]} onChange={(statuses) => { change({ statuses: statuses }); }} />
      <TagsInput size="xs" comboboxProps={inside} label={t("marks.labels")} data={known} value={[...filter.labels]} maxLength={40} acceptValueOnBlur onChange={(labels) => { change({ labels }); }} />
      <MultiSelect size="xs" comboboxProps={inside} searchable label={t("side.language")} data={named} value={[...filter.languages]} onChange={(chosen) => { change({ languages: chosen }); }} />
      {shops.length < 2 ? null : (
        <MultiSelect size="xs" comboboxProps={inside} label={t("side.shop")} data={shops.map(({ id, name }) => ({ value: id, label: name }))} value={[...filter.shopIds]} onChange={(shopIds) => { change({ shopIds }); }} />
      )}
      <MultiSelect size="xs" comboboxProps={inside} label={t("filter.clocks")} data={clocks} value={[...filter.clocks]} onChange={(chosen) => { change({ clocks: chosen }); }} />
      <NativeSelect
        size="xs"
        label={t("filter.priority")}
        data={[0, 1, 2, 3, 4, 5].map((value) => ({ value: String(value), label: value === 0 ? t("filter.anyPriority") : `${value} +` }))}
        value={String(filter.priority)}
        onChange={(event) => { change({ priority: Number(event.currentTarget.value) }); }}
      />
    </>
  );
}

/** Keeps the filter under a name, for oneself or, by those who lead, for all. */
function Save({ filter }: { filter: Filter }) {
  const { t } = useTranslation();
  const { presets } = useStation();
  const supervisor = useHolds("lead");
  const report = useReport();
  const [name, setName] = useState("");
  const [shared, share] = useState(false);
  const keep = () => {
    void report(presets.keep({ name: name.trim(), body: { kind: "view", filter }, shared })).then((done) => { if (done) setName(""); });
  };
  return (
    <Stack gap={6}>
      <Group gap={6} wrap="nowrap" align="flex-end">
        <TextInput size="xs" flex={1} dir="auto" label={t("filter.saveAs")} maxLength={100} value={name} onChange={(event) => { setName(event.currentTarget.value); }} />
        <Button size="xs" disabled={name.trim() === ""} onClick={keep}>{t("filter.save")}</Button>
      </Group>
      {supervisor ? <Checkbox size="xs" label={t("filter.shared")} checked={shared} onChange={(event) => { share(event.currentTarget.checked); }} /> : null}
    </Stack>
  );
}

function Saved({ choose }: { choose: (filter: Filter) => void }) {
  const { t } = useTranslation();
  const { presets } = useStation();
  const supervisor = useHolds("lead");
  const report = useReport();
  const views = viewsOf(useStore(presets.all));
  if (views.length === 0) return null;
  return (
    <>
      <div className={classes.title}>{t("filter.saved")}</div>
      {views.map((view) => (
        <Group key={view.id} gap={4} wrap="nowrap">
          <UnstyledButton className={classes.saved} onClick={() => { choose(view.body.filter); }}>
            <Bookmark size={13} aria-hidden /> <bdi>{view.name}</bdi>
          </UnstyledButton>
          {view.shared && !supervisor ? null : (
            <ActionIcon size="sm" aria-label={t("marks.remove", { name: view.name })} onClick={() => void report(presets.drop(view.id))}>
              <Trash2 size={13} />
            </ActionIcon>
          )}
        </Group>
      ))}
      <Divider my={6} />
    </>
  );
}

/** What narrows the list, and the views somebody has kept. */
export function FilterMenu() {
  const { t } = useTranslation();
  const { desk } = useStation();
  const filter = useDesk((known) => known.filter);
  const answers = useHolds("answer");
  const [opened, setOpened] = useState(false);
  const current = filter ?? noFilter;
  const set = (next: Filter) => { desk.setState({ filter: asks(next) ? next : null }); };
  const change: Change = (part) => { set({ ...current, ...part }); };
  return (
    <Popover opened={opened} onChange={setOpened} width={280} position="bottom-end" shadow="md" trapFocus returnFocus withinPortal={false}>
      <Popover.Target>
        <Tooltip label={t("filter.title")} disabled={opened}>
          <Indicator disabled={filter === null} color="orange.8" size={9} offset={4}>
            <ActionIcon size="lg" aria-label={t("filter.title")} aria-pressed={filter !== null} onClick={() => { setOpened(!opened); }}>
              <ListFilter size={17} />
            </ActionIcon>
          </Indicator>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("filter.title")} className={classes.box}>
        <Stack gap={8}>
          <div>
            <Saved choose={set} />
          </div>
          <What filter={current} change={change} />
          <Who filter={current} change={change} />
          <Checkbox size="xs" label={t("filter.unanswered")} checked={current.unanswered} onChange={(event) => { change({ unanswered: event.currentTarget.checked }); }} />
          <Checkbox size="xs" label={t("filter.mentioned")} checked={current.mentioned} onChange={(event) => { change({ mentioned: event.currentTarget.checked }); }} />
          {filter === null ? null : <Button size="compact-xs" variant="light" onClick={() => { set(noFilter); }}>{t("filter.clear")}</Button>}
          {filter !== null && answers ? <Save filter={filter} /> : null}
          {answers ? <Divider /> : null}
          {answers ? <Button size="compact-sm" variant="default" onClick={() => { desk.setState({ chosen: new Set() }); }}>{t("bulk.choose")}</Button> : null}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
