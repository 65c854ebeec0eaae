import { Button, Stack, Text, Title } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Factor } from "./factor";
import { Logins } from "./logins";
import { Password } from "./password";

interface SecurityProps {
  readonly hold: (held: boolean) => void;
  /** The desk wants a second factor before anything else: then this is all there is, with a way out. */
  readonly needed?: { readonly done: () => void; readonly leave: () => void };
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <Title order={3} size="h5" mb="xs">{title}</Title>
      {children}
    </section>
  );
}

/** One's own door: the second factor, the password, and where one is logged in. */
export default function Security({ hold, needed }: SecurityProps) {
  const { t } = useTranslation("staffing");
  const { t: common } = useTranslation();
  const [round, setRound] = useState(0);
  if (needed !== undefined) {
    return (
      <Stack gap="md">
        <Text size="sm">{t("security.needed")}</Text>
        <Factor hold={hold} done={needed.done} />
        <Button variant="subtle" onClick={needed.leave}>{common("account.leave")}</Button>
      </Stack>
    );
  }
  return (
    <Stack gap="xl">
      <Part title={t("security.factor")}><Factor hold={hold} /></Part>
      <Part title={t("security.newPassword")}><Password changed={() => { setRound(round + 1); }} /></Part>
      <Part title={t("security.logins")}><Logins key={round} /></Part>
    </Stack>
  );
}
