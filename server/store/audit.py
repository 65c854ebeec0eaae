"""The audit log: what was done to a workspace, by whom, in the transaction that did it; each row seals the one before.

A row's seal is HMAC-SHA256 over the seal before it and the row's own words, under a key that the database does not hold. So a
row that was changed, taken out, put in or moved is found by whoever has the key (`verify`), whatever else was rewritten.
`audit_head` knows the last number, so a tail that was cut off is found too; a database put back whole to an earlier state is not,
unless somebody kept a later head elsewhere.
"""

import hmac
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from hashlib import sha256
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Table, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from server.domain.clock import Clock
from server.domain.people import Agent
from server.store import tables as t
from server.store.reads import Reads
from server.store.records import Records, once
from server.store.rows import changes_of

PAGE = 500
TABLES = {
    "agent": t.agent,
    "team": t.team,
    "shop": t.shop,
    "policy": t.workspace,
    "bridge": t.bridge,
    "token": t.bridge_token,
    "webhook": t.webhook,
    "factor": t.second_factor,
    "invitation": t.invitation,
    "role": t.role,
}


class Deed(Struct, frozen=True, kw_only=True):
    """Who does what to which thing, and from where (`address` is shortened). `action` is `noun.verb`."""

    agent: Agent
    action: str
    target: str
    address: str = ""

    @property
    def table(self) -> Table | None:
        """Where the thing is a row; None where many are meant."""
        return TABLES.get(self.action.partition(".")[0])


class Record(Struct, frozen=True, kw_only=True):
    """One line of the log; `changes` is JSON: a field's name to what it was and what it is."""

    workspace_id: str
    number: int
    at: int
    actor_id: str
    actor_name: str
    action: str
    target: str
    address: str
    changes: str
    seal: str = ""


class Broken(Struct, frozen=True):
    """Where the log of a workspace stops being what was written; `number` is the first line that is not."""

    number: int
    why: str


class Sealer:
    """Makes seals with the first key, knows those of all."""

    def __init__(self, keys: tuple[bytes, ...]) -> None:
        self._keys = tuple(sha256(b"tradewind:audit:" + key).digest() for key in keys)

    def seal(self, before: str, record: Record) -> str:
        """What the row carries."""
        return self._mac(self._keys[0], before, record)

    def fits(self, before: str, record: Record) -> bool:
        """Whether this row was written after the one that `before` seals."""
        return any(hmac.compare_digest(self._mac(key, before, record), record.seal) for key in self._keys)

    @staticmethod
    def _mac(key: bytes, before: str, record: Record) -> str:
        said = msgspec.json.encode([before, *msgspec.structs.astuple(record)[:-1]])
        return hmac.digest(key, said, "sha256").hex()


class Audit:
    """Reads the log, and makes records that write it."""

    def __init__(self, reads: Reads, records: Records, keys: tuple[bytes, ...], clock: Clock) -> None:
        self._reads = reads
        self._records = records
        self._sealer = Sealer(keys)
        self._clock = clock

    def noting(self, deed: Deed) -> Records:
        """Records whose next transaction that changes anything is noted as this deed, or does not happen."""
        return _Noting(self._records, deed, self._append)

    async def page(self, workspace_id: str, before: int, limit: int) -> list[Record]:
        """The log before a number (0: from its end), the latest first."""
        c = t.audit.c
        query = select(t.audit).where(c.workspace_id == workspace_id, c.number < (before or 2**62))
        return [Record(**row._mapping) for row in await self._reads.rows(query.order_by(c.number.desc()).limit(limit))]

    async def head(self, workspace_id: str) -> tuple[int, str]:
        """The last line's number and seal, as they are kept beside the log; (0, "") for an empty one."""
        query = select(t.audit_head.c.number, t.audit_head.c.seal)
        rows = await self._reads.rows(query.where(t.audit_head.c.workspace_id == workspace_id))
        return (int(rows[0].number), str(rows[0].seal)) if rows else (0, "")

    async def verify(self, workspace_id: str, kept: tuple[int, str] = (0, "")) -> Broken | None:
        """The first line that is not as it was written. `kept` is a head that was noted elsewhere at some time."""
        c = t.audit.c
        head, last, seal = await self.head(workspace_id), 0, ""
        while True:
            query = select(t.audit).where(c.workspace_id == workspace_id, c.number > last).order_by(c.number)
            found = [Record(**row._mapping) for row in await self._reads.rows(query.limit(PAGE))]
            for record in found:
                if record.number != last + 1:
                    return Broken(last + 1, "missing")
                if not self._sealer.fits(seal, record):
                    return Broken(record.number, "not what was written")
                last, seal = record.number, record.seal
                if last == kept[0] and seal != kept[1]:
                    return Broken(last, "not the line that was kept")
            if len(found) < PAGE:
                break
        if (last, seal) != head:
            return Broken(min(last, head[0]) + 1, "the end is not where it was")
        return Broken(last + 1, "ends before the line that was kept") if last < kept[0] else None

    async def _append(self, connection: AsyncConnection, deed: Deed, changes: dict[str, Any]) -> None:
        id = deed.agent.workspace_id
        head = t.audit_head
        await connection.execute(once(connection, head, {"workspace_id": id, "number": 0, "seal": ""}))
        last = (await connection.execute(select(head).where(head.c.workspace_id == id).with_for_update())).one()
        record = Record(
            workspace_id=id,
            number=last.number + 1,
            at=self._clock.now(),
            actor_id=deed.agent.id,
            actor_name=deed.agent.name,
            action=deed.action,
            target=deed.target,
            address=deed.address,
            changes=msgspec.json.encode(changes).decode(),
        )
        record = msgspec.structs.replace(record, seal=self._sealer.seal(last.seal, record))
        await connection.execute(insert(t.audit).values(msgspec.structs.asdict(record)))
        moved = update(head).where(head.c.workspace_id == id).values(number=record.number, seal=record.seal)
        await connection.execute(moved)


class _Noting(Records):
    def __init__(self, records: Records, deed: Deed, append: Any) -> None:
        self._records = records
        self._deed = deed
        self._append = append

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        async with self._records.write() as connection:
            before = await self._row(connection)
            yield connection
            changes = changes_of(before, await self._row(connection))
            if changes or self._deed.table is None:
                await self._append(connection, self._deed, changes)

    async def _row(self, connection: AsyncConnection) -> dict[str, Any]:
        table = self._deed.table
        if table is None:
            return {}
        query = select(table).where(table.c.id == self._deed.target).with_for_update()
        row = (await connection.execute(query)).one_or_none()
        return dict(row._mapping) if row else {}
