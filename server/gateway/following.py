"""Who follows what on this node, and so which topics this node must hear from the others."""

import asyncio
from collections.abc import Iterable

from server.domain.errors import Refusal
from server.domain.people import Actor
from server.fanout import audiences
from server.fanout.bus import Bus
from server.fanout.told import Told
from server.gateway.engine.connection import Connection
from server.gateway.engine.engine import Engine
from server.protocol.events import Positions

MOST = 500
"""Conversations one socket may follow at once."""
AT_ONCE = 100
"""Sockets told their positions in one turn of the event loop."""

SIDES = (audiences.CUSTOMER, audiences.AGENT)
PREFIX = audiences.followers("")


class Following:
    """Keeps audiences and subscriptions in step: a topic is heard while somebody here listens."""

    def __init__(self, bus: Bus, told: Told, sockets: int = 30) -> None:
        self._bus = bus
        self._told = told
        self._most = sockets
        self._engine: Engine | None = None
        self._topics: dict[Connection, set[str]] = {}

    def attach(self, engine: Engine) -> None:
        """The engine whose audiences these are; it needs the namespaces first, which need this."""
        self._engine = engine

    def room_for(self, connection: Connection, actor: Actor) -> None:
        """Refuses `rate_limited` who has as many sockets here as one person may."""
        here = self._engine.audience(connection.namespace, audiences.person(actor.id)) if self._engine else ()
        if len(here) >= self._most:
            raise Refusal("rate_limited", "sockets", after_ms=60_000)

    def join(self, connection: Connection, conversation_id: str) -> None:
        """Hear a conversation. Refuses `rate_limited` beyond 500 at once."""
        if len(self._topics.get(connection, ())) >= MOST:
            raise Refusal("rate_limited", "conversationId", after_ms=60_000)
        self._hear(connection, audiences.followers(conversation_id))

    def join_desk(self, connection: Connection, actor: Actor) -> None:
        """Hear of a desk's people, and of the conversations one may see: every shop's, or some shops' alone."""
        self._hear(connection, audiences.desk(actor.workspace_id))
        for hall in map(audiences.shop, actor.shop_ids) if actor.shop_ids else (audiences.lists(actor.workspace_id),):
            connection.join(hall)

    def leave(self, connection: Connection, conversation_id: str) -> None:
        """Hear it no longer."""
        topic = audiences.followers(conversation_id)
        connection.leave(topic)
        self._topics.get(connection, set()).discard(topic)
        self._hush(topic)

    def gone(self, connection: Connection) -> None:
        """A socket closed: let go of the topics nobody else here follows."""
        for topic in self._topics.pop(connection, ()):
            connection.leave(topic)
            self._hush(topic)

    def followed(self) -> set[str]:
        """The conversations somebody on this node follows."""
        return {
            name.removeprefix(PREFIX) for topics in self._topics.values() for name in topics if name.startswith(PREFIX)
        }

    async def announce_positions(self) -> None:
        """Tell every socket the newest numbers of what it follows, so that a half-open client notices its hole; some a turn."""
        for number, (connection, topics) in enumerate(list(self._topics.items()), 1):
            if number % AT_ONCE == 0:
                await asyncio.sleep(0)
            ids = [name.removeprefix(PREFIX) for name in topics if name.startswith(PREFIX)]
            if ids:
                customer = connection.namespace == audiences.CUSTOMER
                positions = self._positions(ids, customer=customer)
                connection.send("positions.announced", Positions(positions=positions), volatile=True)

    def _positions(self, ids: Iterable[str], *, customer: bool) -> dict[str, int]:
        marks = ((id, self._told.mark(id)) for id in ids)
        return {id: mark.cseq if customer else mark.seq for id, mark in marks if mark.seq}

    def _hear(self, connection: Connection, topic: str) -> None:
        connection.join(topic)
        self._topics.setdefault(connection, set()).add(topic)
        self._bus.subscribe(topic)

    def _hush(self, topic: str) -> None:
        if self._engine and not any(self._engine.audience(side, topic) for side in SIDES):
            self._bus.unsubscribe(topic)
