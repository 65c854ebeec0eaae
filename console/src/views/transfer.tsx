import { Button, Group, Modal, Radio, ScrollArea, SegmentedControl, Stack, Text, Textarea, TextInput } from "@mantine/core";
import type { Colleague, Summary } from "@wire";
import { Search } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { TFunction } from "i18next";
import type { Target } from "../state/actions";
import { useDeskParts, useDirectory, useMe, useStation } from "../state/use";
import { useReport } from "../ui/report";
import { languageName, sameLanguage, say, short } from "../ui/say";
import classes from "./transfer.module.css";

const KINDS = ["agent", "team", "named", "language", "queue"] as const;
/** `queue` is the way back, to the place it had; `named` one of the desk's queues. */
type Kind = (typeof KINDS)[number];

/** Those who speak the customer's language and have room come first. */
function ranked(people: readonly Colleague[], language: string): Colleague[] {
  const order = { online: 0, busy: 1, away: 2, offline: 3 } as const;
  const rank = (one: Colleague) =>
    order[one.availability] * 4 + (one.load < one.capacity ? 0 : 2) + (one.languages.some((l) => sameLanguage(l, language)) ? 0 : 1);
  return [...people].sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
}

function Choice({ value, title, detail, availability }: { value: string; title: string; detail: string; availability?: string }) {
  return (
    <Radio.Card value={value} className={classes.choice} radius="md" p="xs">
      <Group gap="sm" wrap="nowrap">
        <Radio.Indicator />
        <span className={classes.words}>
          <Text component="span" size="sm" fw={600} dir="auto" display="block">
            {title}
          </Text>
          <Text component="span" size="xs" c="dimmed">
            {detail}
          </Text>
        </span>
        {availability === undefined ? null : <span className={classes.dot} data-availability={availability} />}
      </Group>
    </Radio.Card>
  );
}

/** `Away, Lunch`. */
const standing = (one: Colleague, t: TFunction): string =>
  t(`availability.${one.availability}`) + (one.availability === "online" || one.reason === "" ? "" : `, ${say(t, "reason", one.reason)}`);

function People({ line, search }: { line: Summary; search: string }) {
  const { t } = useTranslation();
  const me = useMe();
  const people = useDeskParts((desk) => Object.values(desk.colleagues));
  const wanted = search.trim().toLowerCase();
  return ranked(people, line.language)
    .filter((one) => one.id !== me.id && one.id !== line.assigneeId && one.name.toLowerCase().includes(wanted))
    .map((one) => (
      <Choice
        key={one.id}
        value={`agent:${one.id}`}
        title={one.name}
        detail={[standing(one, t), `${one.load}/${one.capacity}`, one.languages.map(short).join(" ")].join(" · ")}
        availability={one.availability}
      />
    ));
}

function Teams() {
  const { teams } = useDirectory();
  return teams.map((team) => <Choice key={team.id} value={`team:${team.id}`} title={team.name} detail="" />);
}

/** Those of the desk's languages that somebody who is there writes come first. */
function Languages() {
  const { t, i18n } = useTranslation();
  const { languages } = useDirectory();
  const people = useDeskParts((desk) => Object.values(desk.colleagues));
  const there = (tag: string) => people.filter((one) => one.availability === "online" && one.languages.some((l) => sameLanguage(l, tag))).length;
  return [...languages]
    .sort((a, b) => there(b) - there(a))
    .map((tag) => (
      <Choice key={tag} value={`language:${tag}`} title={languageName(tag, i18n.language) || tag} detail={`${t("board.speakers")}: ${there(tag)}`} />
    ));
}

function Queues() {
  const { t } = useTranslation();
  const { queues } = useDirectory();
  if (queues.length === 0) return <Text size="sm" c="dimmed">{t("transfer.noQueues")}</Text>;
  return queues.map((name) => <Choice key={name} value={`named:${name}`} title={name} detail="" />);
}

const targetOf = (chosen: string): Target => {
  const [kind, id = ""] = chosen.split(/:(.*)/s);
  const targets: Readonly<Record<string, Target>> = { agent: { agentId: id }, team: { teamId: id }, named: { queue: id }, language: { language: id } };
  return targets[kind ?? ""] ?? {};
};

interface DialogProps {
  readonly line: Summary;
  readonly opened: boolean;
  readonly close: () => void;
}

interface PickerProps {
  readonly line: Summary;
  readonly kind: Exclude<Kind, "queue">;
  readonly chosen: string;
  readonly choose: (value: string) => void;
}

function Picker({ line, kind, chosen, choose }: PickerProps) {
  const { t } = useTranslation();
  const [search, setSearch] = useState("");
  return (
    <>
      {kind === "agent" ? (
        <TextInput
          leftSection={<Search size={15} />}
          placeholder={t("transfer.search")}
          aria-label={t("transfer.search")}
          value={search}
          onChange={(event) => { setSearch(event.currentTarget.value); }}
          data-autofocus
        />
      ) : null}
      <ScrollArea.Autosize mah={260} type="auto">
        <Radio.Group value={chosen} onChange={choose} aria-label={t(`transfer.${kind}`)}>
          <Stack gap={6}>
            {kind === "agent" ? <People line={line} search={search} /> : null}
            {kind === "team" ? <Teams /> : null}
            {kind === "named" ? <Queues /> : null}
            {kind === "language" ? <Languages /> : null}
          </Stack>
        </Radio.Group>
      </ScrollArea.Autosize>
    </>
  );
}

function TransferForm({ line, close }: Omit<DialogProps, "opened">) {
  const { t } = useTranslation();
  const { act } = useStation();
  const report = useReport();
  const [kind, setKind] = useState<Kind>("agent");
  const [chosen, setChosen] = useState("");
  const [note, setNote] = useState("");
  const ready = kind === "queue" || chosen.startsWith(`${kind}:`);
  const send = async () => {
    if (await report(act.transfer(line, kind === "queue" ? {} : targetOf(chosen), note.trim()))) close();
  };
  const kinds = KINDS.map((value) => ({ value, label: t(`transfer.${value}`) }));
  return (
    <Stack gap="sm">
      <SegmentedControl fullWidth className={classes.kinds} data={kinds} value={kind} onChange={(value) => { setKind(value); }} />
      {kind === "queue" ? (
        <Text size="sm" c="dimmed">
          {t("transfer.queueText")}
        </Text>
      ) : (
        <Picker key={kind} line={line} kind={kind} chosen={chosen} choose={setChosen} />
      )}
      <Textarea
        label={t("transfer.note")}
        value={note}
        autosize
        minRows={2}
        maxRows={6}
        dir="auto"
        maxLength={2000}
        onChange={(event) => { setNote(event.currentTarget.value); }}
      />
      <Group justify="flex-end">
        <Button disabled={!ready} onClick={() => void send()}>
          {t("action.transfer")}
        </Button>
      </Group>
    </Stack>
  );
}

/** Hand a conversation over: to a colleague, to a team, or back to the queue, with a word on why. */
export function TransferDialog({ line, opened, close }: DialogProps) {
  const { t } = useTranslation();
  return (
    <Modal opened={opened} onClose={close} title={t("transfer.title")} size="lg">
      <TransferForm line={line} close={close} />
    </Modal>
  );
}
