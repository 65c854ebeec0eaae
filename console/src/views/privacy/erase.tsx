import { Alert, Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { type SubmitEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { erase, type PersonCard } from "../../state/privacy";
import { useStation } from "../../state/use";
import { isolated, say } from "../../ui/say";
import { useTried } from "../../ui/tried";
import { useCalled } from "./person";
import classes from "./privacy.module.css";

function Parts({ title, parts }: { title: string; parts: readonly string[] }) {
  return (
    <div>
      <Text fw={600} size="sm">{title}</Text>
      <ul className={classes.parts}>{parts.map((part) => <li key={part}>{part}</li>)}</ul>
    </div>
  );
}

/** What goes and what stays, both told before; what the person is called is typed, so that it is nobody else. */
export function Forget({ one, close, done }: { one: PersonCard; close: () => void; done: () => void }) {
  const { t } = useTranslation("privacy");
  const { t: common } = useTranslation();
  const { session } = useStation();
  const { busy, problem, run } = useTried();
  const [typed, type] = useState("");
  const called = useCalled();
  const word = one.email || one.name.trim() || one.id;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void run(async () => {
      await erase(one.id, session.csrf);
      notifications.show({ color: "wind", message: t("erase.done") });
      close();
      done();
    });
  };
  return (
    <Modal opened onClose={close} size="lg" title={t("erase.title", { name: isolated(called(one)) })} closeButtonProps={{ "aria-label": common("action.dismiss") }}>
      <form onSubmit={submit}>
        <Stack>
          <Parts title={t("erase.goes")} parts={[t("erase.goesWords"), t("erase.goesPerson"), t("erase.goesFiles"), t("erase.goesTraces")]} />
          <Parts title={t("erase.stays")} parts={[t("erase.staysNumbers"), t("erase.staysLog"), t("erase.staysElsewhere")]} />
          <Alert color="red" p="xs">{t("erase.ends")}</Alert>
          <TextInput
            data-autofocus dir="auto" autoComplete="off" label={t("erase.sure", { word: isolated(word) })} value={typed}
            onChange={(event) => { type(event.currentTarget.value); }}
          />
          {problem === null ? null : <Alert color="red" role="alert" p="xs">{say(common, "problem", problem.code)}</Alert>}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>{common("action.cancel")}</Button>
            <Button type="submit" color="red.8" loading={busy} disabled={typed.trim().normalize() !== word.normalize()}>{t("erase.do")}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
