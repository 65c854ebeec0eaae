"""The tables of tickets: themselves, their history, what they are about; and what is still to become of them."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, String, Table, UniqueConstraint, text

from server.domain.ticket import AnyTicketBody, TicketNoted
from server.store.columns import Packed, key, metadata, number, of_workspace, word, words
from server.store.outgoing_tables import counted

PENDING = text("status = 'pending'")

ticket_head = Table(
    "ticket_head",
    metadata,
    Column("workspace_id", String(64), ForeignKey("workspace.id"), primary_key=True),
    number("number"),
)

ticket = Table(
    "ticket",
    metadata,
    key(),
    of_workspace(),
    number("number"),
    word("shop_id"),
    word("customer_id"),
    word("channel", 32),
    word("kind", 32),
    word("subject", 200),
    word("status", 16),
    number("priority"),
    number("due"),
    word("assignee_id"),
    word("assignee_name", 200),
    word("team_id"),
    words("labels"),
    number("version"),
    word("created_by", 16),
    number("created_at"),
    number("updated_at"),
    number("status_at"),
    number("erased_at"),
    UniqueConstraint("workspace_id", "number"),
    Index("ix_ticket_list", "workspace_id", "status", "due"),
    Index("ix_ticket_customer", "customer_id"),
    Index("ix_ticket_pending", "status_at", sqlite_where=PENDING, postgresql_where=PENDING),
)

ticket_entry = Table(
    "ticket_entry",
    metadata,
    Column("ticket_id", String(64), ForeignKey("ticket.id"), primary_key=True),
    Column("version", BigInteger, primary_key=True, autoincrement=False),
    of_workspace(),
    number("at"),
    word("author_kind", 16),
    word("author_id"),
    word("author_name", 200),
    word("client_id", 160),
    word("digest"),
    Column("body", Packed(AnyTicketBody), nullable=False),
    UniqueConstraint("ticket_id", "author_kind", "author_id", "client_id"),
)

ticket_link = Table(
    "ticket_link",
    metadata,
    Column("ticket_id", String(64), ForeignKey("ticket.id"), primary_key=True),
    key("conversation_id"),
    of_workspace(),
    number("at"),
    Index("ix_ticket_link_conversation", "conversation_id"),
)

escalation = Table(
    "escalation",
    metadata,
    key(),
    of_workspace(),
    word("conversation_id"),
    number("seq"),
    word("category", 64),
    number("due"),
    number("at"),
    Index("ix_escalation_at", "at"),
)

ticket_line = Table(
    "ticket_line",
    metadata,
    counted(),
    Column("id", String(64), nullable=False, unique=True),
    of_workspace(),
    word("conversation_id"),
    Column("body", Packed(TicketNoted), nullable=False),
    number("at"),
)
