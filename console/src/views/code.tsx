import { Anchor, TextInput } from "@mantine/core";
import type { Problem } from "@wire";
import type { TFunction } from "i18next";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { say } from "../ui/say";

interface CodeProps {
  readonly value: string;
  readonly change: (code: string) => void;
  readonly error?: string;
  /** Codes of the drawer are of no use here. */
  readonly phoneOnly?: boolean;
}

/** Why a code was not taken. One the server cannot read at all is a wrong one too. */
export function codeTrouble(t: TFunction, problem: Problem | null): string {
  if (problem === null) return "";
  const wrong = problem.code === "unauthenticated" || problem.code === "bad_request" || problem.detail === "code";
  return wrong ? t("login.wrongCode") : say(t, "problem", problem.code);
}

/** One field for a code: of the phone's app, or one that lay in a drawer and has letters in it. */
export function CodeField({ value, change, error = "", phoneOnly = false }: CodeProps) {
  const { t } = useTranslation();
  const [recovery, setRecovery] = useState(false);
  return (
    <div>
      <TextInput
        key={String(recovery)}
        label={recovery ? t("login.recovery") : t("login.code")}
        value={value}
        required
        withAsterisk={false}
        size="md"
        dir="ltr"
        autoFocus
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        maxLength={40}
        pattern="[0-9A-Za-z \-]{6,}"
        title={recovery ? t("login.recovery") : t("login.code")}
        autoComplete={recovery ? "off" : "one-time-code"}
        inputMode={recovery ? "text" : "numeric"}
        error={error === "" ? undefined : <span role="alert">{error}</span>}
        onChange={(event) => { change(event.currentTarget.value); }}
      />
      {phoneOnly ? null : (
        <Anchor component="button" type="button" size="sm" mt={6} onClick={() => { setRecovery(!recovery); }}>
          {recovery ? t("login.useApp") : t("login.useRecovery")}
        </Anchor>
      )}
    </div>
  );
}
