import { Alert, Button, Group, Modal, NativeSelect, Stack, TextInput } from "@mantine/core";
import { newId } from "@wire";
import { type SubmitEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { go } from "../../state/place";
import { KINDS, open, wish, type Kind } from "../../state/tickets";
import { useStation } from "../../state/use";
import { useTried } from "../../ui/tried";
import { say } from "../../ui/say";

const PRIORITIES = [0, 1, 2, 3, 4, 5] as const;
const close = () => { wish.setState({ id: "" }); };

function Form({ id }: { id: string }) {
  const { t } = useTranslation("tickets");
  const { t: common } = useTranslation();
  const { link } = useStation();
  const [clientId] = useState(newId);
  const [subject, write] = useState("");
  const [kind, setKind] = useState<Kind>("general");
  const [priority, setPriority] = useState(0);
  const { busy, problem, run } = useTried();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void run(async () => {
      const ticket = await open(link, clientId, { conversationId: id, subject: subject.trim(), kind, priority });
      close();
      go({ page: "tickets", id: ticket.id });
    });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        {problem === null ? null : <Alert color="red" role="alert" title={say(common, "problem", problem.code)} />}
        <TextInput
          data-autofocus label={t("subject")} description={t("subjectHint")} dir="auto" maxLength={200} value={subject}
          onChange={(event) => { write(event.currentTarget.value); }}
        />
        <NativeSelect
          label={t("kind")} value={kind} data={KINDS.map((value) => ({ value, label: common(`ticket.kind.${value}`) }))}
          onChange={({ currentTarget: { value } }) => { setKind(KINDS.find((one) => one === value) ?? "general"); }}
        />
        <NativeSelect
          label={t("priority")} value={String(priority)}
          data={PRIORITIES.map((value) => ({ value: String(value), label: value === 0 ? common("triage.usual") : String(value) }))}
          onChange={(event) => { setPriority(Number(event.currentTarget.value)); }}
        />
        <Group justify="flex-end">
          <Button type="submit" loading={busy} disabled={subject.trim() === "" && kind === "general"}>{t("create")}</Button>
        </Group>
      </Stack>
    </form>
  );
}

/** A ticket by hand, about the conversation that somebody asked one for. */
export default function NewTicket() {
  const { t } = useTranslation("tickets");
  const { id } = useStore(wish);
  return (
    <Modal opened={id !== ""} onClose={close} title={t("openTitle")}>
      {id === "" ? null : <Form key={id} id={id} />}
    </Modal>
  );
}
