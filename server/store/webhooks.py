"""The addresses other machines are told at, as those who lead a desk set them up."""

from typing import Any

from msgspec import Struct
from msgspec.structs import asdict
from sqlalchemy import delete, func, insert, select, update

from server.domain.errors import Refusal
from server.store import tables as t
from server.store.reads import Reads
from server.store.records import Records

MOST = 20
"""Webhooks of one workspace: each public entry makes a row for each of them."""


class Webhook(Struct, frozen=True, kw_only=True):
    """One address. Its secret lies sealed in `generation`; the one of `former` signs too until a time (ms).

    `failing_since` (ms): since when nothing got through, 0 when all is well. `disabled`: why it was switched off for its
    owner: `failing`, `gone`.
    """

    id: str
    workspace_id: str
    name: str
    url: str
    events: tuple[str, ...]
    active: bool = True
    generation: str = ""
    former: str = ""
    former_until: int = 0
    failing_since: int = 0
    disabled: str = ""
    created_at: int = 0


class Webhooks:
    """Plain changes; whoever calls has checked the right to them."""

    def __init__(self, reads: Reads, records: Records) -> None:
        self._reads = reads
        self._records = records

    async def all(self, workspace_id: str) -> list[Webhook]:
        """A workspace's webhooks, the oldest first."""
        c = t.webhook.c
        query = select(t.webhook).where(c.workspace_id == workspace_id).order_by(c.created_at, c.id)
        return [Webhook(**row._mapping) for row in await self._reads.rows(query)]

    async def one(self, workspace_id: str, id: str) -> Webhook:
        """One webhook. Refuses `not_found`."""
        found = next((each for each in await self.all(workspace_id) if each.id == id), None)
        if found is None:
            raise Refusal("not_found", "webhookId")
        return found

    async def add(self, webhook: Webhook) -> None:
        """A new one. Refuses `bad_state` when there are too many."""
        mine = t.webhook.c.workspace_id == webhook.workspace_id
        async with self._records.write() as connection:
            count = (await connection.execute(select(func.count()).select_from(t.webhook).where(mine))).scalar_one()
            if count >= MOST:
                raise Refusal("bad_state", "webhooks")
            await connection.execute(insert(t.webhook).values(asdict(webhook)))

    async def change(self, workspace_id: str, id: str, changes: dict[str, Any]) -> Webhook:
        """The webhook with these fields changed, as it is now. Refuses `not_found`."""
        mine = (t.webhook.c.id == id, t.webhook.c.workspace_id == workspace_id)
        async with self._records.write() as connection:
            if changes:
                await connection.execute(update(t.webhook).where(*mine).values(changes))
            row = (await connection.execute(select(t.webhook).where(*mine))).one_or_none()
        if row is None:
            raise Refusal("not_found", "webhookId")
        return Webhook(**row._mapping)

    async def remove(self, workspace_id: str, id: str) -> None:
        """The webhook with all that waited for it. Refuses `not_found`."""
        await self.one(workspace_id, id)
        numbers = select(t.webhook_event.c.number).where(t.webhook_event.c.webhook_id == id)
        async with self._records.write() as connection:
            await connection.execute(delete(t.webhook_attempt).where(t.webhook_attempt.c.event_number.in_(numbers)))
            await connection.execute(delete(t.webhook_event).where(t.webhook_event.c.webhook_id == id))
            await connection.execute(delete(t.webhook).where(t.webhook.c.id == id))

    async def with_work(self, now: int) -> list[Webhook]:
        """The active webhooks, of all workspaces, for which something is due."""
        e = t.webhook_event.c
        due = select(e.webhook_id).where(e.state == "waiting", e.next_at <= now)
        query = select(t.webhook).where(t.webhook.c.active.is_(True), t.webhook.c.id.in_(due))
        return [Webhook(**row._mapping) for row in await self._reads.rows(query)]

    async def got_through(self, id: str) -> None:
        """All is well again."""
        c = t.webhook.c
        await self._mark(update(t.webhook).where(c.id == id, c.failing_since > 0).values(failing_since=0))

    async def failed(self, id: str, now: int) -> None:
        """Nothing gets through, since now unless it was so before."""
        c = t.webhook.c
        await self._mark(update(t.webhook).where(c.id == id, c.failing_since == 0).values(failing_since=now))

    async def disable(self, id: str, why: str) -> bool:
        """Switch it off; answers whether it was on."""
        c = t.webhook.c
        off = update(t.webhook).where(c.id == id, c.active.is_(True)).values(active=False, disabled=why)
        async with self._records.write() as connection:
            return bool((await connection.execute(off)).rowcount)

    async def _mark(self, statement: Any) -> None:
        async with self._records.write() as connection:
            await connection.execute(statement)
