import { Button, Group, Text } from "@mantine/core";
import { Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Fault } from "../../state/fault";
import { newStep, shifted, type Step, usualSteps } from "../../state/rules";
import { useNames } from "./names";
import classes from "./queue.module.css";
import { stepSentence } from "./sentence";
import { StepLine } from "./step";

/** The steps of a queue that has none of its own, in grey. */
export function UsualSteps({ relax }: { relax: number }) {
  const { t } = useTranslation("staffing");
  const names = useNames();
  return (
    <>
      <Text size="sm" c="dimmed">
        {t("steps.usual")}
      </Text>
      <ol className={classes.steps} data-usual>
        {usualSteps(relax).map((step) => (
          <li key={step.name} className={classes.step}>
            {stepSentence(step, t, names)}
          </li>
        ))}
      </ol>
    </>
  );
}

interface StepsProps {
  readonly steps: readonly Step[];
  readonly relax: number;
  readonly path: string;
  readonly fault: Fault | null;
  readonly change: (steps: readonly Step[]) => void;
}

/** Who is asked, circle by circle. */
export function Steps({ steps, relax, path, fault, change }: StepsProps) {
  const { t } = useTranslation("staffing");
  if (steps.length === 0) {
    return (
      <div>
        <UsualSteps relax={relax} />
        <Button size="compact-sm" variant="light" onClick={() => { change(usualSteps(relax)); }}>
          {t("steps.own")}
        </Button>
      </div>
    );
  }
  return (
    <div>
      <ol className={classes.steps}>
        {steps.map((step, index) => (
          <StepLine
            key={index}
            step={step}
            path={`${path}.${index}`}
            fault={fault}
            put={(next) => { change(steps.with(index, next)); }}
            move={(by) => { change(shifted(steps, index, by)); }}
            remove={() => { change(steps.toSpliced(index, 1)); }}
          />
        ))}
      </ol>
      <Group gap="xs">
        <Button size="compact-sm" variant="light" leftSection={<Plus size={14} />} disabled={steps.length >= 12} onClick={() => { change([...steps, newStep(steps)]); }}>
          {t("steps.add")}
        </Button>
        <Button size="compact-sm" variant="subtle" color="gray" onClick={() => { change([]); }}>
          {t("steps.reset")}
        </Button>
      </Group>
    </div>
  );
}
