import { Button, Code, CopyButton, Group, NativeSelect, PasswordInput, Stack, Switch, TagsInput, Text, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { AgentCard } from "../../state/roster";
import type { ProviderForm, ProviderPage } from "../../state/signon";
import { useDirectory } from "../../state/use";
import { HOUSE, useRoleName } from "../../ui/role";
import type { FormState } from "./state";

interface FieldProps {
  readonly state: FormState;
}

type Flag = { [K in keyof ProviderForm]: ProviderForm[K] extends boolean ? K : never }[keyof ProviderForm] & string;

function Flagged({ state, name, label, about }: FieldProps & { name: Flag; label: string; about?: string }) {
  return (
    <Switch
      label={label} description={about} checked={state.form[name]}
      onChange={(event) => { state.change({ [name]: event.currentTarget.checked }); }}
    />
  );
}

function Back({ address }: { address: string }) {
  const { t } = useTranslation("signOn");
  if (address === "") return <Text size="sm" c="red">{t("set.noBack")}</Text>;
  return (
    <div>
      <Text size="sm" fw={500}>{t("set.back")}</Text>
      <Group gap="xs">
        <Code dir="ltr">{address}</Code>
        <CopyButton value={address}>
          {({ copied, copy }) => <Button size="compact-xs" variant="default" onClick={copy}>{copied ? t("set.copied") : t("set.copy")}</Button>}
        </CopyButton>
      </Group>
    </div>
  );
}

/** Who the provider is, and whom it knows us as. */
export function Provider({ state, page }: FieldProps & { page: ProviderPage }) {
  const { t } = useTranslation("signOn");
  const { form, change } = state;
  const text = (name: "clientId" | "issuer" | "name", maxLength: number) => ({
    value: form[name], required: true, maxLength,
    onChange: (event: { currentTarget: { value: string } }) => { change({ [name]: event.currentTarget.value }); },
  });
  return (
    <Stack gap="sm" maw={560}>
      <TextInput {...text("name", 200)} label={t("set.name")} dir="auto" />
      <TextInput {...text("issuer", 500)} label={t("set.issuer")} type="url" dir="ltr" placeholder="https://" />
      <TextInput {...text("clientId", 255)} label={t("set.clientId")} dir="ltr" autoComplete="off" />
      <PasswordInput
        label={t("set.secret")} description={page.provider?.secret === true ? t("set.secretKept") : undefined} dir="ltr" maxLength={500}
        autoComplete="new-password" value={form.clientSecret ?? ""}
        onChange={(event) => { change({ clientSecret: event.currentTarget.value }); }}
      />
      <Back address={page.redirectUri} />
      <Flagged state={state} name="active" label={t("set.active")} />
    </Stack>
  );
}

/** Who may come in by it. */
export function Arrivals({ state }: FieldProps) {
  const { t } = useTranslation("signOn");
  const { form, change } = state;
  const { roles } = useDirectory();
  const named = useRoleName();
  return (
    <Stack gap="sm" maw={560}>
      <NativeSelect
        label={t("set.newcomers")} value={form.newcomers}
        data={[{ value: "invited", label: t("set.invited") }, { value: "create", label: t("set.create") }]}
        onChange={(event) => { change({ newcomers: event.currentTarget.value === "create" ? "create" : "invited" }); }}
      />
      {form.newcomers === "create" ? (
        <NativeSelect
          label={t("set.role")} value={form.role}
          data={[...HOUSE, ...roles.map((role) => role.id)].map((id) => ({ value: id, label: named(id) }))}
          onChange={(event) => { change({ role: event.currentTarget.value }); }}
        />
      ) : null}
      <TagsInput
        label={t("set.domains")} description={t("set.domainsText")} value={[...form.domains]} dir="ltr" maxTags={50}
        splitChars={[",", " ", ";"]} acceptValueOnBlur
        onChange={(domains) => { change({ domains: domains.map((each) => each.trim().toLowerCase().replace(/^@/, "")) }); }}
      />
      <Flagged state={state} name="trustsEmail" label={t("set.trusts")} about={t("set.trustsText")} />
    </Stack>
  );
}

/** What counts, and what opens beside it. */
export function Proof({ state, agents }: FieldProps & { agents: readonly AgentCard[] }) {
  const { t } = useTranslation("signOn");
  const { form, change } = state;
  return (
    <Stack gap="sm" maw={560}>
      <NativeSelect
        label={t("set.factor")} value={form.factor}
        data={[{ value: "provider", label: t("set.factorProvider") }, { value: "desk", label: t("set.factorDesk") }]}
        onChange={(event) => { change({ factor: event.currentTarget.value === "desk" ? "desk" : "provider" }); }}
      />
      <Flagged state={state} name="leaves" label={t("set.leaves")} />
      <Flagged state={state} name="only" label={t("set.only")} about={t("set.onlyText")} />
      {form.only ? (
        <NativeSelect
          label={t("set.opener")} value={form.opener}
          data={[{ value: "", label: "" }, ...agents.map(({ id, name, email }) => ({ value: id, label: `${name} (${email})` }))]}
          onChange={(event) => { change({ opener: event.currentTarget.value }); }}
        />
      ) : null}
    </Stack>
  );
}
