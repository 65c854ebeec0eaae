"""The tables of what the rules said."""

from sqlalchemy import Column, ForeignKey, Index, String, Table, text

from server.domain.verdict import Finding
from server.store.columns import Packed, key, metadata, number, of_workspace, word

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
