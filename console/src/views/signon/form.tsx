import { Alert, Button, Group } from "@mantine/core";
import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";
import type { AgentCard } from "../../state/roster";
import type { ProviderPage } from "../../state/signon";
import { Section } from "../../ui/page";
import { Arrivals, Proof, Provider } from "./fields";
import { useFault, useForm, useWhy, type FormState } from "./state";

interface FormProps {
  readonly page: ProviderPage;
  readonly agents: readonly AgentCard[];
  readonly again: () => void;
}

function Outcome({ looked, kept, problem }: FormState) {
  const { t } = useTranslation("signOn");
  const why = useWhy();
  const fault = useFault();
  if (problem !== null) return <Alert color="red" role="alert">{fault(problem)}</Alert>;
  if (looked !== null && !looked.ok) return <Alert color="red" role="alert">{why(looked.why)}</Alert>;
  if (looked !== null) return <Alert color="teal" role="status">{t("set.testOk")} {looked.pkce ? "" : t("set.noPkce")}</Alert>;
  return kept ? <Alert color="teal" role="status">{t("set.saved")}</Alert> : null;
}

/** Everything a desk sets about its provider. */
export function Form({ page, agents, again }: FormProps) {
  const { t } = useTranslation("signOn");
  const state = useForm(page, again);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void state.save();
  };
  return (
    <form onSubmit={submit}>
      <Section title={t("set.provider")}><Provider state={state} page={page} /></Section>
      <Section title={t("set.who")}><Arrivals state={state} /></Section>
      <Section title={t("set.proof")}><Proof state={state} agents={agents} /></Section>
      <Outcome {...state} />
      <Group mt="md">
        <Button type="submit" loading={state.busy}>{t("set.save")}</Button>
        <Button variant="default" disabled={state.form.issuer === "" || state.form.clientId === ""} loading={state.busy} onClick={() => void state.look()}>
          {t("set.test")}
        </Button>
        {page.provider === null ? null : (
          <Button variant="subtle" color="red.8" ml="auto" disabled={state.busy} onClick={() => void state.drop()}>{t("set.remove")}</Button>
        )}
      </Group>
    </form>
  );
}
