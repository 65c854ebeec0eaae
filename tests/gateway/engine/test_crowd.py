"""A crowd that comes and goes at once, on an ASGI server that is only memory: no sockets, no waiting."""

import asyncio
from collections import Counter
from collections.abc import MutableMapping
from typing import Any

from msgspec import Raw

from server.domain.clock import SystemClock
from server.gateway.engine import Connection, Engine, EngineOptions
from tests.gateway.engine.houses import Diary

Message = MutableMapping[str, Any]
SCOPE: Message = {
    "type": "websocket",
    "headers": [],
    "client": ("192.0.2.1", 5),
    "query_string": b"EIO=4&transport=websocket",
    "extensions": {"websocket.http.response": {}},
}


class Visitor:
    """One WebSocket as an ASGI server would hand it over; `blocked` is a peer that takes nothing."""

    def __init__(self, engine: Engine) -> None:
        self.sent: list[Message] = []
        self.blocked = False
        self.inbox: asyncio.Queue[Message] = asyncio.Queue()
        self.inbox.put_nowait({"type": "websocket.connect"})
        self.inbox.put_nowait({"type": "websocket.receive", "text": "40"})
        self.task = asyncio.ensure_future(engine(dict(SCOPE), self.inbox.get, self.send))

    async def send(self, message: Message) -> None:
        if self.blocked:
            await asyncio.Event().wait()
        self.sent.append(message)

    def leave(self) -> None:
        self.inbox.put_nowait({"type": "websocket.disconnect", "code": 1006})


class Turns(Diary):
    """Notes in which turn of the loop each goodbye came, and which audiences were left."""

    def __init__(self) -> None:
        super().__init__()
        self.turn = 0
        self.by_turn: Counter[int] = Counter()
        self.counting = True

    def count(self) -> None:
        self.turn += 1
        if self.counting:
            asyncio.get_running_loop().call_soon(self.count)

    async def connected(self, connection: Connection, auth: Raw | None) -> None:
        await super().connected(connection, auth)
        connection.join(f"only {connection.id}")

    async def disconnected(self, connection: Connection, reason: str) -> None:
        self.by_turn[self.turn] += 1
        await super().disconnected(connection, reason)


async def _crowd(diary: Diary, size: int) -> tuple[Engine, list[Visitor]]:
    engine = Engine(EngineOptions(), {"/": diary}, SystemClock())
    visitors = [Visitor(engine) for _ in range(size)]
    async with asyncio.timeout(10):
        while len(diary.connections) < size:  # noqa: ASYNC110 - turns are counted
            await asyncio.sleep(0)
    return engine, visitors


async def test_two_thousand_leave_in_slices_and_nothing_of_them_stays() -> None:
    diary = Turns()
    engine, visitors = await _crowd(diary, 2_000)
    assert engine.emit("all", "posted", 1, namespace="/") == 2_000
    assert engine.stats().audiences == 2_001
    diary.count()
    for visitor in visitors:
        visitor.leave()
    async with asyncio.timeout(10):
        await asyncio.gather(*(visitor.task for visitor in visitors))
        while len(diary.goodbyes) < 2_000:  # noqa: ASYNC110 - turns are counted
            await asyncio.sleep(0)
    diary.counting = False
    assert max(diary.by_turn.values()) <= 64
    stats = engine.stats()
    assert (stats.sessions, stats.connections, stats.audiences) == (0, 0, 0)


async def test_broadcast_is_encoded_once_for_all() -> None:
    diary = Diary()
    engine, visitors = await _crowd(diary, 50)
    engine.emit("all", "posted", {"text": "hola"}, namespace="/")
    copies = {id(visitor.sent[-1]) for visitor in visitors}
    assert len(copies) == 1
    assert visitors[0].sent[-1]["text"] == '42["posted",{"text":"hola"}]'
    for visitor in visitors:
        visitor.leave()
    await asyncio.gather(*(visitor.task for visitor in visitors))


async def test_stalled_socket_is_left_without_waiting_on_any_asgi_server() -> None:
    diary = Diary()
    engine, (deaf, well) = await _crowd(diary, 2)
    deaf.blocked = True
    for n in range(10):
        engine.emit("all", "posted", n, namespace="/")
    assert well.sent[-1]["text"] == '42["posted",9]'
    assert engine.stats().queued_bytes == 9 * len('42["posted",0]')
    await engine.drain(0.05, ("server.leaving", {}))
    assert sorted(diary.goodbyes) == ["draining", "draining"]
    well.leave()
    async with asyncio.timeout(2):
        await asyncio.gather(deaf.task, well.task)
