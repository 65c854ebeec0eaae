"""The tables of translation: what is remembered, what waits for a reviewer, a desk's own words and engines, what they cost."""

from sqlalchemy import BigInteger, Column, Float, Index, Table, Text, UniqueConstraint

from server.store.columns import flag, key, metadata, number, of_workspace, word, words

memory = Table(
    "memory",
    metadata,
    key("workspace_id"),
    key("digest"),
    word("source", 8),
    word("target", 8),
    Column("original", Text, nullable=False, server_default=""),
    Column("template", Text, nullable=False),
    word("engine", 32),
    word("version"),
    word("editor"),
    Column("confidence", Float, nullable=False, server_default="1"),
    number("at"),
    Index("ix_memory_pair", "workspace_id", "source", "target", "at"),
)

correction = Table(
    "correction",
    metadata,
    key(),
    of_workspace(),
    word("conversation_id"),
    number("seq"),
    word("source", 8),
    word("target", 8),
    Column("original", Text, nullable=False),
    Column("wording", Text, nullable=False),
    Column("before", Text, nullable=False, server_default=""),
    word("engine", 32),
    word("editor"),
    word("editor_name", 200),
    number("at"),
    Index("ix_correction_open", "workspace_id", "at"),
    Index("ix_correction_conversation", "conversation_id"),
)

term = Table(
    "term",
    metadata,
    key(),
    of_workspace(),
    word("shop_id"),
    word("market", 2),
    word("source", 8),
    word("target", 8),
    word("term", 200),
    word("wording", 200),
    number("at"),
    UniqueConstraint("workspace_id", "shop_id", "market", "source", "target", "term"),
)

translation_engine = Table(
    "translation_engine",
    metadata,
    key(),
    of_workspace(),
    word("name", 200),
    Column("options", Text, nullable=False),
    words("pairs"),
    number("position"),
    flag("active"),
    number("created_at"),
)

translation_spent = Table(
    "translation_spent",
    metadata,
    key("workspace_id"),
    key("engine"),
    Column("day", BigInteger, primary_key=True, autoincrement=False),
    number("characters"),
)
