"""The audit log: what was done to a workspace, by whom, in the transaction that did it; each line seals the one before."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Table, insert, select, update

from server.domain.clock import Clock
from server.domain.people import Agent
from server.store import tables as t
from server.store.chain import Broken, Chain, Sealer
from server.store.hand import Writing
from server.store.reads import Reads
from server.store.records import Records, once
from server.store.rows import changes_of

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
    "pack": t.rule_pack,
    "override": t.rule_override,
    "sso": t.sign_on,
    "link": t.sign_on_link,
    "key": t.shop_key,
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

    @property
    def words(self) -> tuple[Any, ...]:
        """What the seal is over."""
        return msgspec.structs.astuple(self)[:-1]


CHAIN = Chain(t.audit, t.audit_head, lambda row: Record(**row._mapping))


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
        """The last line's number and seal; (0, "") for an empty log."""
        return await CHAIN.head(self._reads, workspace_id)

    async def verify(self, workspace_id: str, kept: tuple[int, str] = (0, "")) -> Broken | None:
        """See Chain."""
        return await CHAIN.verify(self._reads, self._sealer, workspace_id, kept)

    async def _append(self, connection: Writing, deed: Deed, changes: dict[str, Any]) -> None:
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
    async def write(self, *, brief: bool = True) -> AsyncIterator[Writing]:
        async with self._records.write(brief=brief) as connection:
            before = await self._row(connection)
            yield connection
            changes = changes_of(before, await self._row(connection))
            if changes or self._deed.table is None:
                await self._append(connection, self._deed, changes)

    async def _row(self, connection: Writing) -> dict[str, Any]:
        table = self._deed.table
        if table is None:
            return {}
        query = select(table).where(table.c.id == self._deed.target).with_for_update()
        row = (await connection.execute(query)).one_or_none()
        return dict(row._mapping) if row else {}
