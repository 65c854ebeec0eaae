import { Alert, Button, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { FlaskConical, Plus } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { changePolicy, policy as askPolicy } from "../../state/admin";
import { type Fault, faultOf } from "../../state/fault";
import { newQueue, type Policy, type Queue, shifted } from "../../state/rules";
import { useHolds, useStation } from "../../state/use";
import { type Asked, problemOf, useAsked } from "../../ui/asked";
import { Awaited } from "../../ui/awaited";
import { useFaultWords } from "../../ui/faulty";
import { Locked } from "../../ui/locked";
import { Page, Section } from "../../ui/page";
import { DryRun } from "./dryrun";
import { ByKind, Numbers } from "./numbers";
import { QueueCard } from "./queue";
import classes from "./queue.module.css";
import { UsualSteps } from "./steps";

function useRules(stored: Policy, asked: Asked<Policy>) {
  const { t } = useTranslation("staffing");
  const { session, directory } = useStation();
  const [rules, setRules] = useState(stored);
  const [fault, setFault] = useState<Fault | null>(null);
  const [busy, setBusy] = useState(false);
  const dirty = JSON.stringify(rules) !== JSON.stringify(stored);
  const change = (part: Partial<Policy>) => {
    setRules((known) => ({ ...known, ...part }));
    setFault(null);
  };
  const save = async () => {
    setBusy(true);
    try {
      const { routing, offerSeconds, relaxSeconds, graceSeconds } = rules;
      const told = await changePolicy({ routing, offerSeconds, relaxSeconds, graceSeconds }, session.csrf);
      directory.setState({ queues: told.routing.queues.map((queue) => queue.name) });
      setRules(told);
      asked.set(told);
      notifications.show({ color: "wind", message: t("routing.saved") });
    } catch (error) {
      setFault(faultOf(problemOf(error)));
    }
    setBusy(false);
  };
  useEffect(() => {
    if (!dirty) return;
    const stay = (event: BeforeUnloadEvent) => { event.preventDefault(); };
    window.addEventListener("beforeunload", stay);
    return () => { window.removeEventListener("beforeunload", stay); };
  }, [dirty]);
  return { rules, fault, busy, dirty, change, save, setFault, undo: () => { change(stored); } };
}

interface QueuesProps {
  readonly rules: Policy;
  readonly fault: Fault | null;
  readonly change: (queues: readonly Queue[]) => void;
}

function Queues({ rules, fault, change }: QueuesProps) {
  const { t } = useTranslation("staffing");
  const { queues } = rules.routing;
  return (
    <>
      <ol className={classes.queues}>
        {queues.map((queue, index) => (
          <QueueCard
            key={index}
            queue={queue}
            number={index + 1}
            relax={rules.relaxSeconds}
            fault={fault}
            put={(next) => { change(queues.with(index, next)); }}
            move={(by) => { change(shifted(queues, index, by)); }}
            remove={() => { change(queues.toSpliced(index, 1)); }}
          />
        ))}
      </ol>
      {useHolds("setup") ? <Button size="compact-sm" variant="light" leftSection={<Plus size={14} />} disabled={queues.length >= 50} onClick={() => { change([...queues, newQueue(queues)]); }}>
        {t("queue.add")}
      </Button> : null}
      <h3 className={classes.subtitle}>{t("queue.rest")}</h3>
      <UsualSteps relax={rules.relaxSeconds} />
    </>
  );
}

function Rules({ stored, asked }: { stored: Policy; asked: Asked<Policy> }) {
  const { t } = useTranslation("staffing");
  const { t: common } = useTranslation();
  const { rules, fault, busy, dirty, change, save, setFault, undo } = useRules(stored, asked);
  const { words } = useFaultWords(fault);
  const [tried, setTried] = useState(0);
  const part = { rules, fault, change };
  const may = useHolds("setup");
  return (
    <>
      <Section title={t("queue.title")} about={t("queue.text")}>
        <Queues rules={rules} fault={fault} change={(queues) => { change({ routing: { ...rules.routing, queues } }); }} />
      </Section>
      <Section title={t("number.title")} about={t("number.text")}>
        <Locked needs="setup"><Numbers {...part} /></Locked>
      </Section>
      <Section title={t("kind.title")}>
        <Locked needs="setup"><ByKind {...part} /></Locked>
      </Section>
      {may ? <Section title={t("dry.title")} about={t("dry.text")}><DryRun rules={rules} wanted={tried} refused={setFault} /></Section> : null}
      {dirty || fault !== null ? (
        <div className={classes.bar} role="region" aria-label={t("action.unsaved")}>
          <Text size="sm" fw={600} mr="auto">
            {t("action.unsaved")}
          </Text>
          {fault === null ? null : <Alert color="red" role="alert" p={6}>{words}</Alert>}
          <Button variant="default" onClick={undo}>
            {common("action.discard")}
          </Button>
          <Button variant="light" leftSection={<FlaskConical size={15} />} onClick={() => { setTried(tried + 1); }}>
            {t("dry.try")}
          </Button>
          <Button loading={busy} onClick={() => void save()}>
            {t("action.save")}
          </Button>
        </div>
      ) : null}
    </>
  );
}

/** The desk's rules: queues in order, their steps, the numbers around them; and what they would have done. */
export default function RoutingPage() {
  const { t } = useTranslation();
  const asked = useAsked("policy", askPolicy);
  return (
    <Page title={t("page.routing")}>
      <Awaited asked={asked}>{(stored) => <Rules stored={stored} asked={asked} />}</Awaited>
    </Page>
  );
}
