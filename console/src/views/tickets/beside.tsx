import { Button, Text, UnstyledButton } from "@mantine/core";
import type { Summary, TicketCard } from "@wire";
import { Link2, TicketPlus } from "lucide-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { go } from "../../state/place";
import { add, isActive, list, wish } from "../../state/tickets";
import { useHolds, useStation } from "../../state/use";
import { useAsked } from "../../ui/asked";
import { Section } from "../pieces";
import panes from "../side.module.css";
import { Pressing, StatusBadge, useTitleOf } from "./marks";
import classes from "./tickets.module.css";

const SHOWN = 10;

/** The customer's tickets, and which of them this conversation belongs to. */
function useTheirs(line: Summary) {
  const { link } = useStation();
  const { customerId, id } = line;
  const asked = useAsked(`${customerId}/${id}`, async () => {
    const [theirs, here] = await Promise.all([list(link, { customerId, limit: SHOWN }), list(link, { conversationId: id, limit: 100 })]);
    return { items: theirs.items, here: new Set(here.items.map((ticket) => ticket.id)) };
  });
  const { again } = asked;
  useEffect(
    () => link.on("ticket.changed", ({ ticket }) => { if (ticket.customerId === customerId) again(); }),
    [link, customerId, again],
  );
  return asked;
}

function Item({ ticket, joins, line }: { ticket: TicketCard; joins: boolean; line: Summary }) {
  const { t } = useTranslation("tickets");
  const { link } = useStation();
  const titleOf = useTitleOf();
  return (
    <li>
      <UnstyledButton className={panes.earlier} onClick={() => { go({ page: "tickets", id: ticket.id }); }}>
        <Text component="span" size="sm" truncate display="block" dir="auto"><bdi>#{ticket.number}</bdi> {titleOf(ticket)}</Text>
        <span className={classes.tags}>
          <StatusBadge status={ticket.status} />
          <Pressing ticket={ticket} />
        </span>
      </UnstyledButton>
      {joins ? (
        <Button size="compact-xs" variant="subtle" leftSection={<Link2 size={13} />} onClick={() => { void add(link, ticket.id, line.id).catch(() => undefined); }}>
          {t("add")}
        </Button>
      ) : null}
    </li>
  );
}

/** Beside a conversation: its customer's tickets, and a new one. */
export default function Beside({ line }: { line: Summary }) {
  const { t } = useTranslation("tickets");
  const answers = useHolds("answer");
  const { value } = useTheirs(line);
  return (
    <Section title={t("of")}>
      {value === null || value.items.length === 0 ? <Text size="sm" c="dimmed" mb={6}>{t("noneOf")}</Text> : (
        <ul className={classes.beside}>
          {value.items.map((ticket) => (
            <Item key={ticket.id} ticket={ticket} line={line} joins={answers && isActive(ticket) && ticket.shopId === line.shopId && !value.here.has(ticket.id)} />
          ))}
        </ul>
      )}
      {answers ? (
        <Button size="compact-sm" variant="light" leftSection={<TicketPlus size={14} />} onClick={() => { wish.setState({ id: line.id }); }}>
          {t("open")}
        </Button>
      ) : null}
    </Section>
  );
}
