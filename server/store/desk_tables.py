"""The tables of what is configured: tenants, storefronts, people, sessions, bridges."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from server.domain.front import Front
from server.domain.hours import Hours
from server.domain.language import Speaks
from server.domain.workspace import Policy
from server.store.columns import Packed, flag, key, metadata, number, of_workspace, packed, word, words

meta = Table("meta", metadata, key("key"), Column("value", Text, nullable=False))

workspace = Table(
    "workspace",
    metadata,
    key(),
    Column("slug", String(64), nullable=False, unique=True),
    word("name", 200),
    word("epoch"),
    number("router_epoch"),
    Column("policy", Packed(Policy), nullable=False),
)

shop = Table(
    "shop",
    metadata,
    key(),
    of_workspace(),
    Column("key", String(64), nullable=False, unique=True),
    word("name", 200),
    word("market", 2),
    word("locale", 35),
    word("channel", 32),
    Column("origins", Packed(tuple[str, ...]), nullable=False),
    word("accent", 16),
    flag("signed_only"),
    packed("front", Front),
)

team = Table("team", metadata, key(), of_workspace(), word("name", 200))

agent = Table(
    "agent",
    metadata,
    key(),
    of_workspace(),
    word("email", 254),
    word("name", 200),
    word("role", 16),
    word("locale", 35),
    word("time_zone"),
    Column("languages", Packed(tuple[Speaks, ...]), nullable=False),
    Column("team_ids", Packed(tuple[str, ...]), nullable=False),
    words("skills"),
    words("shop_ids"),
    words("markets"),
    packed("hours", Hours),
    Column("capacity", Integer, CheckConstraint("capacity >= 0", "capacity"), nullable=False),
    packed("limits", dict[str, int]),
    Column("load", Integer, CheckConstraint("load >= 0", "load"), nullable=False, server_default="0"),
    packed("loads", dict[str, int]),
    word("availability", 16),
    word("away_reason", 200),
    number("idle_since"),
    number("misses"),
    number("rests_until"),
    number("since"),
    Column("active", Boolean, nullable=False, server_default=text("true")),
    word("password_hash", 200),
    UniqueConstraint("workspace_id", "email"),
)

session = Table(
    "session",
    metadata,
    key(),
    of_workspace(),
    Column("agent_id", String(64), ForeignKey("agent.id"), nullable=False, index=True),
    word("csrf"),
    Column("token_hash", String(64), nullable=False, server_default="", index=True),
    word("user_agent", 200),
    word("address"),
    number("created_at"),
    number("seen_at"),
    number("expires_at"),
    word("proof", 16),
    flag("watching"),
    number("watched_at"),
)

bridge = Table(
    "bridge",
    metadata,
    key(),
    of_workspace(),
    Column("shop_id", String(64), ForeignKey("shop.id"), nullable=False),
    word("name", 200),
    word("channel", 32),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("active", Boolean, nullable=False, server_default=text("true")),
    flag("paused"),
    number("created_at"),
)
