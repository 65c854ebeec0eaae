"""What bridges are to hand over: rows made with the message itself, settled by receipts."""

from msgspec import Struct
from sqlalchemy import select, update

from server.domain.errors import Refusal
from server.store import tables as t
from server.store.reads import Reads
from server.store.records import Records

ORDER = ("waiting", "sent", "delivered", "read")


class Waiting(Struct, frozen=True, kw_only=True):
    """One message for one bridge."""

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


class Receipt(Struct, frozen=True, kw_only=True):
    """What a bridge says became of a delivery."""

    id: str
    state: str
    external_id: str = ""
    reason: str = ""


COLUMNS = tuple(t.delivery.c[name] for name in Waiting.__struct_fields__)


class Deliveries:
    """The outbox of every bridge."""

    def __init__(self, reads: Reads, records: Records) -> None:
        self._reads = reads
        self._records = records

    async def waiting(self, bridge_id: str, after: int, limit: int) -> list[Waiting]:
        """What has no receipt yet, in the order it was said."""
        c = t.delivery.c
        query = select(*COLUMNS).where(c.bridge_id == bridge_id, c.state == "waiting", c.number > after)
        return [Waiting(**row._mapping) for row in await self._reads.rows(query.order_by(c.number).limit(limit))]

    async def some(self, ids: list[str]) -> list[Waiting]:
        """These deliveries, in order."""
        c = t.delivery.c
        rows = await self._reads.rows(select(*COLUMNS).where(c.id.in_(ids)).order_by(c.number))
        return [Waiting(**row._mapping) for row in rows]

    async def overdue(self, since: int, limit: int) -> list[Waiting]:
        """Whatever bridge's, what has waited since before a time."""
        c = t.delivery.c
        query = select(*COLUMNS).where(c.state == "waiting", c.created_at <= since)
        return [Waiting(**row._mapping) for row in await self._reads.rows(query.order_by(c.number).limit(limit))]

    async def settle(self, bridge_id: str, receipt: Receipt, now: int) -> bool:
        """Take a receipt; a state only moves forward. Refuses `not_found` for another bridge's delivery."""
        c = t.delivery.c
        rows = await self._reads.rows(select(c.state).where(c.id == receipt.id, c.bridge_id == bridge_id))
        if not rows:
            raise Refusal("not_found", "deliveryId")
        earlier = ORDER[: ORDER.index(receipt.state)] if receipt.state in ORDER else ("waiting", "sent")
        statement = (
            update(t.delivery)
            .where(c.id == receipt.id, c.state.in_(earlier))
            .values(state=receipt.state, external_id=receipt.external_id, reason=receipt.reason, updated_at=now)
        )
        async with self._records.write() as connection:
            return bool((await connection.execute(statement)).rowcount)
