"""The tables. Columns carry the names of the domain's fields, so that a row and a value are one `**` apart.

Every row belongs to a workspace. Times are milliseconds since the Unix epoch.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from server.domain.timeline import AnyBody
from server.domain.verdict import Finding
from server.store.columns import Packed, flag, key, metadata, number, of_workspace, word, words
from server.store.desk_tables import agent, bridge, meta, session, shop, team, workspace

__all__ = [
    "Packed",
    "agent",
    "assignment",
    "attendance",
    "bridge",
    "conversation",
    "customer",
    "delivery",
    "entry",
    "file",
    "letter",
    "memory",
    "meta",
    "metadata",
    "session",
    "shop",
    "team",
    "verdict",
    "workspace",
]

MAIL_WANTED = text("mail_to <> ''")
"""Conversations whose customer wants letters; the words of the index, so that both databases find it."""

customer = Table(
    "customer",
    metadata,
    key(),
    of_workspace(),
    word("name", 200),
    word("email", 254),
    word("locale", 35),
    word("market", 2),
    word("external_id", 200),
    word("channel", 32),
    flag("vip"),
    Column("attributes", Packed(dict[str, str]), nullable=False),
    number("created_at"),
)

conversation = Table(
    "conversation",
    metadata,
    key(),
    of_workspace(),
    Column("shop_id", String(64), ForeignKey("shop.id"), nullable=False),
    Column("customer_id", String(64), ForeignKey("customer.id"), nullable=False, index=True),
    word("channel", 32),
    word("bridge_id"),
    word("thread", 200),
    word("status", 16),
    word("language", 8),
    word("locale", 35),
    word("market", 2),
    number("priority"),
    flag("vip"),
    word("queue"),
    words("skills"),
    word("wanted_language", 8),
    number("deadline"),
    word("team_id"),
    word("preferred_id"),
    word("assignee_id"),
    word("assignee_name", 200),
    Column("weight", BigInteger, nullable=False, server_default="1"),
    number("offer_expires_at"),
    Column("declined", Packed(tuple[str, ...]), nullable=False),
    number("declined_at"),
    number("fence"),
    number("waiting_since"),
    number("snoozed_until"),
    number("last_seq"),
    number("last_cseq"),
    number("pending"),
    number("customers_read"),
    number("agents_read"),
    word("customer_name", 200),
    word("last_text", 400),
    word("last_from", 16),
    number("last_at"),
    number("awaiting_since"),
    word("mail_to", 254),
    number("mailed"),
    word("page_url", 2000),
    word("page_title", 200),
    number("created_at"),
    number("updated_at"),
    number("public_at"),
    Index("ix_conversation_list", "workspace_id", "status", "last_at"),
    Index("ix_conversation_changed", "updated_at"),
    Index("ix_conversation_owner", "assignee_id", "status"),
    Index("ix_conversation_mail", "public_at", sqlite_where=MAIL_WANTED, postgresql_where=MAIL_WANTED),
)

entry = Table(
    "entry",
    metadata,
    Column("conversation_id", String(64), ForeignKey("conversation.id"), primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    of_workspace(),
    Column("cseq", BigInteger),
    word("kind", 32),
    word("author_kind", 16),
    word("author_id"),
    word("author_name", 200),
    word("client_id", 160),
    word("digest"),
    word("state", 16),
    number("at"),
    Column("body", Packed(AnyBody), nullable=False),
    UniqueConstraint("conversation_id", "cseq"),
    UniqueConstraint("conversation_id", "author_kind", "author_id", "client_id"),
    Index(
        "ix_entry_unsettled",
        "state",
        "at",
        sqlite_where=text("state IN ('pending', 'held')"),
        postgresql_where=text("state IN ('pending', 'held')"),
    ),
)

assignment = Table(
    "assignment",
    metadata,
    Column("conversation_id", String(64), ForeignKey("conversation.id"), primary_key=True),
    Column("fence", BigInteger, primary_key=True, autoincrement=False),
    of_workspace(),
    word("agent_id"),
    number("started_at"),
    Column("ended_at", BigInteger),
    number("waiting_since"),
    word("step", 32),
    Column("decision", Text, nullable=False, server_default=""),
    Index(
        "uq_assignment_open",
        "conversation_id",
        unique=True,
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    ),
    Index("ix_assignment_time", "workspace_id", "started_at"),
)

attendance = Table(
    "attendance",
    metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    of_workspace(),
    word("agent_id"),
    number("at"),
    word("availability", 16),
    Index("ix_attendance_time", "workspace_id", "at"),
)

verdict = Table(
    "verdict",
    metadata,
    key(),
    of_workspace(),
    word("conversation_id"),
    word("author", 100),
    word("action", 16),
    Column("findings", Packed(tuple[Finding, ...]), nullable=False),
    number("at"),
)

memory = Table(
    "memory",
    metadata,
    key("workspace_id"),
    key("digest"),
    word("source", 8),
    word("target", 8),
    Column("template", Text, nullable=False),
    word("engine", 32),
    Column("confidence", Float, nullable=False, server_default="1"),
    number("at"),
)

file = Table(
    "file",
    metadata,
    key(),
    of_workspace(),
    word("owner", 100),
    word("conversation_id"),
    word("name", 255),
    word("mime", 100),
    number("size"),
    word("sha256"),
    number("created_at"),
    number("stored_at"),
)

letter = Table(
    "letter",
    metadata,
    Column("conversation_id", String(64), ForeignKey("conversation.id"), primary_key=True),
    of_workspace(),
    number("number"),
    number("tries"),
    number("due_at"),
)

delivery = Table(
    "delivery",
    metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("id", String(64), nullable=False, unique=True),
    of_workspace(),
    Column("bridge_id", String(64), ForeignKey("bridge.id"), nullable=False),
    word("conversation_id"),
    word("thread", 200),
    word("customer_id"),
    number("seq"),
    Column("text", Text, nullable=False),
    word("language", 8),
    Column("attachments", Packed(tuple[str, ...]), nullable=False),
    word("state", 16),
    word("external_id", 200),
    word("reason", 200),
    number("created_at"),
    number("updated_at"),
    Index("ix_delivery_waiting", "bridge_id", "state", "number"),
)
