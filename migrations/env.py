"""Alembic's frame: runs on the connection it is handed, and knows the store's column types."""

from typing import Any

from alembic import context

from server.store.search_tables import FULL_TEXT, Terms
from server.store.tables import Packed, metadata


def render_item(kind: str, item: Any, _context: Any) -> str | bool:
    """A packed value is text to the database; a migration must not depend on today's domain types."""
    return "sa.Text()" if kind == "type" and isinstance(item, Packed | Terms) else False


def compare_type(_context: Any, _inspected: Any, _column: Any, inspected_type: Any, metadata_type: Any) -> bool | None:
    """Leave packed columns alone."""
    return False if isinstance(metadata_type, Packed | Terms) else None


def include_name(name: str | None, kind: str, _parents: Any) -> bool:
    """The full-text index of either database is the migrations' own; nothing in the code's tables stands for it."""
    return not (kind in ("table", "index") and (name or "").startswith(FULL_TEXT))


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_item=render_item,
    compare_type=compare_type,
    render_as_batch=True,
    include_name=include_name,
)
with context.begin_transaction():
    context.run_migrations()
