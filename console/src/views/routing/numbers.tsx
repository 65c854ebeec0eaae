import { MultiSelect, NumberInput, SimpleGrid } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { duration } from "../../i18n/time";
import type { Fault } from "../../state/fault";
import { KINDS } from "../../state/roster";
import type { Policy, Routing } from "../../state/rules";
import { useDirectory } from "../../state/use";
import { withKnown } from "../../ui/choices";
import { useFaultWords } from "../../ui/faulty";
import classes from "./queue.module.css";

interface NumbersProps {
  readonly rules: Policy;
  readonly fault: Fault | null;
  readonly change: (part: Partial<Policy>) => void;
}

/** What of the policy is a number of seconds, or a count, with the most it can be. */
const OFFERS = { offerSeconds: 600, graceSeconds: 3600, relaxSeconds: 86_400 } as const;
const TIMES = {
  stickySeconds: 3600,
  longWaitSeconds: 86_400,
  againSeconds: 3600,
  idleSeconds: 86_400,
  afterWorkSeconds: 3600,
  drainSeconds: 7200,
} as const;
const COUNTS = { misses: 20, vipPriority: 20 } as const;

interface OneProps {
  readonly name: keyof typeof COUNTS | keyof typeof OFFERS | keyof typeof TIMES;
  readonly path: string;
  readonly value: number;
  readonly most: number;
  readonly seconds: boolean;
  readonly fault: Fault | null;
  readonly put: (value: number) => void;
}

function OneNumber({ name, path, value, most, seconds, fault, put }: OneProps) {
  const { t, i18n } = useTranslation("staffing");
  const { at } = useFaultWords(fault);
  const words = value === 0 ? t("number.off") : seconds ? duration(value * 1000, i18n.language) : "";
  return (
    <NumberInput
      label={t(`number.${name}`)}
      description={words === "" ? t(`numberText.${name}`) : `${t(`numberText.${name}`)} (${words})`}
      inputWrapperOrder={["label", "input", "description", "error"]}
      suffix={seconds ? " s" : undefined}
      min={0}
      max={most}
      allowDecimal={false}
      value={value}
      error={at(path)}
      onChange={(next) => { if (typeof next === "number") put(next); }}
    />
  );
}

/** The numbers around the steps, each with what it does in words. */
export function Numbers({ rules, fault, change }: NumbersProps) {
  const { routing } = rules;
  const write = (part: Partial<Routing>) => { change({ routing: { ...routing, ...part } }); };
  const keys = <T extends object>(table: T) => Object.entries(table) as [keyof T, number][];
  return (
    <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} verticalSpacing="md">
      {keys(OFFERS).map(([name, most]) => (
        <OneNumber key={name} seconds name={name} path={name} value={rules[name]} most={most} fault={fault} put={(value) => { change({ [name]: value }); }} />
      ))}
      {keys(TIMES).map(([name, most]) => (
        <OneNumber key={name} seconds name={name} path={`routing.${name}`} value={routing[name]} most={most} fault={fault} put={(value) => { write({ [name]: value }); }} />
      ))}
      {keys(COUNTS).map(([name, most]) => (
        <OneNumber key={name} seconds={false} name={name} path={`routing.${name}`} value={routing[name]} most={most} fault={fault} put={(value) => { write({ [name]: value }); }} />
      ))}
    </SimpleGrid>
  );
}

interface KindsProps extends NumbersProps {
  readonly field: "targets" | "weights";
  readonly usual: number;
  readonly most: number;
}

/** One number for each kind of work; the targets are seconds and are told in words too. */
function Kinds({ rules, fault, change, field, usual, most }: KindsProps) {
  const { t, i18n } = useTranslation("staffing");
  const { at } = useFaultWords(fault);
  const numbers = rules.routing[field];
  const timed = field === "targets";
  const words = (value: number) => (value === 0 ? t("number.off") : duration(value * 1000, i18n.language));
  return (
    <SimpleGrid cols={{ base: 2, sm: 4 }}>
      {KINDS.map((kind) => (
        <NumberInput
          key={kind}
          label={t(`kind.${kind}`)}
          description={timed ? words(numbers[kind] ?? usual) : undefined}
          inputWrapperOrder={["label", "input", "description", "error"]}
          suffix={timed ? " s" : undefined}
          min={timed ? 0 : 1}
          max={most}
          allowDecimal={false}
          value={numbers[kind] ?? usual}
          error={at(`routing.${field}.${kind}`)}
          onChange={(value) => { if (typeof value === "number") change({ routing: { ...rules.routing, [field]: { ...numbers, [kind]: value } } }); }}
        />
      ))}
    </SimpleGrid>
  );
}

/** What differs by kind of work: what one conversation costs of a person, and when its answer is due. */
export function ByKind(props: NumbersProps) {
  const { rules, fault, change } = props;
  const { t } = useTranslation("staffing");
  const { at } = useFaultWords(fault);
  const { teams } = useDirectory();
  const { routing } = rules;
  return (
    <>
      <h3 className={classes.subtitle}>{t("weight.title")}</h3>
      <Kinds {...props} field="weights" usual={1} most={100} />
      <h3 className={classes.subtitle}>{t("target.title")}</h3>
      <Kinds {...props} field="targets" usual={0} most={604_800} />
      <MultiSelect
        mt="md"
        comboboxProps={{ withinPortal: false }}
        label={t("outsourced.title")}
        description={t("outsourced.text")}
        data={withKnown(teams.map(({ id, name }) => ({ value: id, label: name })), routing.outsourced)}
        value={[...routing.outsourced]}
        error={at("routing.outsourced")}
        onChange={(outsourced) => { change({ routing: { ...routing, outsourced } }); }}
      />
    </>
  );
}
