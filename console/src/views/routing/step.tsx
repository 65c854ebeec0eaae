import { ActionIcon, Collapse, Group, MultiSelect, NativeSelect, NumberInput, SimpleGrid, Switch, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { ArrowDown, ArrowUp, Pencil, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { type Fault, isAt } from "../../state/fault";
import type { Step } from "../../state/rules";
import { useDirectory } from "../../state/use";
import { slug, withKnown } from "../../ui/choices";
import { useFaultWords } from "../../ui/faulty";
import { useNames } from "./names";
import classes from "./queue.module.css";
import { LEVELS, stepSentence, whoOf } from "./sentence";

interface StepProps {
  readonly step: Step;
  readonly path: string;
  readonly fault: Fault | null;
  readonly put: (step: Step) => void;
}

const ASKS = ["shift", "skills", "market", "outsourced"] as const;

function Asks({ step, put }: Pick<StepProps, "put" | "step">) {
  const { t } = useTranslation("staffing");
  return (
    <Group mt="sm" gap="lg">
      {ASKS.map((ask) => (
        <Switch key={ask} label={t(`asks.${ask}`)} checked={step[ask]} onChange={(event) => { put({ ...step, [ask]: event.currentTarget.checked }); }} />
      ))}
    </Group>
  );
}

function Fields({ step, path, fault, put }: StepProps) {
  const { t } = useTranslation("staffing");
  const { teams } = useDirectory();
  const { at } = useFaultWords(fault);
  const levels = LEVELS.map((level) => ({ value: String(level), label: whoOf(level, t) }));
  const choices = withKnown(teams.map(({ id, name }) => ({ value: id, label: name })), step.teamIds);
  return (
    <div className={classes.fields}>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <NumberInput
          label={t("step.after")}
          suffix=" s"
          min={0}
          max={86_400}
          allowDecimal={false}
          value={step.after}
          error={at(`${path}.after`)}
          onChange={(value) => { if (typeof value === "number") put({ ...step, after: value }); }}
        />
        <NativeSelect
          label={t("step.who")}
          data={levels}
          value={String(step.level)}
          error={at(`${path}.level`)}
          onChange={(event) => { put({ ...step, level: Number(event.currentTarget.value) }); }}
        />
        <MultiSelect
          comboboxProps={{ withinPortal: false }}
          label={t("step.teams")}
          placeholder={step.teamIds.length === 0 ? t("step.ownTeam") : ""}
          data={choices}
          value={[...step.teamIds]}
          error={at(`${path}.teamIds`)}
          onChange={(teamIds) => { put({ ...step, teamIds }); }}
        />
        <TextInput
          label={t("step.name")}
          maxLength={40}
          value={step.name}
          error={at(`${path}.name`)}
          onChange={(event) => { put({ ...step, name: slug(event.currentTarget.value) }); }}
        />
      </SimpleGrid>
      <Asks step={step} put={put} />
    </div>
  );
}

interface LineProps extends StepProps {
  readonly move: (by: -1 | 1) => void;
  readonly remove: () => void;
}

/** One circle of people: its sentence, and on demand what it is made of. */
export function StepLine({ step, path, fault, put, move, remove }: LineProps) {
  const { t } = useTranslation("staffing");
  const names = useNames();
  const [opened, { toggle }] = useDisclosure(false);
  const wrong = isAt(fault, path);
  const sentence = stepSentence(step, t, names);
  return (
    <li className={classes.step} data-fault={wrong || undefined}>
      <div className={classes.line}>
        <Text size="sm" className={classes.words}>
          {sentence}
        </Text>
        <ActionIcon aria-label={t("step.edit", { step: sentence })} aria-expanded={opened} onClick={toggle}>
          <Pencil size={14} />
        </ActionIcon>
        <ActionIcon aria-label={t("step.up")} onClick={() => { move(-1); }}>
          <ArrowUp size={14} />
        </ActionIcon>
        <ActionIcon aria-label={t("step.down")} onClick={() => { move(1); }}>
          <ArrowDown size={14} />
        </ActionIcon>
        <ActionIcon aria-label={t("step.remove")} onClick={remove}>
          <Trash2 size={14} />
        </ActionIcon>
      </div>
      <Collapse expanded={opened || wrong}>
        <Fields step={step} path={path} fault={fault} put={put} />
      </Collapse>
    </li>
  );
}
