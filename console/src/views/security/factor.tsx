import { Anchor, Button, Code, CopyButton, Group, PasswordInput, SimpleGrid, Stack, Text } from "@mantine/core";
import type { Problem } from "@wire";
import { type SubmitEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { beginFactor, confirmFactor, endFactor, factor, type FactorCard } from "../../state/security";
import { useStation } from "../../state/use";
import { useAsked } from "../../ui/asked";
import { Awaited } from "../../ui/awaited";
import { useTried } from "../../ui/tried";
import { CodeField, codeTrouble } from "../code";
import { useTrouble } from "./trouble";

interface PasswordProps {
  /** Who came by a provider has none to say; then only the trouble is shown. */
  readonly asked: boolean;
  readonly value: string;
  readonly change: (word: string) => void;
  readonly problem: Problem | null;
}

function OwnPassword({ asked, value, change, problem }: PasswordProps) {
  const { t } = useTranslation("staffing");
  const trouble = useTrouble(problem);
  if (!asked) return trouble === "" ? null : <Text size="sm" c="red" role="alert">{trouble}</Text>;
  return (
    <PasswordInput
      label={t("security.password")} value={value} required withAsterisk={false} autoComplete="current-password"
      error={trouble === "" ? undefined : <span role="alert">{trouble}</span>}
      onChange={(event) => { change(event.currentTarget.value); }}
    />
  );
}

function Codes({ codes, done }: { codes: readonly string[]; done: () => void }) {
  const { t } = useTranslation("staffing");
  const shown = codes.map((code) => code.replace(/(.{4})(?=.)/g, "$1-"));
  return (
    <Stack gap="sm">
      <Text fw={600} role="status">{t("security.codes")}</Text>
      <Text size="sm">{t("security.codesText")}</Text>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xs" dir="ltr">
        {shown.map((code) => <Code key={code}>{code}</Code>)}
      </SimpleGrid>
      <Group>
        <CopyButton value={shown.join("\n")}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>{copied ? t("security.copied") : t("security.copy")}</Button>
          )}
        </CopyButton>
        <Button onClick={done}>{t("security.kept")}</Button>
      </Group>
    </Stack>
  );
}

function Confirm({ begun, on }: { begun: { secret: string; uri: string }; on: (codes: readonly string[]) => void }) {
  const { t } = useTranslation("staffing");
  const { t: common } = useTranslation();
  const station = useStation();
  const { busy, problem, run } = useTried();
  const [code, setCode] = useState("");
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void run(async () => {
      const told = await confirmFactor(code.trim(), station.session.csrf);
      station.renewed(told.csrf);
      on(told.codes);
    });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Text size="sm">{t("security.addText")}</Text>
        <Text size="sm">
          {t("security.secret")} <Code dir="ltr">{begun.secret.replace(/(.{4})(?=.)/g, "$1 ")}</Code>
        </Text>
        <Anchor size="sm" href={begun.uri}>{t("security.openApp")}</Anchor>
        <Code block dir="ltr" style={{ whiteSpace: "pre-wrap", wordBreak: "break-all" }}>{begun.uri}</Code>
        <CodeField phoneOnly value={code} change={setCode} error={codeTrouble(common, problem)} />
        <Button type="submit" loading={busy}>{t("security.confirm")}</Button>
      </Stack>
    </form>
  );
}

function Enrol({ card, on }: { card: FactorCard; on: (codes: readonly string[]) => void }) {
  const { t } = useTranslation("staffing");
  const { session } = useStation();
  const { busy, problem, run } = useTried();
  const [password, setPassword] = useState("");
  const [begun, setBegun] = useState<{ secret: string; uri: string } | null>(null);
  if (begun !== null) return <Confirm begun={begun} on={on} />;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void run(async () => { setBegun(await beginFactor(password, session.csrf)); });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <OwnPassword asked={card.password} value={password} change={setPassword} problem={problem} />
        <Button type="submit" loading={busy}>{t("security.begin")}</Button>
      </Stack>
    </form>
  );
}

function On({ card, ended }: { card: FactorCard; ended: () => void }) {
  const { t } = useTranslation("staffing");
  const { t: common } = useTranslation();
  const { session } = useStation();
  const { busy, problem, run } = useTried();
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const [asked, ask] = useState(false);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void run(async () => {
      await endFactor(password, code.trim(), session.csrf);
      ended();
    });
  };
  const ofCode = problem?.code === "unauthenticated" || problem?.code === "bad_request";
  return (
    <Stack gap="sm">
      <Text size="sm">{t("security.on")} {t("security.left", { count: card.codesLeft })}</Text>
      {card.required ? <Text size="sm" c="dimmed">{t("security.required")}</Text> : null}
      {card.required || asked ? null : (
        <Button variant="default" onClick={() => { ask(true); }}>{t("security.end")}</Button>
      )}
      {asked ? (
        <form onSubmit={submit}>
          <Stack gap="sm">
            <OwnPassword asked={card.password} value={password} change={setPassword} problem={ofCode ? null : problem} />
            <CodeField value={code} change={setCode} error={ofCode ? codeTrouble(common, problem) : ""} />
            <Button type="submit" color="red" loading={busy}>{t("security.end")}</Button>
          </Stack>
        </form>
      ) : null}
    </Stack>
  );
}

interface FactorProps {
  /** The codes are on the screen, and nothing may take them away. */
  readonly hold: (held: boolean) => void;
  readonly done?: () => void;
}

/** One's own second factor: set up, shown, switched off. */
export function Factor({ hold, done }: FactorProps) {
  const { t } = useTranslation("staffing");
  const asked = useAsked("factor", factor);
  const [codes, setCodes] = useState<readonly string[]>([]);
  const show = (told: readonly string[]) => {
    setCodes(told);
    hold(told.length > 0);
  };
  const kept = () => {
    show([]);
    asked.again();
    done?.();
  };
  if (codes.length > 0) return <Codes codes={codes} done={kept} />;
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">{t("security.factorText")}</Text>
      <Awaited asked={asked}>
        {(card) => (card.on ? <On card={card} ended={asked.again} /> : <Enrol card={card} on={show} />)}
      </Awaited>
    </Stack>
  );
}
