import { Button, NativeSelect, Stack, Switch, TagsInput, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { Summary, Triaged } from "@wire";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ofWall, toWall } from "../i18n/time";
import type { Needs } from "../state/actions";
import { useDirectory, useHolds, useMe, useStation } from "../state/use";
import { slugs, withKnown } from "../ui/choices";
import { useReport } from "../ui/report";
import { languageName } from "../ui/say";
import { useReader } from "./line";
import { needWords } from "./reason";
import classes from "./side.module.css";

const PRIORITIES = [0, 1, 2, 3, 4, 5] as const;

interface FieldProps {
  readonly line: Summary;
  readonly say: (needs: Needs) => void;
}

/** A deadline is said when it is whole: on leaving the field, not with each digit. */
function Deadline({ line, say }: FieldProps) {
  const { t } = useTranslation();
  const { timeZone } = useMe();
  const [typed, setTyped] = useState<string | null>(null);
  const stored = toWall(line.deadline, timeZone);
  const done = () => {
    if (typed !== null && typed !== stored) {
      const at = ofWall(typed, timeZone);
      if (!Number.isNaN(at)) say({ deadline: at });
    }
    setTyped(null);
  };
  return (
    <TextInput
      size="xs"
      type="datetime-local"
      label={t("triage.deadline")}
      value={typed ?? stored}
      onChange={(event) => { setTyped(event.currentTarget.value); }}
      onBlur={done}
    />
  );
}

/** Where it goes, against what the rules would say. */
function Way({ line, say }: FieldProps) {
  const { t, i18n } = useTranslation();
  const { queues, languages } = useDirectory();
  const named = languages.map((value) => ({ value, label: languageName(value, i18n.language) || value }));
  const asWritten = { value: "", label: t("triage.asWritten") };
  const asRules = { value: "", label: t("triage.asRules") };
  return (
    <>
      <NativeSelect
        size="xs"
        label={t("triage.language")}
        data={withKnown([asWritten, ...named], [line.wantedLanguage])}
        value={line.wantedLanguage}
        onChange={(event) => { say({ language: event.currentTarget.value }); }}
      />
      <NativeSelect
        size="xs"
        label={t("triage.queue")}
        data={withKnown([asRules, ...queues.map((value) => ({ value, label: value }))], [line.queue])}
        value={line.queue}
        onChange={(event) => { say({ queue: event.currentTarget.value }); }}
      />
    </>
  );
}

function Fields({ line, say }: FieldProps) {
  const { t } = useTranslation();
  const priorities = PRIORITIES.map((value) => ({ value: String(value), label: value === 0 ? t("triage.usual") : String(value) }));
  return (
    <Stack gap={8} mt="xs">
      <Switch size="sm" label={t("triage.vip")} checked={line.vip} onChange={(event) => { say({ vip: event.currentTarget.checked }); }} />
      <NativeSelect size="xs" label={t("triage.priority")} data={priorities} value={String(line.priority)} onChange={(event) => { say({ priority: Number(event.currentTarget.value) }); }} />
      <Deadline key={line.deadline} line={line} say={say} />
      <TagsInput
        size="xs"
        comboboxProps={{ withinPortal: false }}
        maxTags={10}
        label={t("triage.skills")}
        value={[...line.skills]}
        onChange={(skills) => { say({ skills: slugs(skills) }); }}
      />
      <Way line={line} say={say} />
    </Stack>
  );
}

/** What is out of the ordinary about it. */
function needsOf(line: Summary): Triaged {
  const { vip, priority, skills, deadline, queue, wantedLanguage } = line;
  return {
    kind: "conversation.triaged",
    ...(vip ? { vip } : {}),
    ...(priority > 0 ? { priority } : {}),
    ...(skills.length > 0 ? { skills } : {}),
    ...(deadline > 0 ? { deadline } : {}),
    ...(queue === "" ? {} : { queue }),
    ...(wantedLanguage === "" ? {} : { language: wantedLanguage }),
  };
}

/** What this conversation needs, said by somebody who has read it: who may have it, and how soon. */
export function Triage({ line }: { line: Summary }) {
  const { t } = useTranslation();
  const { act } = useStation();
  const report = useReport();
  const reader = useReader();
  const [opened, { toggle }] = useDisclosure(false);
  const say = (needs: Needs) => void report(act.triage(line.id, needs));
  const may = useHolds("answer");
  if (line.status === "closed") return null;
  return (
    <section className={classes.section} aria-label={t("triage.title")}>
      <h2 className={classes.title}>{t("triage.title")}</h2>
      <Text size="sm" span>
        {needWords(needsOf(line), t, reader) || t("triage.nothing")}
      </Text>{" "}
      {may ? (
        <Button size="compact-xs" variant="subtle" aria-expanded={opened} onClick={toggle}>
          {opened ? t("triage.done") : t("triage.change")}
        </Button>
      ) : null}
      {opened ? <Fields line={line} say={say} /> : null}
    </section>
  );
}
