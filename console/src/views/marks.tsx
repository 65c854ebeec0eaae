import { ActionIcon, Button, Group, TagsInput, TextInput, Tooltip } from "@mantine/core";
import type { Summary } from "@wire";
import { Plus, X } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useDeskParts, useStation } from "../state/use";
import { Locked } from "../ui/locked";
import { useReport } from "../ui/report";
import classes from "./side.module.css";

const LONGEST = 40;

/** Labels that are in use as far as the desk has seen; what is typed becomes a new one. */
export function useKnownLabels(): string[] {
  return useDeskParts((desk) => [...new Set(Object.values(desk.conversations).flatMap((line) => line.labels))].sort());
}

function LabelsField({ line }: { line: Summary }) {
  const { t } = useTranslation();
  const { act } = useStation();
  const report = useReport();
  const known = useKnownLabels();
  return (
    <TagsInput
      size="xs"
      label={t("marks.labels")}
      placeholder={line.labels.length === 0 ? t("marks.addLabel") : undefined}
      data={known}
      value={[...line.labels]}
      maxLength={LONGEST}
      acceptValueOnBlur
      onChange={(labels) => void report(act.triage(line.id, { labels }))}
    />
  );
}

function Attribute({ name, value, change }: { name: string; value: string; change: (value: string) => void }) {
  const { t } = useTranslation();
  const [typed, type] = useState<string | null>(null);
  const done = () => {
    if (typed !== null && typed.trim() !== value) change(typed);
    type(null);
  };
  return (
    <Group gap={6} wrap="nowrap" align="flex-end">
      <TextInput
        size="xs"
        flex={1}
        label={<bdi>{name}</bdi>}
        dir="auto"
        maxLength={400}
        value={typed ?? value}
        onChange={(event) => { type(event.currentTarget.value); }}
        onBlur={done}
        onKeyDown={(event) => { if (event.key === "Enter" && !event.nativeEvent.isComposing) done(); }}
      />
      <Tooltip label={t("marks.remove", { name })}>
        <ActionIcon size={30} aria-label={t("marks.remove", { name })} onClick={() => { change(""); }}>
          <X size={14} />
        </ActionIcon>
      </Tooltip>
    </Group>
  );
}

function NewAttribute({ add, close }: { add: (name: string, value: string) => void; close: () => void }) {
  const { t } = useTranslation();
  const [name, setName] = useState("");
  const [value, setValue] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add(name.trim(), value.trim());
    close();
  };
  return (
    <form onSubmit={submit} className={classes.newMark}>
      <TextInput size="xs" data-autofocus autoFocus dir="auto" label={t("marks.name")} maxLength={LONGEST} value={name} onChange={(event) => { setName(event.currentTarget.value); }} />
      <TextInput size="xs" dir="auto" label={t("marks.value")} maxLength={400} value={value} onChange={(event) => { setValue(event.currentTarget.value); }} />
      <Group gap={6} justify="flex-end">
        <Button size="compact-xs" variant="default" onClick={close}>{t("action.cancel")}</Button>
        <Button size="compact-xs" type="submit" disabled={name.trim() === "" || value.trim() === ""}>{t("marks.add")}</Button>
      </Group>
    </form>
  );
}

/** The desk's own marks on a conversation: labels, and facts by name. */
export function Marks({ line }: { line: Summary }) {
  const { t } = useTranslation();
  const { act } = useStation();
  const report = useReport();
  const [adding, add] = useState(false);
  const set = (name: string, value: string) => {
    void report(act.triage(line.id, { attributes: { ...line.attributes, [name]: value } }));
  };
  return (
    <section className={classes.section} aria-label={t("marks.title")}>
      <h2 className={classes.title}>{t("marks.title")}</h2>
      <Locked needs="answer">
        <LabelsField line={line} />
        {Object.entries(line.attributes).map(([name, value]) => (
          <Attribute key={name} name={name} value={value} change={(next) => { set(name, next); }} />
        ))}
        {adding ? <NewAttribute add={set} close={() => { add(false); }} /> : (
          <Button size="compact-xs" variant="subtle" mt={6} leftSection={<Plus size={13} />} onClick={() => { add(true); }}>
            {t("marks.addAttribute")}
          </Button>
        )}
      </Locked>
    </section>
  );
}
