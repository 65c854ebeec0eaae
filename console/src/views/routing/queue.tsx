import { ActionIcon, Badge, Collapse, Text, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { ArrowDown, ArrowUp, ChevronDown, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { type Fault, isAt } from "../../state/fault";
import type { Queue } from "../../state/rules";
import { useHolds } from "../../state/use";
import { Locked } from "../../ui/locked";
import { MatchFields } from "./match";
import { useNames } from "./names";
import classes from "./queue.module.css";
import { matchSentence } from "./sentence";
import { Steps } from "./steps";

interface QueueProps {
  readonly queue: Queue;
  readonly number: number;
  readonly relax: number;
  readonly fault: Fault | null;
  readonly put: (queue: Queue) => void;
  readonly move: (by: -1 | 1) => void;
  readonly remove: () => void;
}

function Head({ queue, number, opened, toggle }: Pick<QueueProps, "number" | "queue"> & { opened: boolean; toggle: () => void }) {
  const { t } = useTranslation("staffing");
  const names = useNames();
  return (
    <UnstyledButton className={classes.open} aria-expanded={opened} onClick={toggle}>
      <Badge circle variant="light" size="lg">
        {number}
      </Badge>
      <span className={classes.words}>
        <Text component="span" fw={650} size="sm" display="block">
          {queue.name}
        </Text>
        <Text component="span" size="sm" c="dimmed">
          {matchSentence(queue.match, t, names)}
          {queue.teamId === "" ? "" : ` → ${names.team(queue.teamId)}`}
        </Text>
      </span>
      <ChevronDown size={16} aria-hidden className={classes.chevron} />
    </UnstyledButton>
  );
}

/** One queue: which conversations it takes, and whom they are given to. */
export function QueueCard({ queue, number, relax, fault, put, move, remove }: QueueProps) {
  const { t } = useTranslation("staffing");
  const path = `routing.queues.${number - 1}`;
  const wrong = isAt(fault, path);
  const [opened, { toggle }] = useDisclosure(false);
  const { name } = queue;
  const may = useHolds("setup");
  return (
    <li className={classes.queue} data-fault={wrong || undefined}>
      <div className={classes.line}>
        <Head queue={queue} number={number} opened={opened || wrong} toggle={toggle} />
        {may ? (
          <>
            <ActionIcon aria-label={t("queue.up", { name })} onClick={() => { move(-1); }}>
              <ArrowUp size={15} />
            </ActionIcon>
            <ActionIcon aria-label={t("queue.down", { name })} onClick={() => { move(1); }}>
              <ArrowDown size={15} />
            </ActionIcon>
            <ActionIcon aria-label={t("queue.remove", { name })} onClick={remove}>
              <Trash2 size={15} />
            </ActionIcon>
          </>
        ) : null}
      </div>
      <Collapse expanded={opened || wrong} keepMounted={false}>
        <Locked needs="setup">
          <MatchFields queue={queue} path={path} fault={fault} put={put} />
          <h3 className={classes.subtitle}>{t("steps.title")}</h3>
          <Steps steps={queue.steps} relax={relax} path={`${path}.steps`} fault={fault} change={(steps) => { put({ ...queue, steps }); }} />
        </Locked>
      </Collapse>
    </li>
  );
}
