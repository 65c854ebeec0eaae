import { Button, NativeSelect, Stack, TagsInput, TextInput } from "@mantine/core";
import type { TicketCard } from "@wire";
import { Hand } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ofWall, toWall } from "../../i18n/time";
import { type Change, isActive, KINDS } from "../../state/tickets";
import { useDeskParts, useDirectory, useMe } from "../../state/use";
import { withKnown } from "../../ui/choices";
import classes from "./tickets.module.css";

interface FieldProps {
  readonly ticket: TicketCard;
  readonly say: (change: Change) => void;
}

const PRIORITIES = [0, 1, 2, 3, 4, 5] as const;

/** What is typed counts when the field is left: not each sign is a change of its own. */
function Typed({ label, stored, type, done }: { label: string; stored: string; type?: "datetime-local"; done: (typed: string) => void }) {
  const [typed, set] = useState<string | null>(null);
  const over = () => {
    if (typed !== null && typed !== stored) done(typed);
    set(null);
  };
  return (
    <TextInput
      size="sm" dir="auto" maxLength={200} label={label} value={typed ?? stored} {...(type === undefined ? {} : { type })}
      onChange={(event) => { set(event.currentTarget.value); }} onBlur={over}
      onKeyDown={(event) => { if (event.key === "Enter" && !event.nativeEvent.isComposing) event.currentTarget.blur(); }}
    />
  );
}

/** Whose it is. */
function Owner({ ticket, say }: FieldProps) {
  const { t } = useTranslation("tickets");
  const me = useMe();
  const { teams } = useDirectory();
  const people = useDeskParts((desk) => Object.values(desk.colleagues));
  const others = people.filter((one) => one.id !== me.id).map(({ id, name }) => ({ value: id, label: name }));
  const known = [{ value: me.id, label: me.name }, ...others];
  const missing = ticket.assigneeId !== "" && known.every(({ value }) => value !== ticket.assigneeId);
  const agents = missing ? [...known, { value: ticket.assigneeId, label: ticket.assigneeName }] : known;
  const give = (agentId: string, teamId: string) => {
    say({ verb: "ticket.assign", ...(agentId === "" ? {} : { agentId }), ...(teamId === "" ? {} : { teamId }) });
  };
  return (
    <>
      <NativeSelect
        label={t("assignee")} value={ticket.assigneeId} data={[{ value: "", label: t("nobodyYet") }, ...agents]}
        onChange={(event) => { give(event.currentTarget.value, ticket.teamId); }}
      />
      {ticket.assigneeId === "" ? (
        <Button variant="light" leftSection={<Hand size={15} />} onClick={() => { give(me.id, ticket.teamId); }}>{t("take")}</Button>
      ) : null}
      <NativeSelect
        label={t("team")} value={ticket.teamId}
        data={withKnown([{ value: "", label: t("noTeam") }, ...teams.map(({ id, name }) => ({ value: id, label: name }))], [ticket.teamId])}
        onChange={(event) => { give(ticket.assigneeId, event.currentTarget.value); }}
      />
    </>
  );
}

/** What it says, and whose it is; what is over can only be read. */
export function Fields({ ticket, say }: FieldProps) {
  const { t } = useTranslation("tickets");
  const { t: common } = useTranslation();
  const { timeZone } = useMe();
  const due = (typed: string) => {
    const at = ofWall(typed, timeZone);
    if (!Number.isNaN(at)) say({ verb: "ticket.edit", due: at });
  };
  return (
    <fieldset className={classes.fields} disabled={!isActive(ticket)}>
      <Stack gap={10}>
        <Owner ticket={ticket} say={say} />
        <Typed label={t("subject")} stored={ticket.subject} done={(subject) => { say({ verb: "ticket.edit", subject }); }} />
        <NativeSelect
          label={t("kind")} value={ticket.kind} data={KINDS.map((value) => ({ value, label: common(`ticket.kind.${value}`) }))}
          onChange={({ currentTarget: { value } }) => { say({ verb: "ticket.edit", kind: KINDS.find((one) => one === value) ?? "general" }); }}
        />
        <NativeSelect
          label={t("priority")} value={String(ticket.priority)}
          data={PRIORITIES.map((value) => ({ value: String(value), label: value === 0 ? common("triage.usual") : String(value) }))}
          onChange={(event) => { say({ verb: "ticket.edit", priority: Number(event.currentTarget.value) }); }}
        />
        <Typed key={ticket.due} type="datetime-local" label={t("due")} stored={toWall(ticket.due, timeZone)} done={due} />
        <TagsInput
          label={t("labels")} maxTags={20} maxLength={40} comboboxProps={{ withinPortal: false }} value={[...ticket.labels]}
          onChange={(labels) => { say({ verb: "ticket.edit", labels }); }}
        />
      </Stack>
    </fieldset>
  );
}
