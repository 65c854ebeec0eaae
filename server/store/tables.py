"""The tables. Columns carry the names of the domain's fields, so that a row and a value are one `**` apart.

Every row belongs to a workspace. Times are milliseconds since the Unix epoch.
"""

from typing import Any

import msgspec
from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)

from server.domain.language import Speaks
from server.domain.timeline import AnyBody
from server.domain.verdict import Finding
from server.domain.workspace import Policy

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Packed(TypeDecorator[Any]):
    """A typed value as JSON text: strict on the way out, so that a damaged row is an error and not a surprise."""

    impl = Text
    cache_ok = True

    def __init__(self, held: Any) -> None:
        super().__init__()
        self.held = held
        self._decoder = msgspec.json.Decoder(held)

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else msgspec.json.encode(value).decode()

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else self._decoder.decode(value)


def _id(name: str = "id") -> Column[str]:
    return Column(name, String(64), primary_key=True)


def _of_workspace() -> Column[str]:
    return Column("workspace_id", String(64), ForeignKey("workspace.id"), nullable=False)


def _word(name: str, size: int = 64) -> Column[str]:
    return Column(name, String(size), nullable=False, server_default="")


def _number(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False, server_default="0")


meta = Table("meta", metadata, _id("key"), Column("value", Text, nullable=False))

workspace = Table(
    "workspace",
    metadata,
    _id(),
    Column("slug", String(64), nullable=False, unique=True),
    _word("name", 200),
    _word("epoch"),
    _number("router_epoch"),
    Column("policy", Packed(Policy), nullable=False),
)

shop = Table(
    "shop",
    metadata,
    _id(),
    _of_workspace(),
    Column("key", String(64), nullable=False, unique=True),
    _word("name", 200),
    _word("market", 2),
    _word("locale", 35),
    _word("channel", 32),
    Column("origins", Packed(tuple[str, ...]), nullable=False),
    _word("accent", 16),
)

team = Table("team", metadata, _id(), _of_workspace(), _word("name", 200))

agent = Table(
    "agent",
    metadata,
    _id(),
    _of_workspace(),
    _word("email", 254),
    _word("name", 200),
    _word("role", 16),
    _word("locale", 35),
    _word("time_zone"),
    Column("languages", Packed(tuple[Speaks, ...]), nullable=False),
    Column("team_ids", Packed(tuple[str, ...]), nullable=False),
    Column("capacity", Integer, CheckConstraint("capacity >= 0", "capacity"), nullable=False),
    Column("load", Integer, CheckConstraint("load >= 0", "load"), nullable=False, server_default="0"),
    _word("availability", 16),
    _word("away_reason", 200),
    _number("idle_since"),
    Column("active", Boolean, nullable=False, server_default=text("true")),
    _word("password_hash", 200),
    UniqueConstraint("workspace_id", "email"),
)

session = Table(
    "session",
    metadata,
    _id(),
    _of_workspace(),
    Column("agent_id", String(64), ForeignKey("agent.id"), nullable=False, index=True),
    _word("csrf"),
    _word("user_agent", 200),
    _number("created_at"),
    _number("expires_at"),
)

customer = Table(
    "customer",
    metadata,
    _id(),
    _of_workspace(),
    _word("name", 200),
    _word("email", 254),
    _word("locale", 35),
    _word("market", 2),
    _word("external_id", 200),
    _word("channel", 32),
    Column("attributes", Packed(dict[str, str]), nullable=False),
    _number("created_at"),
)

bridge = Table(
    "bridge",
    metadata,
    _id(),
    _of_workspace(),
    Column("shop_id", String(64), ForeignKey("shop.id"), nullable=False),
    _word("name", 200),
    _word("channel", 32),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("active", Boolean, nullable=False, server_default=text("true")),
    _number("created_at"),
)

conversation = Table(
    "conversation",
    metadata,
    _id(),
    _of_workspace(),
    Column("shop_id", String(64), ForeignKey("shop.id"), nullable=False),
    Column("customer_id", String(64), ForeignKey("customer.id"), nullable=False, index=True),
    _word("channel", 32),
    _word("bridge_id"),
    _word("thread", 200),
    _word("status", 16),
    _word("language", 8),
    _word("locale", 35),
    _word("market", 2),
    _number("priority"),
    _word("team_id"),
    _word("assignee_id"),
    _word("assignee_name", 200),
    _number("offer_expires_at"),
    Column("declined", Packed(tuple[str, ...]), nullable=False),
    _number("fence"),
    _number("waiting_since"),
    _number("snoozed_until"),
    _number("last_seq"),
    _number("last_cseq"),
    _number("pending"),
    _number("customers_read"),
    _number("agents_read"),
    _word("customer_name", 200),
    _word("last_text", 400),
    _word("last_from", 16),
    _word("page_url", 2000),
    _word("page_title", 200),
    _number("created_at"),
    _number("updated_at"),
    Index("ix_conversation_list", "workspace_id", "status", "updated_at"),
    Index("ix_conversation_changed", "updated_at"),
    Index("ix_conversation_owner", "assignee_id", "status"),
)

entry = Table(
    "entry",
    metadata,
    Column("conversation_id", String(64), ForeignKey("conversation.id"), primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    _of_workspace(),
    Column("cseq", BigInteger),
    _word("kind", 32),
    _word("author_kind", 16),
    _word("author_id"),
    _word("author_name", 200),
    _word("client_id", 160),
    _word("digest"),
    _word("state", 16),
    _number("at"),
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
    _of_workspace(),
    _word("agent_id"),
    _number("started_at"),
    Column("ended_at", BigInteger),
    _word("step", 32),
    Column("decision", Text, nullable=False, server_default=""),
    Index(
        "uq_assignment_open",
        "conversation_id",
        unique=True,
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    ),
)

verdict = Table(
    "verdict",
    metadata,
    _id(),
    _of_workspace(),
    _word("conversation_id"),
    _word("author", 100),
    _word("action", 16),
    Column("findings", Packed(tuple[Finding, ...]), nullable=False),
    _number("at"),
)

memory = Table(
    "memory",
    metadata,
    _id("workspace_id"),
    _id("digest"),
    _word("source", 8),
    _word("target", 8),
    Column("template", Text, nullable=False),
    _word("engine", 32),
    Column("confidence", Float, nullable=False, server_default="1"),
    _number("at"),
)

file = Table(
    "file",
    metadata,
    _id(),
    _of_workspace(),
    _word("owner", 100),
    _word("conversation_id"),
    _word("name", 255),
    _word("mime", 100),
    _number("size"),
    _word("sha256"),
    _number("created_at"),
    _number("stored_at"),
)

delivery = Table(
    "delivery",
    metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("id", String(64), nullable=False, unique=True),
    _of_workspace(),
    Column("bridge_id", String(64), ForeignKey("bridge.id"), nullable=False),
    _word("conversation_id"),
    _word("thread", 200),
    _word("customer_id"),
    _number("seq"),
    Column("text", Text, nullable=False),
    _word("language", 8),
    Column("attachments", Packed(tuple[str, ...]), nullable=False),
    _word("state", 16),
    _word("external_id", 200),
    _word("reason", 200),
    _number("created_at"),
    _number("updated_at"),
    Index("ix_delivery_waiting", "bridge_id", "state", "number"),
)
