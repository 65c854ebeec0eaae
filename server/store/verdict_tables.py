"""The tables of what the rules said, and of what a desk adds to the rules."""

from sqlalchemy import Column, ForeignKey, Index, String, Table, Text, text

from server.domain.verdict import Finding
from server.store.columns import Packed, flag, key, metadata, number, of_workspace, word

verdict = Table(
    "verdict",
    metadata,
    key(),
    of_workspace(),
    number("number"),
    number("at"),
    word("conversation_id"),
    number("seq"),
    word("author", 100),
    word("action", 16),
    word("outcome", 16),
    Column("findings", Packed(tuple[Finding, ...]), nullable=False),
    word("packs", 400),
    word("typed"),
    word("sent"),
    word("seal"),
    Index(
        "uq_verdict_number",
        "workspace_id",
        "number",
        unique=True,
        sqlite_where=text("number > 0"),
        postgresql_where=text("number > 0"),
    ),
    Index("ix_verdict_conversation", "conversation_id"),
)

verdict_head = Table(
    "verdict_head",
    metadata,
    Column("workspace_id", String(64), ForeignKey("workspace.id"), primary_key=True),
    number("number"),
    word("seal"),
)

rule_pack = Table(
    "rule_pack",
    metadata,
    key(),
    of_workspace(),
    word("name"),
    Column("source", Text, nullable=False, server_default=""),
    word("created_by"),
    number("created_at"),
    number("ended_at"),
    Index("ix_rule_pack_workspace", "workspace_id", "ended_at"),
)

rule_override = Table(
    "rule_override",
    metadata,
    key(),
    of_workspace(),
    word("shop_id"),
    word("about", 100),
    word("action", 16),
    flag("signed"),
    word("reason", 400),
    number("until"),
    word("created_by"),
    number("created_at"),
    number("ended_at"),
    Index("ix_rule_override_workspace", "workspace_id", "ended_at"),
)
