"""What bridges are to hand over: rows made with the message itself, offered until a receipt settles them."""

from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, func, select, update

from server.domain.errors import Refusal
from server.store import tables as t
from server.store.reads import Reads
from server.store.records import Records
from server.store.webhook_outbox import note_delivery

ORDER = ("waiting", "sent", "delivered", "read")
UNSETTLED = ("waiting", "dead")


class Waiting(Struct, frozen=True, kw_only=True):
    """One message for one bridge. `recipient` is the customer by the bridge's own name; `attempts` counts its offers."""

    number: int
    id: str
    workspace_id: str
    bridge_id: str
    conversation_id: str
    thread: str
    customer_id: str
    text: str
    language: str
    attachments: tuple[str, ...] = ()
    recipient: str = ""
    state: str = "waiting"
    attempts: int = 0
    created_at: int = 0


class Receipt(Struct, frozen=True, kw_only=True):
    """What a bridge says became of a delivery."""

    id: str
    state: str
    external_id: str = ""
    reason: str = ""


MAPPED = (
    select(func.min(t.bridge_customer.c.external_id))
    .where(t.bridge_customer.c.bridge_id == t.delivery.c.bridge_id)
    .where(t.bridge_customer.c.customer_id == t.delivery.c.customer_id)
    .scalar_subquery()
)
RECIPIENT = func.coalesce(MAPPED, t.customer.c.external_id, "").label("recipient")
COLUMNS = tuple(t.delivery.c[name] for name in Waiting.__struct_fields__ if name != "recipient")


class Deliveries:
    """The outbox of every bridge; a paused one has nothing to do."""

    def __init__(self, reads: Reads, records: Records) -> None:
        self._reads = reads
        self._records = records

    async def waiting(self, bridge_id: str, after: int, limit: int, state: str = "waiting") -> list[Waiting]:
        """What has no receipt yet, in the order it was said; with another state that, with none everything."""
        c = t.delivery.c
        wanted = [c.state == state] if state else []
        return await self._some(c.bridge_id == bridge_id, *wanted, c.number > after, limit=limit)

    async def some(self, ids: list[str]) -> list[Waiting]:
        """These deliveries, in order, as far as they wait."""
        return await self._some(t.delivery.c.id.in_(ids), t.delivery.c.state == "waiting", limit=len(ids))

    async def due(self, now: int, limit: int) -> list[Waiting]:
        """Whatever bridge's, what is to be offered now."""
        c = t.delivery.c
        return await self._some(c.state == "waiting", c.next_at <= now, t.bridge.c.active.is_(True), limit=limit)

    async def offered(self, each: Waiting, state: str, next_at: int, now: int) -> None:
        """It was offered once more, or (`dead`) is given up; a receipt in between has its way."""
        c = t.delivery.c
        same = (c.id == each.id, c.state == "waiting", c.attempts == each.attempts)
        values = {"state": state, "attempts": each.attempts + (state == "waiting"), "next_at": next_at}
        async with self._records.write(brief=True) as connection:
            done = await connection.execute(update(t.delivery).where(*same).values(values))
            if done.rowcount and state == "dead":
                await _note(connection, each.id, Receipt(id=each.id, state="dead"), now)

    async def replay(self, bridge_id: str, after: int, *, everything: bool) -> int:
        """What was given up, failed or (`everything`) was settled waits again after a number; answers how many."""
        c = t.delivery.c
        which = [c.bridge_id == bridge_id, c.number > after]
        if not everything:
            which.append(c.state.in_(("dead", "failed", "waiting")))
        values = {"state": "waiting", "attempts": 0, "next_at": 0, "reason": ""}
        async with self._records.write() as connection:
            return (await connection.execute(update(t.delivery).where(*which).values(values))).rowcount

    async def settle(self, bridge_id: str, receipt: Receipt, now: int) -> bool:
        """Take a receipt; a state only moves forward. Refuses `not_found` for another bridge's delivery."""
        c = t.delivery.c
        rows = await self._reads.rows(select(c.state).where(c.id == receipt.id, c.bridge_id == bridge_id))
        if not rows:
            raise Refusal("not_found", "deliveryId")
        earlier = ORDER[: ORDER.index(receipt.state)] if receipt.state in ORDER else ("waiting", "sent")
        statement = (
            update(t.delivery)
            .where(c.id == receipt.id, c.state.in_({*earlier, *UNSETTLED}))
            .values(state=receipt.state, external_id=receipt.external_id, reason=receipt.reason, updated_at=now)
        )
        async with self._records.write(brief=True) as connection:
            moved = bool((await connection.execute(statement)).rowcount)
            if moved:
                await _note(connection, receipt.id, receipt, now)
        return moved

    async def _some(self, *which: ColumnElement[bool], limit: int) -> list[Waiting]:
        joined = t.delivery.join(t.bridge, t.bridge.c.id == t.delivery.c.bridge_id).outerjoin(
            t.customer, t.customer.c.id == t.delivery.c.customer_id
        )
        query = select(*COLUMNS, RECIPIENT).select_from(joined).where(*which, t.bridge.c.paused.is_(False))
        rows = await self._reads.rows(query.order_by(t.delivery.c.number).limit(limit))
        return [Waiting(**row._mapping) for row in rows]


async def _note(connection: Any, id: str, receipt: Receipt, now: int) -> None:
    columns = (t.delivery.c.workspace_id, t.delivery.c.conversation_id, t.delivery.c.seq)
    row = (await connection.execute(select(*columns).where(t.delivery.c.id == id))).one()
    about = {"id": id, "state": receipt.state, "externalId": receipt.external_id, "reason": receipt.reason}
    await note_delivery(connection, row, about, now)
