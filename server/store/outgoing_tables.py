"""The tables of what other machines are told and may say: deliveries, webhooks with their outbox, bridges' tokens and people."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, String, Table, Text, text

from server.store.columns import Packed, flag, key, metadata, number, of_workspace, packed, word, words

DUE = text("state = 'waiting'")


def counted() -> Column[int]:
    """A number that only grows."""
    return Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True)


webhook = Table(
    "webhook",
    metadata,
    key(),
    of_workspace(),
    word("name", 200),
    word("url", 2000),
    words("events"),
    flag("active"),
    word("generation", 160),
    word("former", 160),
    number("former_until"),
    number("failing_since"),
    word("disabled", 16),
    number("created_at"),
    Index("ix_webhook_workspace", "workspace_id"),
)

webhook_event = Table(
    "webhook_event",
    metadata,
    counted(),
    Column("id", String(64), nullable=False, unique=True),
    of_workspace(),
    Column("webhook_id", String(64), ForeignKey("webhook.id"), nullable=False),
    word("conversation_id"),
    number("seq"),
    word("kind", 32),
    packed("about", dict[str, str]),
    word("state", 16),
    number("attempts"),
    number("next_at"),
    number("created_at"),
    Index("ix_webhook_event_due", "next_at", "webhook_id", sqlite_where=DUE, postgresql_where=DUE),
    Index("ix_webhook_event_order", "webhook_id", "conversation_id", "number", sqlite_where=DUE, postgresql_where=DUE),
    Index("ix_webhook_event_page", "webhook_id", "state", "number"),
    Index("ix_webhook_event_age", "created_at"),
)

webhook_attempt = Table(
    "webhook_attempt",
    metadata,
    counted(),
    of_workspace(),
    Column("event_number", BigInteger, nullable=False, index=True),
    number("at"),
    number("status"),
    word("why", 32),
    number("ms"),
    Column("answer", Text, nullable=False, server_default=""),
)

bridge_token = Table(
    "bridge_token",
    metadata,
    key(),
    of_workspace(),
    Column("bridge_id", String(64), ForeignKey("bridge.id"), nullable=False, index=True),
    word("name", 200),
    Column("token_hash", String(64), nullable=False, unique=True),
    words("scopes"),
    number("created_at"),
    number("ends_at"),
)

bridge_request = Table(
    "bridge_request",
    metadata,
    key("bridge_id"),
    Column("request_id", String(200), primary_key=True),
    of_workspace(),
    word("digest"),
    number("at"),
    Index("ix_bridge_request_age", "at"),
)

bridge_erasure = Table(
    "bridge_erasure",
    metadata,
    counted(),
    Column("id", String(64), nullable=False, unique=True),
    of_workspace(),
    Column("bridge_id", String(64), ForeignKey("bridge.id"), nullable=False),
    word("customer_id"),
    word("external_id", 200),
    word("state", 16),
    number("attempts"),
    number("next_at"),
    number("created_at"),
    number("updated_at"),
    Index("ix_bridge_erasure_bridge", "bridge_id", "state", "number"),
    Index("ix_bridge_erasure_due", "next_at", sqlite_where=DUE, postgresql_where=DUE),
)

bridge_customer = Table(
    "bridge_customer",
    metadata,
    Column("bridge_id", String(64), ForeignKey("bridge.id"), primary_key=True),
    Column("external_id", String(200), primary_key=True),
    of_workspace(),
    word("customer_id"),
    number("created_at"),
    Index("ix_bridge_customer_customer", "customer_id"),
)

delivery = Table(
    "delivery",
    metadata,
    counted(),
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
    number("attempts"),
    number("next_at"),
    number("created_at"),
    number("updated_at"),
    Index("ix_delivery_waiting", "bridge_id", "state", "number"),
    Index("ix_delivery_due", "next_at", sqlite_where=DUE, postgresql_where=DUE),
)
