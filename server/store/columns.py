"""What columns are made of: typed values as text, ids, words, numbers; and the one list of all tables."""

from typing import Any

import msgspec
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Dialect,
    ForeignKey,
    MetaData,
    String,
    Text,
    TypeDecorator,
    text,
)

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


def key(name: str = "id") -> Column[str]:
    """An id that is the primary key, or a part of it."""
    return Column(name, String(64), primary_key=True)


def of_workspace() -> Column[str]:
    """Whose row it is."""
    return Column("workspace_id", String(64), ForeignKey("workspace.id"), nullable=False)


def word(name: str, size: int = 64) -> Column[str]:
    """A short text that is never null."""
    return Column(name, String(size), nullable=False, server_default="")


def number(name: str) -> Column[int]:
    """A whole number that is never null."""
    return Column(name, BigInteger, nullable=False, server_default="0")


def flag(name: str) -> Column[bool]:
    """Yes or no, no unless said."""
    return Column(name, Boolean, nullable=False, server_default=text("false"))


def words(name: str) -> Column[Any]:
    """Some short texts, none unless said."""
    return Column(name, Packed(tuple[str, ...]), nullable=False, server_default="[]")


def packed(name: str, held: Any) -> Column[Any]:
    """A typed value whose fields all have a usual value."""
    return Column(name, Packed(held), nullable=False, server_default="{}")
