import { Alert, Button, PasswordInput, Stack, Text, TextInput, Title } from "@mantine/core";
import type { Problem } from "@wire";
import type { TFunction } from "i18next";
import { CircleAlert } from "lucide-react";
import { type SubmitEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { join, login, type Session } from "../state/door";
import { leaveInvitation } from "../state/place";
import { say } from "../ui/say";
import { useTried } from "../ui/tried";
import { Porch } from "./login";

/** What the server takes for the word of a link. */
const TOKEN = /^[A-Za-z0-9_-]{32,128}$/;

interface JoinProps {
  readonly token: string;
  /** Who is logged in here already, or empty. */
  readonly instead: string;
  readonly entered: (session: Session) => void;
}

function End({ title, text }: { title: string; text: string }) {
  const { t } = useTranslation("staffing");
  return (
    <Porch>
      <Stack gap="sm">
        <Title order={2} size="h4" role="alert">
          {title}
        </Title>
        <Text size="sm">{text}</Text>
        <Button variant="default" onClick={leaveInvitation}>
          {t("join.login")}
        </Button>
      </Stack>
    </Porch>
  );
}

function useJoin({ token, entered }: JoinProps) {
  const [joined, setJoined] = useState<{ workspace: string; email: string } | null>(null);
  const tried = useTried();
  const enter = (name: string, password: string) =>
    tried.run(async () => {
      const own = await join(token, name, password);
      await login({ ...own, password }).then(entered, () => { setJoined(own); });
    });
  const dead = !TOKEN.test(token) || tried.problem?.code === "not_found";
  return { ...tried, joined, dead, enter };
}

function refusal(t: TFunction<"staffing">, common: TFunction, { code }: Problem): string {
  return code === "conflict" ? t("join.taken") : say(common, "problem", code);
}

function Form({ instead, busy, problem, enter }: ReturnType<typeof useJoin> & { instead: string }) {
  const { t } = useTranslation("staffing");
  const { t: common } = useTranslation();
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void enter(name.trim(), password);
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Title order={2} size="h4">{t("join.title")}</Title>
        <Text size="sm" c="dimmed">{t("join.text")}</Text>
        {instead === "" ? null : <Alert color="yellow">{t("join.instead", { name: instead })}</Alert>}
        <TextInput
          label={t("join.name")} value={name} required withAsterisk={false} size="md" dir="auto" autoFocus
          autoComplete="name" maxLength={200} pattern=".*\S.*"
          onChange={(event) => { setName(event.currentTarget.value); }}
        />
        <PasswordInput
          label={t("join.password")} description={t("join.least")} value={password} required withAsterisk={false} size="md"
          autoComplete="new-password" minLength={12} maxLength={1024}
          onChange={(event) => { setPassword(event.currentTarget.value); }}
        />
        {problem === null ? null : (
          <Alert color="red" icon={<CircleAlert size={18} />} role="alert">{refusal(t, common, problem)}</Alert>
        )}
        <Button type="submit" size="md" loading={busy} mt="xs">{t("join.enter")}</Button>
      </Stack>
    </form>
  );
}

/** Where an invitation's link leads: a name, a password, and one is at the desk. */
export default function Join(props: JoinProps) {
  const { t } = useTranslation("staffing");
  const state = useJoin(props);
  if (state.joined !== null) return <End title={t("join.done")} text={t("join.doneText", state.joined)} />;
  if (state.problem?.detail === "signOn") return <End title={t("join.signOn")} text={t("join.signOnText")} />;
  if (state.dead) return <End title={t("join.dead")} text={t("join.deadText")} />;
  return (
    <Porch>
      <Form {...state} instead={props.instead} />
    </Porch>
  );
}
