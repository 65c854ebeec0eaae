"""Customers' logins that ended before their time, and keys that were taken back: what no token opens any more."""

from collections.abc import Collection

from msgspec import Struct
from sqlalchemy import bindparam, delete, select

from server.store import tables as t
from server.store.reads import Reads
from server.store.records import Records, once


class Ending(Struct, frozen=True, kw_only=True):
    """What ends: names of logins, of a shop's words, of keys. `until` (ms) is when nothing of that name could be good anyway."""

    workspace_id: str
    ids: tuple[str, ...]
    at: int
    until: int


OVER = select(t.ended_login.c.id).where(t.ended_login.c.id.in_(bindparam("ids", expanding=True))).limit(1)


class Endings:
    """Names are 128 random or hashed bits; one is enough to refuse."""

    def __init__(self, reads: Reads, records: Records) -> None:
        self._reads = reads
        self._records = records

    async def ended(self, ids: Collection[str]) -> bool:
        """Whether one of them is over."""
        return bool(await self._reads.rows(OVER, {"ids": [id for id in ids if id]}, brief=True))

    async def end(self, ending: Ending) -> None:
        """They are over from now on; said again it is the same."""
        async with self._records.write(brief=True) as connection:
            for id in filter(None, ending.ids):
                row = {"id": id, "workspace_id": ending.workspace_id, "at": ending.at, "until": ending.until}
                await connection.execute(once(connection, t.ended_login, row))

    async def since(self, at: int) -> list[str]:
        """What ended at a time (ms) or later."""
        rows = await self._reads.rows(select(t.ended_login.c.id).where(t.ended_login.c.at >= at))
        return [str(row.id) for row in rows]

    async def forget(self, now: int) -> None:
        """What could not be good any more need not be known."""
        async with self._records.write() as connection:
            await connection.execute(delete(t.ended_login).where(t.ended_login.c.until <= now))
