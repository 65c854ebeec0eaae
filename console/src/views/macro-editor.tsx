import { ActionIcon, Button, Checkbox, Group, Modal, NativeSelect, NumberInput, Paper, Stack, TagsInput, Text, Textarea, TextInput } from "@mantine/core";
import type { Macro } from "@wire";
import { ArrowDown, ArrowUp, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { type KeptMacro, macrosOf } from "../state/presets";
import { shifted } from "../state/rules";
import { useDeskParts, useDirectory, useStation, useHolds } from "../state/use";
import { useReport } from "../ui/report";

type Step = Macro["steps"][number];

const NEW: Readonly<Record<Step["do"], Step>> = {
  reply: { do: "reply", text: "" },
  note: { do: "note", text: "" },
  label: { do: "label", add: [], remove: [] },
  priority: { do: "priority", priority: 3 },
  transfer: { do: "transfer", agentId: "", teamId: "", queue: "" },
  snooze: { do: "snooze", minutes: 60 },
  close: { do: "close" },
};
const KINDS = Object.keys(NEW) as Step["do"][];

interface StepProps {
  readonly step: Step;
  readonly change: (step: Step) => void;
}

function Target({ step, change }: { step: Extract<Step, { do: "transfer" }>; change: StepProps["change"] }) {
  const { t } = useTranslation();
  const people = useDeskParts((desk) => Object.values(desk.colleagues));
  const { teams, queues } = useDirectory();
  const data = [
    { value: "", label: t("transfer.queue") },
    { group: t("transfer.agent"), items: people.map((one) => ({ value: `agentId:${one.id}`, label: one.name })) },
    { group: t("transfer.team"), items: teams.map((team) => ({ value: `teamId:${team.id}`, label: team.name })) },
    { group: t("transfer.named"), items: queues.map((queue) => ({ value: `queue:${queue}`, label: queue })) },
  ];
  const value = step.agentId ? `agentId:${step.agentId}` : step.teamId ? `teamId:${step.teamId}` : step.queue ? `queue:${step.queue}` : "";
  const choose = (next: string) => {
    const [kind = "", ...rest] = next.split(":");
    change({ do: "transfer", agentId: "", teamId: "", queue: "", ...(kind === "" ? {} : { [kind]: rest.join(":") }) });
  };
  return <NativeSelect size="xs" aria-label={t("transfer.title")} data={data} value={value} onChange={(event) => { choose(event.currentTarget.value); }} />;
}

function Part({ step, change }: StepProps) {
  const { t } = useTranslation();
  switch (step.do) {
    case "reply":
    case "note":
      return <Textarea size="xs" autosize minRows={2} dir="auto" aria-label={t(`macro.do.${step.do}`)} value={step.text} onChange={(event) => { change({ ...step, text: event.currentTarget.value }); }} />;
    case "label":
      return (
        <Group gap={6} grow align="flex-start">
          <TagsInput size="xs" acceptValueOnBlur label={t("bulk.putOn")} value={[...step.add]} onChange={(add) => { change({ ...step, add }); }} />
          <TagsInput size="xs" acceptValueOnBlur label={t("bulk.takeOff")} value={[...step.remove]} onChange={(remove) => { change({ ...step, remove }); }} />
        </Group>
      );
    case "priority":
      return <NumberInput size="xs" min={0} max={5} aria-label={t("triage.priority")} value={step.priority} onChange={(value) => { change({ ...step, priority: Number(value) }); }} />;
    case "transfer":
      return <Target step={step} change={change} />;
    case "snooze":
      return <NumberInput size="xs" min={1} max={525_600} label={t("macro.minutes")} value={step.minutes} onChange={(value) => { change({ ...step, minutes: Math.max(1, Number(value)) }); }} />;
    case "close":
      return null;
  }
}

const whole = (step: Step): boolean =>
  step.do === "reply" || step.do === "note" ? step.text.trim() !== "" : step.do !== "label" || step.add.length + step.remove.length > 0;

function Steps({ steps, set }: { steps: readonly Step[]; set: (steps: readonly Step[]) => void }) {
  const { t } = useTranslation();
  const put = (index: number, step: Step) => { set(steps.with(index, step)); };
  return (
    <>
      {steps.map((step, index) => (
        <Paper key={index} withBorder p={8} component="fieldset">
          <Group gap={6} mb={step.do === "close" ? 0 : 6} wrap="nowrap">
            <NativeSelect
              size="xs"
              flex={1}
              aria-label={t("macro.step", { number: index + 1 })}
              data={KINDS.map((kind) => ({ value: kind, label: t(`macro.do.${kind}`) }))}
              value={step.do}
              onChange={(event) => { put(index, NEW[event.currentTarget.value as Step["do"]]); }}
            />
            <ActionIcon aria-label={t("macro.up")} disabled={index === 0} onClick={() => { set(shifted(steps, index, -1)); }}><ArrowUp size={14} /></ActionIcon>
            <ActionIcon aria-label={t("macro.down")} disabled={index === steps.length - 1} onClick={() => { set(shifted(steps, index, 1)); }}><ArrowDown size={14} /></ActionIcon>
            <ActionIcon aria-label={t("macro.removeStep")} disabled={steps.length === 1} onClick={() => { set(steps.filter((_, at) => at !== index)); }}><Trash2 size={14} /></ActionIcon>
          </Group>
          <Part step={step} change={(next) => { put(index, next); }} />
        </Paper>
      ))}
      <Button size="compact-sm" variant="default" leftSection={<Plus size={13} />} disabled={steps.length >= 10} onClick={() => { set([...steps, NEW.label]); }}>
        {t("macro.addStep")}
      </Button>
    </>
  );
}

/** A macro: its name, its steps in order, and whose it is. */
function Form({ macro, done }: { macro: KeptMacro | null; done: () => void }) {
  const { t } = useTranslation();
  const { presets } = useStation();
  const supervisor = useHolds("lead");
  const report = useReport();
  const [name, setName] = useState(macro?.name ?? "");
  const [shared, share] = useState(macro?.shared ?? false);
  const [steps, setSteps] = useState<readonly Step[]>(macro?.body.steps ?? [NEW.reply]);
  const keep = () => {
    const body = { kind: "macro", steps } as const;
    void report(presets.keep({ name: name.trim(), body, shared, ...(macro === null ? {} : { id: macro.id }) })).then((kept) => { if (kept) done(); });
  };
  return (
    <Stack gap={10}>
      <TextInput data-autofocus dir="auto" label={t("macro.name")} maxLength={100} value={name} onChange={(event) => { setName(event.currentTarget.value); }} />
      <Steps steps={steps} set={setSteps} />
      {supervisor ? <Checkbox label={t("filter.shared")} checked={shared} onChange={(event) => { share(event.currentTarget.checked); }} /> : null}
      <Group justify="flex-end">
        <Button variant="default" onClick={done}>{t("action.cancel")}</Button>
        <Button disabled={name.trim() === "" || !steps.every(whole)} onClick={keep}>{t("filter.save")}</Button>
      </Group>
    </Stack>
  );
}

function All({ choose }: { choose: (macro: KeptMacro | null) => void }) {
  const { t } = useTranslation();
  const { presets } = useStation();
  const supervisor = useHolds("lead");
  const report = useReport();
  const macros = macrosOf(useStore(presets.all));
  return (
    <Stack gap={6}>
      <Text size="sm" c="dimmed">{t("macro.about")}</Text>
      {macros.map((macro) => (
        <Group key={macro.id} gap={6} wrap="nowrap">
          <Text flex={1} size="sm" dir="auto" truncate>{macro.name}</Text>
          {macro.shared ? <Text size="xs" c="dimmed">{t("macro.ofAll")}</Text> : null}
          {macro.shared && !supervisor ? null : (
            <>
              <Button size="compact-xs" variant="default" onClick={() => { choose(macro); }}>{t("action.edit")}</Button>
              <ActionIcon size="sm" aria-label={t("marks.remove", { name: macro.name })} onClick={() => void report(presets.drop(macro.id))}><Trash2 size={13} /></ActionIcon>
            </>
          )}
        </Group>
      ))}
      <Button mt={6} size="sm" variant="light" leftSection={<Plus size={14} />} onClick={() => { choose(null); }}>{t("macro.first")}</Button>
    </Stack>
  );
}

/** The macros one may use, and the form for one of them. */
export default function MacroEditor({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const [open, choose] = useState<KeptMacro | null | undefined>(undefined);
  return (
    <Modal opened onClose={close} title={t("macro.title")}>
      {open === undefined ? <All choose={choose} /> : <Form macro={open} done={() => { choose(undefined); }} />}
    </Modal>
  );
}
