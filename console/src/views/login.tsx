import { Alert, Anchor, Button, Group, Loader, Paper, PasswordInput, Stack, Text, TextInput, Title, UnstyledButton } from "@mantine/core";
import { CircleAlert } from "lucide-react";
import { type SubmitEvent, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { demoLogins, DoorError, login, type DemoLogin, type Login, type Session } from "../state/door";
import { Logo } from "../ui/logo";
import { Person } from "../ui/person";
import { say } from "../ui/say";
import classes from "./login.module.css";

function useLogin(entered: (session: Session) => void) {
  const [busy, setBusy] = useState(false);
  const [code, setCode] = useState("");
  const enter = async (form: Login) => {
    setBusy(true);
    setCode("");
    try {
      entered(await login(form));
    } catch (error) {
      setCode(error instanceof DoorError ? error.problem.code : "internal");
      setBusy(false);
    }
  };
  return { busy, code, enter };
}

function Demo({ logins, enter }: { logins: readonly DemoLogin[]; enter: (form: Login) => void }) {
  const { t } = useTranslation();
  if (logins.length === 0) return null;
  return (
    <Stack gap="xs" component="section" aria-label={t("login.demo")}>
      <Text size="xs" c="dimmed" fw={600}>
        {t("login.demo")}
      </Text>
      {logins.map(({ name, note, ...form }) => (
        <UnstyledButton
          key={form.email}
          className={classes.demo}
          onClick={() => {
            enter(form);
          }}
        >
          <Person name={name} size="sm" />
          <span>
            <Text component="span" size="sm" fw={600} display="block" dir="auto">
              {name}
            </Text>
            <Text component="span" size="xs" c="dimmed" dir="auto">
              {note}
            </Text>
          </span>
        </UnstyledButton>
      ))}
    </Stack>
  );
}

function Form({ busy, code, enter }: ReturnType<typeof useLogin>) {
  const { t } = useTranslation();
  const [form, setForm] = useState<Login>({ workspace: "", email: "", password: "" });
  const field = (name: keyof Login) => ({
    label: t(`login.${name}`),
    value: form[name],
    required: true,
    withAsterisk: false,
    size: "md",
    onChange: (event: { currentTarget: { value: string } }) => {
      setForm({ ...form, [name]: event.currentTarget.value });
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void enter(form);
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <TextInput {...field("workspace")} autoComplete="organization" autoCapitalize="none" autoFocus />
        <TextInput {...field("email")} type="email" autoComplete="username" autoCapitalize="none" />
        <PasswordInput {...field("password")} autoComplete="current-password" />
        {code === "" ? null : (
          <Alert color="red" icon={<CircleAlert size={18} />} role="alert">
            {code === "unauthenticated" ? t("login.wrong") : say(t, "problem", code)}
          </Alert>
        )}
        <Button type="submit" size="md" loading={busy} mt="xs">
          {t("login.enter")}
        </Button>
      </Stack>
    </form>
  );
}

/** The door: workspace, e-mail and password; on a demo server one click is enough. */
export function LoginView({ entered }: { entered: (session: Session) => void }) {
  const { t } = useTranslation();
  const state = useLogin(entered);
  const [logins, setLogins] = useState<readonly DemoLogin[]>([]);
  useEffect(() => {
    void demoLogins().then(setLogins);
  }, []);
  return (
    <main className={classes.page}>
      <Paper className={classes.card} radius="lg" shadow="xl" withBorder>
        <Stack gap="lg">
          <Group gap="sm">
            <Logo size={36} />
            <div>
              <Title order={1} size="h3" lh={1.2}>
                Tradewind
              </Title>
              <Text size="sm" c="dimmed">
                {t("login.tagline")}
              </Text>
            </div>
          </Group>
          <Form {...state} />
          <Demo logins={logins} enter={(form) => void state.enter(form)} />
        </Stack>
      </Paper>
    </main>
  );
}

/** While the cookie is being asked who it is. */
export function Waiting() {
  const { t } = useTranslation();
  return (
    <main className={classes.page}>
      <Loader aria-label={t("status.loading")} />
    </main>
  );
}

/** The server could not be asked. */
export function Unreachable({ retry }: { retry: () => void }) {
  const { t } = useTranslation();
  return (
    <main className={classes.page}>
      <Stack align="center" role="alert">
        <Text>{t("problem.unreachable")}</Text>
        <Anchor component="button" onClick={retry}>
          {t("action.again")}
        </Anchor>
      </Stack>
    </main>
  );
}
