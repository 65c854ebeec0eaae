"""What is known of bridges: their tokens, whom they know under which name, and what they asked before."""

from typing import Any

from msgspec import Struct
from msgspec.structs import asdict
from sqlalchemy import delete, func, insert, select, update

from server.domain.errors import Refusal
from server.domain.ids import derived_id
from server.domain.people import Actor
from server.store import tables as t
from server.store.reads import Reads
from server.store.records import Records, once

MOST = 20
"""Tokens of one bridge that are good at the same time."""


class Token(Struct, frozen=True, kw_only=True):
    """A named key of a bridge; `ends_at` (ms) is 0 while nobody ended it. The word itself is stored nowhere."""

    id: str
    workspace_id: str
    bridge_id: str
    name: str
    scopes: tuple[str, ...]
    created_at: int = 0
    ends_at: int = 0


class BridgeState(Struct, frozen=True, kw_only=True):
    """A bridge as those who lead see it, with how much waits for it and how much was given up."""

    id: str
    workspace_id: str
    shop_id: str
    name: str
    channel: str
    active: bool
    paused: bool
    waiting: int
    dead: int


TOKEN = tuple(t.bridge_token.c[name] for name in Token.__struct_fields__)
BRIDGE = tuple(t.bridge.c[name] for name in BridgeState.__struct_fields__ if name not in ("waiting", "dead"))


class Bridges:
    """Whoever calls has checked the right to what they ask."""

    def __init__(self, reads: Reads, records: Records) -> None:
        self._reads = reads
        self._records = records

    async def all(self, workspace_id: str) -> list[BridgeState]:
        """A workspace's bridges, by name."""
        d = t.delivery.c
        counts = [
            select(func.count()).where(d.bridge_id == t.bridge.c.id, d.state == state).scalar_subquery().label(state)
            for state in ("waiting", "dead")
        ]
        query = select(*BRIDGE, *counts).where(t.bridge.c.workspace_id == workspace_id)
        rows = await self._reads.rows(query.order_by(t.bridge.c.name, t.bridge.c.id))
        return [BridgeState(**row._mapping) for row in rows]

    async def one(self, workspace_id: str, id: str) -> BridgeState:
        """One bridge. Refuses `not_found`."""
        found = next((each for each in await self.all(workspace_id) if each.id == id), None)
        if found is None:
            raise Refusal("not_found", "bridgeId")
        return found

    async def change(self, workspace_id: str, id: str, changes: dict[str, Any]) -> BridgeState:
        """The bridge with these fields changed, as it is now. Refuses `not_found`."""
        mine = (t.bridge.c.id == id, t.bridge.c.workspace_id == workspace_id)
        if changes:
            async with self._records.write() as connection:
                await connection.execute(update(t.bridge).where(*mine).values(changes))
        return await self.one(workspace_id, id)

    async def tokens(self, bridge_id: str, now: int) -> list[Token]:
        """The tokens that are good, the oldest first."""
        c = t.bridge_token.c
        query = select(*TOKEN).where(c.bridge_id == bridge_id, _good(now)).order_by(c.created_at, c.id)
        return [Token(**row._mapping) for row in await self._reads.rows(query)]

    async def add_token(self, token: Token, token_hash: str) -> None:
        """One more. Refuses `bad_state` when there are too many."""
        if len(await self.tokens(token.bridge_id, token.created_at)) >= MOST:
            raise Refusal("bad_state", "tokens")
        async with self._records.write() as connection:
            await connection.execute(insert(t.bridge_token).values(asdict(token) | {"token_hash": token_hash}))

    async def end_token(self, workspace_id: str, id: str, at: int) -> Token:
        """It is good until a time (ms), and never longer than it was. Refuses `not_found`."""
        c = t.bridge_token.c
        mine = (c.id == id, c.workspace_id == workspace_id)
        async with self._records.write() as connection:
            sooner = (c.ends_at == 0) | (c.ends_at > at)
            await connection.execute(update(t.bridge_token).where(*mine, sooner).values(ends_at=at))
            row = (await connection.execute(select(*TOKEN).where(*mine))).one_or_none()
        if row is None:
            raise Refusal("not_found", "tokenId")
        return Token(**row._mapping)

    async def good(self, ids: set[str], now: int) -> set[str]:
        """Which of these tokens still open the door."""
        query = select(t.bridge_token.c.id).join(t.bridge).where(t.bridge_token.c.id.in_(ids), _good(now))
        return {row.id for row in await self._reads.rows(query.where(t.bridge.c.active.is_(True)))}

    async def customer_of(self, bridge: Actor, external_id: str, now: int) -> str:
        """Whom a bridge means by a name of its own, from the first time on for ever."""
        c = t.bridge_customer.c
        query = select(c.customer_id).where(c.bridge_id == bridge.id, c.external_id == external_id)
        if not (rows := await self._reads.rows(query)):
            values = {
                "bridge_id": bridge.id,
                "external_id": external_id,
                "workspace_id": bridge.workspace_id,
                "customer_id": derived_id("cu", bridge.workspace_id, bridge.channel, bridge.id, external_id),
                "created_at": now,
            }
            async with self._records.write() as connection:
                await connection.execute(once(connection, t.bridge_customer, values))
            rows = await self._reads.rows(query)
        return str(rows[0].customer_id)

    async def asked(self, bridge: Actor, request_id: str, digest: str, now: int) -> None:
        """Remember a signed request. Refuses `conflict` when the same id asked for something else before."""
        r = t.bridge_request.c
        values = {"bridge_id": bridge.id, "request_id": request_id, "workspace_id": bridge.workspace_id}
        async with self._records.write(brief=True) as connection:
            statement = once(connection, t.bridge_request, values | {"digest": digest, "at": now})
            if (await connection.execute(statement)).rowcount == 1:
                return
            query = select(r.digest).where(r.bridge_id == bridge.id, r.request_id == request_id)
            before = (await connection.execute(query)).scalar_one()
        if before != digest:
            raise Refusal("conflict", "webhook-id")

    async def forget_requests(self, before: int) -> None:
        """No signature of then is good any more."""
        async with self._records.write() as connection:
            await connection.execute(delete(t.bridge_request).where(t.bridge_request.c.at < before))


def _good(now: int) -> Any:
    ends = t.bridge_token.c.ends_at
    return (ends == 0) | (ends > now)
