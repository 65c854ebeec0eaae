import { Alert, Button, Loader, Stack, Text, Title } from "@mantine/core";
import type { Problem } from "@wire";
import { CircleAlert } from "lucide-react";
import { type SubmitEvent, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Session } from "../state/door";
import { type Arrived, finish, giveCode, type Returned } from "../state/signon";
import { problemOf } from "../ui/asked";
import { say } from "../ui/say";
import { useTried } from "../ui/tried";
import { CodeField, codeTrouble } from "./code";
import { Porch } from "./login";

interface ArriveProps {
  readonly returned: Returned;
  readonly entered: (session: Session) => void;
  readonly back: () => void;
}

const WORDS = {
  "signOn.state": "begun",
  "signOn.spent": "begun",
  "signOn.code": "begun",
  "signOn.denied": "denied",
  "signOn.person": "person",
  "signOn.unverified": "unverified",
  "signOn.domain": "domain",
  "signOn.inactive": "inactive",
  "signOn.linked": "linked",
} as const;

function useReason(problem: Problem): string {
  const { t } = useTranslation("signOn");
  const { t: common } = useTranslation();
  const { code, detail } = problem;
  const known = Object.entries(WORDS).find(([name]) => name === detail)?.[1];
  if (known !== undefined) return t(`arrive.${known}`);
  if (code === "unauthenticated") return t("arrive.forged");
  return code === "unavailable" ? t("arrive.away") : say(common, "problem", code);
}

function Failed({ problem, back }: { problem: Problem; back: () => void }) {
  const { t } = useTranslation();
  const reason = useReason(problem);
  return (
    <Stack gap="md">
      <Alert color="red" icon={<CircleAlert size={18} />} role="alert">{reason}</Alert>
      <Button variant="default" onClick={back}>{t("login.otherLogin")}</Button>
    </Stack>
  );
}

/** Known to the provider; the desk wants a code beside it. */
function Second({ entered, back }: Omit<ArriveProps, "returned">) {
  const { t } = useTranslation();
  const [code, setCode] = useState("");
  const { busy, problem, run } = useTried();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void run(async () => {
      const { signedIn } = await giveCode(code.trim());
      if (signedIn !== null) entered(signedIn);
    }).then(() => { setCode(""); });
  };
  if (problem?.detail === "signOn.state") return <Failed problem={problem} back={back} />;
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Title order={2} size="h5">{t("login.codeTitle")}</Title>
        <Text size="sm" c="dimmed">{t("login.codeText")}</Text>
        <CodeField value={code} change={setCode} error={codeTrouble(t, problem)} />
        <Button type="submit" size="md" loading={busy} mt="xs">{t("login.enter")}</Button>
        <Button variant="subtle" onClick={back}>{t("login.otherLogin")}</Button>
      </Stack>
    </form>
  );
}

/** One answer of a provider is asked about once, however often the page is drawn. */
const asked = new Map<string, Promise<Arrived>>();

function once(returned: Returned): Promise<Arrived> {
  const before = asked.get(returned.state);
  if (before !== undefined) return before;
  const now = finish(returned);
  asked.set(returned.state, now);
  return now;
}

/** Back from the provider: in, one more code, or why not. */
export default function Arrive({ returned, entered, back }: ArriveProps) {
  const { t } = useTranslation("signOn");
  const [wanted, want] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  useEffect(() => {
    let over = false;
    once(returned).then(
      (arrived) => {
        if (over) return;
        if (arrived.signedIn !== null) entered(arrived.signedIn);
        want(arrived.code);
      },
      (error: unknown) => { if (!over) setProblem(problemOf(error)); },
    );
    return () => { over = true; };
  }, [returned]); // oxlint-disable-line react/exhaustive-deps
  return (
    <Porch>
      {problem !== null ? <Failed problem={problem} back={back} /> : wanted ? <Second entered={entered} back={back} /> : (
        <Stack align="center" role="status">
          <Loader />
          <Text size="sm">{t("arrive.busy")}</Text>
        </Stack>
      )}
    </Porch>
  );
}
