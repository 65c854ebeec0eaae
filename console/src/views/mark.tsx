import { Check, CheckCheck, Clock, Languages, type LucideIcon, ShieldAlert, TriangleAlert, Undo2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import classes from "./mark.module.css";

export type MarkState = "failed" | "held" | "pending" | "posted" | "read" | "returned" | "sending";

const ICONS: Readonly<Record<MarkState, LucideIcon>> = {
  sending: Clock,
  posted: Check,
  read: CheckCheck,
  pending: Languages,
  held: ShieldAlert,
  returned: Undo2,
  failed: TriangleAlert,
};

/** How far a message of ours has come. States that ask for patience or action are written out. */
export function StateMark({ state }: { state: MarkState }) {
  const { t } = useTranslation();
  const Icon = ICONS[state];
  const word = t(`mark.${state}`);
  const quiet = state === "posted" || state === "read" || state === "sending";
  return (
    <span className={classes.mark} data-state={state} role="img" aria-label={word} title={quiet ? word : undefined}>
      <Icon size={13} aria-hidden />
      {quiet ? null : <span aria-hidden>{word}</span>}
    </span>
  );
}
