import { Button, PasswordInput, Stack, Text } from "@mantine/core";
import { type SubmitEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { changePassword } from "../../state/security";
import { useStation } from "../../state/use";
import { useTried } from "../../ui/tried";
import { useTrouble } from "./trouble";

/** Another password: it ends all other logins, and this one goes on. */
export function Password({ changed }: { changed: () => void }) {
  const { t } = useTranslation("staffing");
  const station = useStation();
  const { busy, problem, run } = useTried();
  const trouble = useTrouble(problem);
  const [old, setOld] = useState("");
  const [next, setNext] = useState("");
  const [done, setDone] = useState(false);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setDone(false);
    void run(async () => {
      station.renewed((await changePassword(old, next, station.session.csrf)).csrf);
      setOld("");
      setNext("");
      setDone(true);
      changed();
    });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <PasswordInput
          label={t("security.password")} value={old} required withAsterisk={false} autoComplete="current-password"
          error={trouble === "" ? undefined : <span role="alert">{trouble}</span>}
          onChange={(event) => { setOld(event.currentTarget.value); }}
        />
        <PasswordInput
          label={t("security.newPassword")} description={`${t("join.least")}. ${t("security.changeText")}`} value={next} required
          withAsterisk={false} autoComplete="new-password" minLength={12} maxLength={1024}
          onChange={(event) => { setNext(event.currentTarget.value); }}
        />
        {done ? <Text size="sm" role="status">{t("security.done")}</Text> : null}
        <Button type="submit" loading={busy}>{t("security.change")}</Button>
      </Stack>
    </form>
  );
}
