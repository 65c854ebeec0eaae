import { Alert, Anchor, Button, Group, Loader, Paper, PasswordInput, Stack, Text, TextInput, Title, UnstyledButton } from "@mantine/core";
import type { Problem } from "@wire";
import { CircleAlert } from "lucide-react";
import { type ReactNode, type SubmitEvent, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { demoLogins, login, stepAfter, type DemoLogin, type Login, type Session } from "../state/door";
import type { Prefs } from "../state/prefs";
import { problemOf } from "../ui/asked";
import { Logo } from "../ui/logo";
import { Person } from "../ui/person";
import { say } from "../ui/say";
import { CodeField, codeTrouble } from "./code";
import classes from "./login.module.css";
import { Onward, useOffer } from "./ways";

const EMPTY: Login = { workspace: "", email: "", password: "" };

/** `asked`: the password was right, and the server wants a code beside it. */
function useLogin(prefs: Prefs, entered: (session: Session) => void) {
  const [form, setForm] = useState({ ...EMPTY, workspace: prefs.get("workspace") ?? "" });
  const [asked, setAsked] = useState<Login | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const enter = async (wanted: Login) => {
    setBusy(true);
    setProblem(null);
    try {
      const session = await login(wanted);
      prefs.set("workspace", wanted.workspace);
      entered(session);
    } catch (error) {
      const found = problemOf(error);
      const step = stepAfter(found);
      if (step === "code") setAsked(wanted);
      if (step === "password") setAsked(null);
      if (step !== "code") setProblem(found);
      setBusy(false);
    }
  };
  const back = () => {
    setAsked(null);
    setProblem(null);
  };
  return { form, setForm, asked, busy, problem, enter, back };
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

function Form({ form, setForm, busy, problem, enter }: ReturnType<typeof useLogin>) {
  const { t } = useTranslation();
  const found = useOffer(form.workspace.trim());
  const [password, withPassword] = useState(false);
  const alone = found.only && !password;
  const field = (name: keyof typeof EMPTY) => ({
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
        {found.only ? <Onward workspace={form.workspace} found={found} first /> : null}
        {alone ? null : (
          <>
            <TextInput {...field("email")} type="email" autoComplete="username" autoCapitalize="none" />
            <PasswordInput {...field("password")} autoComplete="current-password" />
          </>
        )}
        {problem === null ? null : (
          <Alert color="red" icon={<CircleAlert size={18} />} role="alert">
            {problem.code === "unauthenticated" ? t("login.wrong") : problem.detail === "signOn" ? t("signOn.only", { name: found.name }) : say(t, "problem", problem.code)}
          </Alert>
        )}
        {alone ? (
          <Anchor component="button" type="button" size="sm" onClick={() => { withPassword(true); }}>{t("signOn.password")}</Anchor>
        ) : (
          <Button type="submit" size="md" loading={busy} mt="xs">
            {t("login.enter")}
          </Button>
        )}
        {found.name === "" || found.only ? null : <Onward workspace={form.workspace} found={found} first={false} />}
      </Stack>
    </form>
  );
}

/** The second step: a code beside the password that was right. */
function Second({ asked, busy, problem, enter, back }: ReturnType<typeof useLogin> & { asked: Login }) {
  const { t } = useTranslation();
  const [code, setCode] = useState("");
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void enter({ ...asked, code: code.trim() }).then(() => { setCode(""); });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <div>
          <Title order={2} size="h5">
            {t("login.codeTitle")}
          </Title>
          <Text size="sm" c="dimmed">
            {t("login.codeText")}
          </Text>
        </div>
        <CodeField value={code} change={setCode} error={codeTrouble(t, problem)} />
        <Button type="submit" size="md" loading={busy} mt="xs">
          {t("login.enter")}
        </Button>
        <Anchor component="button" type="button" size="sm" onClick={back}>
          {t("login.otherLogin")}
        </Anchor>
      </Stack>
    </form>
  );
}

/** The page before the desk. */
export function Porch({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
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
          {children}
        </Stack>
      </Paper>
    </main>
  );
}

/** The door: workspace, e-mail and password, and a code for who has a second factor; on a demo server one click is enough. */
export function LoginView({ prefs, entered }: { prefs: Prefs; entered: (session: Session) => void }) {
  const state = useLogin(prefs, entered);
  const { asked, enter } = state;
  const [logins, setLogins] = useState<readonly DemoLogin[]>([]);
  useEffect(() => {
    void demoLogins().then(setLogins);
  }, []);
  if (asked !== null) return <Porch><Second {...state} asked={asked} /></Porch>;
  return (
    <Porch>
      <Form {...state} />
      <Demo logins={logins} enter={(form) => void enter(form)} />
    </Porch>
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
