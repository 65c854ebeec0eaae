"""A crowd that comes and goes at once, on an ASGI server that is only memory: no sockets, no waiting."""

import asyncio
import json
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
    "extensions": {"websocket.http.response": {}},
}


class Visitor:
    """One WebSocket as an ASGI server hands it over; a blocked one takes nothing."""

    def __init__(self, engine: Engine, query: str = "EIO=4&transport=websocket", *words: str) -> None:
        self.sent: list[Message] = []
        self.open = asyncio.Event()
        self.open.set()
        self.block_after = ""
        self.inbox: asyncio.Queue[Message] = asyncio.Queue()
        self.inbox.put_nowait({"type": "websocket.connect"})
        for word in words or ("40",):
            self.inbox.put_nowait({"type": "websocket.receive", "text": word})
        scope = {**SCOPE, "query_string": query.encode()}
        self.task = asyncio.ensure_future(engine(scope, self.inbox.get, self.send))

    async def send(self, message: Message) -> None:
        await self.open.wait()
        self.sent.append(message)
        if self.block_after and message.get("text") == self.block_after:
            self.open.clear()

    def unblock(self) -> None:
        self.open.set()

    def leave(self) -> None:
        self.inbox.put_nowait({"type": "websocket.disconnect", "code": 1006})


async def _poll(engine: Engine, query: str, body: bytes | None = None) -> str:
    """One request of long-polling; the client stays on the line."""
    sent: list[Message] = []
    requests: asyncio.Queue[Message] = asyncio.Queue()
    requests.put_nowait({"type": "http.request", "body": body or b"", "more_body": False})

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "GET" if body is None else "POST",
        "headers": [],
        "query_string": b"EIO=4&transport=polling" + query.encode(),
    }
    await engine(scope, requests.get, send)
    text: str = sent[1]["body"].decode()
    return text


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
    async with asyncio.timeout(15):
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
    async with asyncio.timeout(15):
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
    deaf.open.clear()
    for n in range(10):
        engine.emit("all", "posted", n, namespace="/")
    assert well.sent[-1]["text"] == '42["posted",9]'
    assert engine.stats().queued_bytes == 9 * len('42["posted",0]')
    await engine.drain(0.05, ("server.leaving", {}))
    assert sorted(diary.goodbyes) == ["draining", "draining"]
    well.leave()
    async with asyncio.timeout(15):
        await asyncio.gather(deaf.task, well.task)
    await asyncio.sleep(0)
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_too_large_a_message_is_noticed_on_a_server_without_a_limit() -> None:
    diary = Diary()
    _, (visitor,) = await _crowd(diary, 1)
    visitor.inbox.put_nowait({"type": "websocket.receive", "text": '42["' + "ü" * 65_600 + '"]'})
    await asyncio.wait_for(visitor.task, 15)
    assert (visitor.sent[-1]["type"], visitor.sent[-1]["code"]) == ("websocket.close", 1009)


async def test_poll_that_ends_in_the_upgrade_takes_nothing_from_the_websocket() -> None:
    diary = Diary()
    engine = Engine(EngineOptions(), {"/": diary}, SystemClock())
    sid = json.loads((await _poll(engine, ""))[1:])["sid"]
    await _poll(engine, f"&sid={sid}", b"40")
    assert (await _poll(engine, f"&sid={sid}")).startswith("40{")
    waiting = asyncio.ensure_future(_poll(engine, f"&sid={sid}"))
    await asyncio.sleep(0)
    query = f"EIO=4&transport=websocket&sid={sid}"
    visitor = Visitor(engine, query, "2probe", "5")
    visitor.block_after = "3probe"
    await asyncio.sleep(0)
    for n in range(3):
        diary.connections[0].send("posted", n)
    assert await waiting == "6"
    visitor.unblock()
    visitor.leave()
    await asyncio.wait_for(visitor.task, 15)
    assert [m["text"] for m in visitor.sent[2:]] == [f'42["posted",{n}]' for n in range(3)]
