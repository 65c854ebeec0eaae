import { Badge } from "@mantine/core";
import type { TicketCard } from "@wire";
import { ChevronsUp } from "lucide-react";
import { useTranslation } from "react-i18next";
import { isActive } from "../../state/tickets";
import { Deadline } from "../due";
import rows from "../row.module.css";

const COLOURS = { open: "wind", pending: "orange", on_hold: "violet", solved: "teal", closed: "gray" } as const;

export function StatusBadge({ status }: { status: TicketCard["status"] }) {
  const { t } = useTranslation();
  return (
    <Badge variant="light" color={COLOURS[status]} size="sm" tt="none">
      {t(`ticket.status.${status}`)}
    </Badge>
  );
}

/** What makes it go before others: a priority, and how much time is left. */
export function Pressing({ ticket }: { ticket: TicketCard }) {
  const { t } = useTranslation();
  const { priority, due, createdAt } = ticket;
  const named = t("triage.priorityOf", { priority });
  return (
    <>
      {priority > 0 ? (
        <span className={rows.priority} role="img" aria-label={named} title={named}>
          <ChevronsUp size={12} aria-hidden />
          {priority}
        </span>
      ) : null}
      {due > 0 && isActive(ticket) ? <Deadline due={due} since={createdAt} /> : null}
    </>
  );
}

/** What a ticket is called: by its subject, else by its kind. */
export function useTitleOf(): (ticket: TicketCard) => string {
  const { t } = useTranslation();
  return ({ subject, kind }) => subject || t(`ticket.kind.${kind}`);
}
