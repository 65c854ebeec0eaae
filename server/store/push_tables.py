"""The tables of notices that reach a browser while no console is looked at."""

from sqlalchemy import Column, ForeignKey, String, Table, Text

from server.store.columns import flag, key, metadata, number, of_workspace, word

push_key = Table(
    "push_key",
    metadata,
    Column("workspace_id", String(64), ForeignKey("workspace.id"), primary_key=True),
    Column("private", Text, nullable=False),
    word("public", 100),
)

push_seat = Table(
    "push_seat",
    metadata,
    key(),
    of_workspace(),
    Column("session_id", String(64), ForeignKey("session.id", ondelete="CASCADE"), nullable=False, unique=True),
    Column("agent_id", String(64), nullable=False),
    Column("address", Text, nullable=False),
    Column("address_hash", String(64), nullable=False, server_default="", index=True),
    flag("words"),
    word("language", 8),
    number("created_at"),
    number("rests_until"),
    number("failures"),
)

push_told = Table(
    "push_told",
    metadata,
    Column("seat_id", String(64), ForeignKey("push_seat.id", ondelete="CASCADE"), primary_key=True),
    key("conversation_id"),
    of_workspace(),
    number("fence"),
    number("cseq"),
)
