import { Alert, Button, Group, NativeSelect } from "@mantine/core";
import type { Problem } from "@wire";
import { FlaskConical } from "lucide-react";
import { useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { replay } from "../../state/admin";
import { type Fault, faultOf } from "../../state/fault";
import type { Comparison } from "../../state/replay";
import type { Policy } from "../../state/rules";
import { useStation } from "../../state/use";
import { problemOf } from "../../ui/asked";
import { say } from "../../ui/say";
import { Compared } from "./compared";

const DAY = 86_400_000;
const SPANS = { day: DAY, week: 7 * DAY, month: 30 * DAY } as const;
type Since = keyof typeof SPANS;

interface DryRunProps {
  readonly rules: Policy;
  /** Goes up when a try is asked for from elsewhere. */
  readonly wanted: number;
  readonly refused: (fault: Fault) => void;
}

/** A try of the rules on what has happened; its result is of the rules it was asked for. */
function useTry({ rules, refused }: DryRunProps, since: Since) {
  const { session } = useStation();
  const [busy, setBusy] = useState(false);
  const [told, setTold] = useState<{ of: Policy; comparison: Comparison } | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const start = async () => {
    setBusy(true);
    setProblem(null);
    const { routing, relaxSeconds } = rules;
    try {
      setTold({ of: rules, comparison: await replay({ since: Date.now() - SPANS[since], routing, relaxSeconds }, session.csrf) });
    } catch (error) {
      const found = problemOf(error);
      const fault = faultOf(found);
      setProblem(found);
      if (fault.path.startsWith("routing.")) refused(fault);
    }
    setBusy(false);
  };
  return { busy, told, problem, start };
}

/** What would have been, before it is so. */
export function DryRun(props: DryRunProps) {
  const { t } = useTranslation("staffing");
  const { t: common } = useTranslation();
  const [since, setSince] = useState<Since>("week");
  const { busy, told, problem, start } = useTry(props, since);
  const place = useRef<HTMLDivElement>(null);
  const latest = useRef(start);
  latest.current = start;
  const run = useCallback(() => {
    void latest.current();
    place.current?.scrollIntoView({ block: "center" });
  }, []);
  useEffect(() => {
    if (props.wanted > 0) run();
  }, [props.wanted, run]);
  const spans = (Object.keys(SPANS) as Since[]).map((value) => ({ value, label: t(`dry.since.${value}`) }));
  return (
    <div ref={place}>
      <Group align="flex-end" gap="xs" mb="sm">
        <NativeSelect label={t("dry.since.label")} data={spans} value={since} onChange={(event) => { setSince(event.currentTarget.value as Since); }} />
        <Button variant="light" loading={busy} leftSection={<FlaskConical size={15} />} onClick={() => void start()}>
          {t("dry.try")}
        </Button>
      </Group>
      {problem === null ? null : <Alert color="red" role="alert">{say(common, "problem", problem.code)}</Alert>}
      <div aria-live="polite">
        {told === null ? null : <Compared comparison={told.comparison} stale={told.of !== props.rules} />}
      </div>
    </div>
  );
}
