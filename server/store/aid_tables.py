"""The tables of what helps agents at their work: unfinished answers, who was called, and what somebody made for later."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, String, Table, Text

from server.domain.presets import AnyPreset
from server.store.columns import Packed, flag, key, metadata, number, of_workspace, word, words

draft = Table(
    "draft",
    metadata,
    Column("conversation_id", String(64), ForeignKey("conversation.id"), primary_key=True),
    Column("agent_id", String(64), ForeignKey("agent.id"), primary_key=True),
    of_workspace(),
    Column("text", Text, nullable=False, server_default=""),
    flag("note"),
    word("language", 8),
    words("attachments"),
    number("at"),
    Column("pieces", Text, nullable=False, server_default="[]"),
    Index("ix_draft_agent", "agent_id"),
)

mention = Table(
    "mention",
    metadata,
    Column("conversation_id", String(64), ForeignKey("conversation.id"), primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("agent_id", String(64), primary_key=True),
    of_workspace(),
    number("at"),
    flag("seen"),
    Index("ix_mention_agent", "agent_id", "seen"),
)

preset = Table(
    "preset",
    metadata,
    key(),
    of_workspace(),
    word("owner_id"),
    word("name", 100),
    Column("body", Packed(AnyPreset), nullable=False),
    number("updated_at"),
    Index("ix_preset_workspace", "workspace_id", "owner_id"),
)
