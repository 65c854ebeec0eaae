"""Where secrets lie sealed in the database, so that all of them are found when the server's keys change."""

from typing import Any, Protocol

from msgspec import Struct
from sqlalchemy import Column, Select, select, update

from server.store import tables as t
from server.store.reads import Reads
from server.store.records import Records

ENGINE = "engine"
PLACES: tuple[tuple[str, Column[str], Column[str]], ...] = (
    ("totp", t.second_factor.c.id, t.second_factor.c.generation),
    ("out", t.webhook.c.id, t.webhook.c.generation),
    ("out", t.webhook.c.id, t.webhook.c.former),
    (ENGINE, t.translation_engine.c.id, t.translation_engine.c.options),
    ("sso", t.sign_on.c.id, t.sign_on.c.client_secret),
    ("shop", t.shop_key.c.id, t.shop_key.c.secret),
    ("push", t.push_key.c.workspace_id, t.push_key.c.private),
    ("seat", t.push_seat.c.id, t.push_seat.c.address),
)
"""Kind, the row's id, the column: kind and id are what a piece is bound to."""
PLAIN = frozenset({ENGINE})
"""Kinds that earlier versions stored as they are. What lies unsealed elsewhere is a name from which a key makes the secret."""


class Lock(Protocol):
    """What shuts a secret for a place, and opens it there alone."""

    def seal(self, secret: bytes, *context: str) -> str:
        """As it is stored."""
        ...

    def open(self, sealed: str, *context: str) -> bytes:
        """What was sealed for this place. Refuses `unavailable` for anything else."""
        ...


class SealedRow(Struct, frozen=True):
    """One secret as it lies; `place` counts PLACES."""

    place: int
    kind: str
    id: str
    value: str


class SealedRows:
    """Of all workspaces: the keys are the server's."""

    def __init__(self, reads: Reads, records: Records) -> None:
        self._reads = reads
        self._records = records

    async def all(self) -> list[SealedRow]:
        """Every secret there is."""
        found: list[SealedRow] = []
        for place, (kind, id, column) in enumerate(PLACES):
            columns: tuple[Any, Any] = (id.label("id"), column.label("value"))
            query: Select[Any] = select(*columns).where(column != "")
            rows = await self._reads.rows(query)
            found += [SealedRow(place, kind, row.id, row.value) for row in rows]
        return found

    async def put(self, row: SealedRow, value: str) -> bool:
        """Its new form, unless somebody changed it meanwhile."""
        _, id, column = PLACES[row.place]
        changed = update(column.table).where(id == row.id, column == row.value).values({column.name: value})
        async with self._records.write() as connection:
            return bool((await connection.execute(changed)).rowcount)
