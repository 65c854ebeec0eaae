"""What can be found: one row for each searchable line of a log and for each customer, with its terms.

SQLite keeps the terms as text and its full-text table beside it (triggers of the migration hold both together);
PostgreSQL keeps them as a vector with a GIN index. Whoever erases a person deletes their rows here, and both follow.
"""

from typing import Any

from sqlalchemy import BigInteger, Column, Dialect, Index, Integer, Table, Text, TypeDecorator, UniqueConstraint
from sqlalchemy.dialects.postgresql import TSVECTOR

from server.store.columns import metadata, number, of_workspace, word

FULL_TEXT = "searched_terms"
"""SQLite's full-text table and its shadows, and PostgreSQL's index: all made by the migration, all named like this."""
LAST_PLACE = 16383
"""PostgreSQL's highest position in a vector."""


class Terms(TypeDecorator[list[str]]):
    """The terms of a text, in order. Written only; what is read are the other columns."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        return dialect.type_descriptor(TSVECTOR() if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: list[str] | None, dialect: Dialect) -> str:
        found = value or []
        if dialect.name != "postgresql":
            return " ".join(found)
        return " ".join(f"'{term}':{min(place, LAST_PLACE)}" for place, term in enumerate(found, 1))


searched = Table(
    "searched",
    metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    of_workspace(),
    word("kind", 16),
    word("conversation_id"),
    word("customer_id"),
    number("entry_seq"),
    number("seq"),
    number("at"),
    Column("terms", Terms(), nullable=False),
    UniqueConstraint("customer_id", "conversation_id", "entry_seq"),
    Index("ix_searched_conversation", "conversation_id"),
)
