"""The outbox of all webhooks: what is due, who is at it, how it went, and once more."""

from msgspec import Struct
from msgspec.structs import asdict
from sqlalchemy import ColumnElement, delete, exists, insert, select, update

from server.domain.errors import Refusal
from server.store import tables as t
from server.store.reads import Reads
from server.store.records import Records

COLUMNS = tuple(
    t.webhook_event.c[name]
    for name in ("number", "id", "workspace_id", "webhook_id", "conversation_id", "seq", "kind", "about", "state")
)
TIMES = tuple(t.webhook_event.c[name] for name in ("attempts", "next_at", "created_at"))


class WebhookEvent(Struct, frozen=True, kw_only=True):
    """One thing for one webhook: an entry of a conversation by its agents' number `seq`, or `about` a delivery.

    `state` is waiting, done or dead; `next_at` (ms) when it is sent next, or when a claim on it runs out.
    """

    number: int
    id: str
    workspace_id: str
    webhook_id: str
    conversation_id: str
    seq: int
    kind: str
    about: dict[str, str]
    state: str
    attempts: int
    next_at: int
    created_at: int


class Attempt(Struct, frozen=True, kw_only=True):
    """One try: the status or why there was none, how long it took, and the first of what was answered."""

    at: int
    status: int = 0
    why: str = ""
    ms: int = 0
    answer: str = ""


class WebhookEvents:
    """Ordered per webhook and conversation: an event waits for the ones before it."""

    def __init__(self, reads: Reads, records: Records) -> None:
        self._reads = reads
        self._records = records

    async def due(self, webhook_id: str, now: int, limit: int) -> list[WebhookEvent]:
        """The first unsent event of each conversation, where it is time."""
        e, earlier = t.webhook_event.c, t.webhook_event.alias()
        before = exists().where(
            earlier.c.webhook_id == e.webhook_id,
            earlier.c.conversation_id == e.conversation_id,
            earlier.c.state == "waiting",
            earlier.c.number < e.number,
        )
        mine = (e.webhook_id == webhook_id, e.state == "waiting", e.next_at <= now)
        return await self._some(*mine, ~before, limit=limit)

    async def claim(self, event: WebhookEvent, until: int) -> bool:
        """Take it until a time (ms); False when somebody else has."""
        e = t.webhook_event.c
        same = (e.number == event.number, e.state == "waiting", e.next_at == event.next_at)
        async with self._records.write(brief=True) as connection:
            done = await connection.execute(update(t.webhook_event).where(*same).values(next_at=until))
            return bool(done.rowcount)

    async def settle(self, event: WebhookEvent, attempt: Attempt, state: str, next_at: int) -> None:
        """How a try went, and what follows."""
        tried = asdict(attempt) | {"workspace_id": event.workspace_id, "event_number": event.number}
        moved = {"state": state, "attempts": event.attempts + 1, "next_at": next_at}
        async with self._records.write(brief=True) as connection:
            found = update(t.webhook_event).where(t.webhook_event.c.number == event.number).values(moved)
            if (await connection.execute(found)).rowcount:
                await connection.execute(insert(t.webhook_attempt).values(tried))

    async def page(self, webhook_id: str, state: str, after: int, limit: int) -> list[WebhookEvent]:
        """A webhook's events after a number, in order; of one state when one is named."""
        e = t.webhook_event.c
        mine = [e.webhook_id == webhook_id, e.number > after]
        return await self._some(*mine, *([e.state == state] if state else []), limit=limit)

    async def one(self, workspace_id: str, id: str) -> WebhookEvent:
        """One event. Refuses `not_found`."""
        e = t.webhook_event.c
        found = await self._some(e.id == id, e.workspace_id == workspace_id, limit=1)
        if not found:
            raise Refusal("not_found", "eventId")
        return found[0]

    async def attempts(self, event: WebhookEvent, limit: int = 50) -> list[Attempt]:
        """How its tries went, the newest first."""
        a = t.webhook_attempt.c
        query = select(*(a[name] for name in Attempt.__struct_fields__)).where(a.event_number == event.number)
        rows = await self._reads.rows(query.order_by(a.number.desc()).limit(limit))
        return [Attempt(**row._mapping) for row in rows]

    async def resend(self, event: WebhookEvent, now: int) -> None:
        """Send it once more, from the schedule's beginning."""
        await self._again(t.webhook_event.c.number == event.number, now=now)

    async def resend_since(self, webhook_id: str, since: int, now: int, *, delivered: bool) -> int:
        """The same for all that were given up since a time (ms), or also for what arrived; answers how many."""
        e = t.webhook_event.c
        states = ("dead", "done") if delivered else ("dead",)
        return await self._again(e.webhook_id == webhook_id, e.created_at >= since, e.state.in_(states), now=now)

    async def forget(self, before: int, limit: int) -> int:
        """Remove what is older than a time (ms), and its tries, some rows at once; answers how many."""
        e = t.webhook_event.c
        old = [row.number for row in await self._reads.rows(select(e.number).where(e.created_at < before).limit(limit))]
        if old:
            async with self._records.write() as connection:
                await connection.execute(delete(t.webhook_attempt).where(t.webhook_attempt.c.event_number.in_(old)))
                await connection.execute(delete(t.webhook_event).where(e.number.in_(old)))
        return len(old)

    async def _again(self, *which: ColumnElement[bool], now: int) -> int:
        moved = {"state": "waiting", "attempts": 0, "next_at": now}
        async with self._records.write() as connection:
            return (await connection.execute(update(t.webhook_event).where(*which).values(moved))).rowcount

    async def _some(self, *which: ColumnElement[bool], limit: int) -> list[WebhookEvent]:
        query = select(*COLUMNS, *TIMES).where(*which).order_by(t.webhook_event.c.number).limit(limit)
        return [WebhookEvent(**row._mapping) for row in await self._reads.rows(query)]
