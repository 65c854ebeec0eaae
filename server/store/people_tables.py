"""The tables of people at the door: the tickets they spent, and the log of what those who lead did."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, String, Table, Text

from server.store.columns import key, metadata, number, word

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
