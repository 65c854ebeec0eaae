import { Alert, MultiSelect, NativeSelect, NumberInput, PasswordInput, Select, SimpleGrid, Switch, TagsInput, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { LANGUAGES } from "../../i18n";
import { clockTime } from "../../i18n/time";
import type { Fault } from "../../state/fault";
import { KINDS, type PersonForm } from "../../state/roster";
import { useDirectory, useHolds } from "../../state/use";
import { countryChoices, slugs, withKnown, zoneChoices } from "../../ui/choices";
import { useFaultWords } from "../../ui/faulty";
import { useNow } from "../../ui/now";
import { HOUSE, useRoleName } from "../../ui/role";
import type { Draft } from "./form";

export interface FieldsProps {
  readonly draft: Draft;
  readonly write: (part: Partial<Draft>) => void;
  readonly fault: Fault | null;
}

export const inPlace = { comboboxProps: { withinPortal: false } } as const;
const COLUMNS = { base: 1, sm: 2 } as const;

function Entrance({ draft, write, fault }: FieldsProps) {
  const { t } = useTranslation("staffing");
  const { at } = useFaultWords(fault);
  return (
    <>
      <TextInput
        required
        type="email"
        autoComplete="off"
        label={t("person.email")}
        value={draft.email}
        error={at("email")}
        onChange={(event) => { write({ email: event.currentTarget.value }); }}
      />
      <PasswordInput
        required
        minLength={12}
        autoComplete="new-password"
        label={t("person.password")}
        value={draft.password}
        error={at("password")}
        onChange={(event) => { write({ password: event.currentTarget.value }); }}
      />
    </>
  );
}

function Zone({ draft, write, fault }: FieldsProps) {
  const { t, i18n } = useTranslation("staffing");
  const { at } = useFaultWords(fault);
  const now = useNow(30_000);
  return (
    <Select
      searchable
      {...inPlace}
      limit={60}
      label={t("person.timeZone")}
      description={t("person.theirTime", { time: clockTime(now, { locale: i18n.language, timeZone: draft.timeZone }) })}
      data={zoneChoices(draft.timeZone)}
      value={draft.timeZone}
      allowDeselect={false}
      error={at("timeZone")}
      onChange={(timeZone) => { if (timeZone !== null) write({ timeZone }); }}
    />
  );
}

/** The roles one can give: those that hold no more than one's own, and the one somebody has. The server has the last word. */
function useRoleChoices(present: string) {
  const { roles } = useDirectory();
  const named = useRoleName();
  const [audits, all] = [useHolds("audit"), useHolds("roles")];
  const house = HOUSE.filter((id) => id === present || (id === "admin" ? all : id !== "auditor" || audits));
  return [...house, ...roles.map(({ id }) => id)].map((value) => ({ value, label: named(value) }));
}

/** Who it is. */
export function Basics({ draft, write, fault, fresh }: FieldsProps & { fresh: boolean }) {
  const { t } = useTranslation("staffing");
  const { at } = useFaultWords(fault);
  const roles = useRoleChoices(draft.role);
  const locales = Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }));
  return (
    <SimpleGrid cols={COLUMNS}>
      <TextInput
        required
        dir="auto"
        maxLength={200}
        label={t("person.name")}
        value={draft.name}
        error={at("name")}
        onChange={(event) => { write({ name: event.currentTarget.value }); }}
      />
      <NativeSelect
        label={t("person.role")}
        data={roles}
        value={draft.role}
        error={at("role")}
        onChange={(event) => { write({ role: event.currentTarget.value }); }}
      />
      {fresh ? <Entrance draft={draft} write={write} fault={fault} /> : null}
      <NativeSelect
        label={t("person.locale")}
        data={withKnown(locales, [draft.locale])}
        value={draft.locale}
        error={at("locale")}
        onChange={(event) => { write({ locale: event.currentTarget.value }); }}
      />
      <Zone draft={draft} write={write} fault={fault} />
      {fresh ? null : (
        <Switch
          label={t("person.active")}
          description={t("person.activeText")}
          checked={draft.active}
          onChange={(event) => { write({ active: event.currentTarget.checked }); }}
        />
      )}
    </SimpleGrid>
  );
}

/** What is given to them. */
export function Work({ draft, write, fault, skills }: FieldsProps & { skills: readonly string[] }) {
  const { t, i18n } = useTranslation("staffing");
  const { at } = useFaultWords(fault);
  const { teams, shops } = useDirectory();
  const named = (list: readonly { id: string; name: string }[]) => list.map(({ id, name }) => ({ value: id, label: name }));
  const list = (field: "markets" | "shopIds" | "skills" | "teamIds") => ({
    ...inPlace,
    value: [...draft[field]],
    error: at(field),
    onChange: (value: string[]) => { write({ [field]: field === "skills" ? slugs(value) : value }); },
  });
  return (
    <SimpleGrid cols={COLUMNS}>
      <MultiSelect label={t("person.teams")} data={withKnown(named(teams), draft.teamIds)} {...list("teamIds")} />
      <TagsInput label={t("person.skills")} description={t("person.skillsText")} data={[...skills]} {...list("skills")} />
      <MultiSelect label={t("person.shops")} placeholder={draft.shopIds.length === 0 ? t("person.all") : ""} data={withKnown(named(shops), draft.shopIds)} {...list("shopIds")} />
      <MultiSelect searchable limit={40} label={t("person.markets")} placeholder={draft.markets.length === 0 ? t("person.all") : ""} data={countryChoices(i18n.language)} {...list("markets")} />
    </SimpleGrid>
  );
}

const number = (value: number | string): number | null => (typeof value === "number" ? value : null);

/** How much at once: in all, and of each kind. */
export function Capacity({ draft, write, fault }: FieldsProps) {
  const { t } = useTranslation("staffing");
  const { at } = useFaultWords(fault);
  const limit = (kind: keyof PersonForm["limits"], value: number | null) => {
    const { [kind]: _, ...others } = draft.limits;
    write({ limits: value === null ? others : { ...others, [kind]: value } });
  };
  return (
    <>
      <SimpleGrid cols={{ base: 2, sm: 5 }}>
        <NumberInput
          label={t("person.capacity")}
          min={0}
          max={500}
          allowDecimal={false}
          value={draft.capacity}
          error={at("capacity")}
          onChange={(value) => { write({ capacity: number(value) ?? 0 }); }}
        />
        {KINDS.map((kind) => (
          <NumberInput
            key={kind}
            label={t(`kind.${kind}`)}
            min={0}
            max={500}
            allowDecimal={false}
            placeholder="–"
            value={draft.limits[kind] ?? ""}
            error={at(`limits.${kind}`)}
            onChange={(value) => { limit(kind, number(value)); }}
          />
        ))}
      </SimpleGrid>
      {draft.capacity === 0 ? (
        <Alert mt="sm" color="yellow">
          {t("person.noCapacity")}
        </Alert>
      ) : null}
    </>
  );
}
