"""Whom bridges are to forget: a row for each name a bridge had for somebody, offered until its receipt takes the name away."""

from msgspec import Struct
from sqlalchemy import ColumnElement, insert, select, update

from server.domain.errors import Refusal
from server.domain.ids import new_id
from server.store import tables as t
from server.store.hand import Writing
from server.store.reads import Reads
from server.store.records import Records


class Forgetting(Struct, frozen=True, kw_only=True):
    """`external_id` is the bridge's own name of the person, empty once `state` is no longer `waiting` (`done`, `dead`)."""

    number: int
    id: str
    workspace_id: str
    bridge_id: str
    customer_id: str
    external_id: str
    state: str = "waiting"
    attempts: int = 0
    created_at: int = 0


COLUMNS = tuple(t.bridge_erasure.c[name] for name in Forgetting.__struct_fields__)


class BridgeErasures:
    """What one bridge asks for is its own alone."""

    def __init__(self, reads: Reads, records: Records) -> None:
        self._reads = reads
        self._records = records

    async def of(self, bridge_id: str, after: int, limit: int, state: str) -> list[Forgetting]:
        """Those of a bridge after a number, the oldest first; of one state when one is named."""
        c = t.bridge_erasure.c
        return await self._some(
            c.bridge_id == bridge_id, c.number > after, *([c.state == state] if state else ()), limit=limit
        )

    async def due(self, now: int, limit: int) -> list[Forgetting]:
        """What is to be offered now; what is held for a paused bridge is not."""
        c = t.bridge_erasure.c
        resting = select(t.bridge.c.id).where(t.bridge.c.paused.is_(True))
        return await self._some(c.state == "waiting", c.next_at <= now, c.bridge_id.not_in(resting), limit=limit)

    async def offered(self, each: Forgetting, next_at: int, now: int) -> None:
        """It was told; once more at a time."""
        await self._change(each.id, {"attempts": each.attempts + 1, "next_at": next_at, "updated_at": now})

    async def give_up(self, each: Forgetting, now: int) -> None:
        """Nobody heard it in all this time; the name is not kept for it any longer."""
        await self._change(each.id, {"state": "dead", "external_id": "", "updated_at": now})

    async def settle(self, bridge_id: str, id: str, now: int) -> None:
        """The bridge has forgotten them, and so do we its name for them. Refuses `not_found` for another bridge's."""
        c = t.bridge_erasure.c
        if not await self._some(c.id == id, c.bridge_id == bridge_id, limit=1):
            raise Refusal("not_found", "erasureId")
        await self._change(id, {"state": "done", "external_id": "", "updated_at": now})

    async def _change(self, id: str, values: dict[str, object]) -> None:
        mine = (t.bridge_erasure.c.id == id, t.bridge_erasure.c.state == "waiting")
        async with self._records.write() as connection:
            await connection.execute(update(t.bridge_erasure).where(*mine).values(values))

    async def _some(self, *which: ColumnElement[bool], limit: int) -> list[Forgetting]:
        query = select(*COLUMNS).where(*which).order_by(t.bridge_erasure.c.number).limit(limit)
        return [Forgetting(**row._mapping) for row in await self._reads.rows(query)]


async def owe(connection: Writing, workspace_id: str, customer_id: str, now: int) -> None:
    """Every bridge that had a name for this person is to be told, from this transaction on."""
    c = t.bridge_customer.c
    names = select(c.bridge_id, c.external_id).where(c.workspace_id == workspace_id, c.customer_id == customer_id)
    rows = [
        {"id": new_id("be"), "workspace_id": workspace_id, "customer_id": customer_id, "state": "waiting"}
        | {"bridge_id": name.bridge_id, "external_id": name.external_id, "created_at": now}
        for name in await connection.execute(names)
    ]
    if rows:
        await connection.execute(insert(t.bridge_erasure), rows)
