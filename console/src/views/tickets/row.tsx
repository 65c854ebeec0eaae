import { UnstyledButton } from "@mantine/core";
import type { TicketCard } from "@wire";
import { useTranslation } from "react-i18next";
import { go } from "../../state/place";
import { Labels } from "../../ui/labels";
import { Pressing, StatusBadge, useTitleOf } from "./marks";
import classes from "./tickets.module.css";

/** A ticket as a line of the list. */
export function TicketRow({ ticket }: { ticket: TicketCard }) {
  const { t } = useTranslation();
  const { t: own } = useTranslation("tickets");
  const titleOf = useTitleOf();
  return (
    <li>
      <UnstyledButton className={classes.row} onClick={() => { go({ page: "tickets", id: ticket.id }); }}>
        <bdi className={classes.number}>#{ticket.number}</bdi>
        <span className={classes.middle}>
          <span className={classes.subject} dir="auto">{titleOf(ticket)}</span>
          <span className={classes.tags}>
            <StatusBadge status={ticket.status} />
            <Pressing ticket={ticket} />
            <span>
              {ticket.subject === "" ? null : `${t(`ticket.kind.${ticket.kind}`)} · `}
              <bdi>{ticket.customerName || t("customer.unknown")}</bdi> · <bdi>{ticket.assigneeName || own("nobodyYet")}</bdi>
            </span>
            <Labels labels={ticket.labels} most={3} />
          </span>
        </span>
      </UnstyledButton>
    </li>
  );
}
