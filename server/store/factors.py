"""Second factors: who has one, which step was used last, which recovery codes are left."""

from collections.abc import Collection
from typing import Any

from msgspec import Struct
from sqlalchemy import delete, func, insert, select, update

from server.domain.people import Agent
from server.store import tables as t
from server.store.reads import Reads
from server.store.records import Records, upsert


class Factor(Struct, frozen=True):
    """A person's second factor. Its secret lies sealed in `generation`; `confirmed_at` is 0 until it is on."""

    generation: str
    confirmed_at: int
    codes_left: int


class Factors:
    """Each code opens once, whichever node it is shown to: the database says who was first."""

    def __init__(self, reads: Reads, records: Records) -> None:
        self._reads = reads
        self._records = records

    async def of(self, agent_id: str) -> Factor | None:
        """A person's second factor, confirmed or begun."""
        c = t.second_factor.c
        left = select(func.count()).where(t.recovery_code.c.agent_id == agent_id).scalar_subquery()
        rows = await self._reads.rows(select(c.generation, c.confirmed_at, left).where(c.id == agent_id), brief=True)
        return Factor(*rows[0]) if rows else None

    async def begin(self, agent: Agent, generation: str) -> None:
        """A new one that is not on yet."""
        values = {"id": agent.id, "workspace_id": agent.workspace_id, "generation": generation}
        values |= {"confirmed_at": 0, "last_step": 0}  # type: ignore[dict-item]
        async with self._records.write() as connection:
            await connection.execute(upsert(connection, t.second_factor, values, "id"))

    async def confirm(self, agent: Agent, now: int, codes: Collection[str]) -> None:
        """It is on, with these (hashed) recovery codes; older ones are gone."""
        c, r = t.second_factor.c, t.recovery_code
        rows = [{"agent_id": agent.id, "code_hash": each, "workspace_id": agent.workspace_id} for each in codes]
        async with self._records.write() as connection:
            await connection.execute(update(t.second_factor).where(c.id == agent.id).values(confirmed_at=now))
            await connection.execute(delete(r).where(r.c.agent_id == agent.id))
            await connection.execute(insert(r), rows)

    async def use_step(self, agent_id: str, step: int) -> bool:
        """Use up a step and all before it; False when it was."""
        c = t.second_factor.c
        later = update(t.second_factor).where(c.id == agent_id, c.last_step < step).values(last_step=step)
        return await self._changed(later)

    async def use_code(self, agent_id: str, code_hash: str) -> bool:
        """Use up a recovery code; False when there is none."""
        c = t.recovery_code.c
        return await self._changed(delete(t.recovery_code).where(c.agent_id == agent_id, c.code_hash == code_hash))

    async def remove(self, agent_id: str, workspace_id: str) -> bool:
        """The factor with its codes; answers whether there was one."""
        c, r = t.second_factor.c, t.recovery_code.c
        mine = (c.id == agent_id, c.workspace_id == workspace_id)
        async with self._records.write() as connection:
            gone = bool((await connection.execute(delete(t.second_factor).where(*mine))).rowcount)
            if gone:
                await connection.execute(delete(t.recovery_code).where(r.agent_id == agent_id))
        return gone

    async def _changed(self, statement: Any) -> bool:
        async with self._records.write() as connection:
            return bool((await connection.execute(statement)).rowcount)
