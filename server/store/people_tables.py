"""The tables of people at the door: the tickets they spent, the log of what those who lead did, roles, invitations."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, String, Table, Text, UniqueConstraint

from server.domain.permissions import Permission
from server.store.columns import Packed, key, metadata, number, of_workspace, word, words

spent_ticket = Table("spent_ticket", metadata, key("nonce"), number("until"), Index("ix_spent_ticket_until", "until"))

audit = Table(
    "audit",
    metadata,
    Column("workspace_id", String(64), ForeignKey("workspace.id"), primary_key=True),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    number("at"),
    word("actor_id"),
    word("actor_name", 200),
    word("action", 32),
    word("target"),
    word("address"),
    Column("changes", Text, nullable=False, server_default="{}"),
    word("seal"),
)

audit_head = Table(
    "audit_head",
    metadata,
    Column("workspace_id", String(64), ForeignKey("workspace.id"), primary_key=True),
    number("number"),
    word("seal"),
)

role = Table(
    "role",
    metadata,
    key(),
    of_workspace(),
    word("name", 200),
    Column("permissions", Packed(tuple[Permission, ...]), nullable=False),
    number("created_at"),
    UniqueConstraint("workspace_id", "name"),
)

second_factor = Table(
    "second_factor",
    metadata,
    Column("id", String(64), ForeignKey("agent.id"), primary_key=True),
    of_workspace(),
    word("generation", 160),
    number("confirmed_at"),
    number("last_step"),
)

recovery_code = Table(
    "recovery_code",
    metadata,
    Column("agent_id", String(64), ForeignKey("agent.id"), primary_key=True),
    key("code_hash"),
    of_workspace(),
)

invitation = Table(
    "invitation",
    metadata,
    key(),
    of_workspace(),
    word("email", 254),
    word("role", 16),
    word("locale", 35),
    words("team_ids"),
    Column("token_hash", String(64), nullable=False, unique=True),
    number("created_at"),
    number("expires_at"),
    Index("ix_invitation_workspace", "workspace_id", "email"),
)
