"""What the engine refuses to let happen: every way to exhaust it is closed, and nobody else notices."""

import asyncio
import socket as sockets
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager

import pytest
from websockets.asyncio.client import ClientConnection

from server.gateway.engine import Connection, EngineOptions
from tests.gateway.engine.conftest import House, Open
from tests.gateway.engine.houses import Diary
from tests.gateway.engine.wire import (
    HANDSHAKE,
    PATH,
    Poller,
    ask,
    heard,
    joined,
    line,
    masked,
    upgrade_answer,
)

POLL = f"{PATH}&transport=polling"
BIG = "x" * 20_000
TCP_CLOSE = 7  # linux/include/net/tcp_states.h: reset by the other end


@asynccontextmanager
async def _deaf(house: House, diary: Diary) -> AsyncIterator[sockets.socket]:
    """A client that joins, then never reads again."""
    loop = asyncio.get_running_loop()
    with sockets.socket() as raw:
        raw.setsockopt(sockets.SOL_SOCKET, sockets.SO_RCVBUF, 4096)
        raw.setblocking(False)
        await loop.sock_connect(raw, ("127.0.0.1", house.port))
        await loop.sock_sendall(raw, HANDSHAKE.encode() + b"\r\n")
        assert b"101" in await loop.sock_recv(raw, 20)
        await loop.sock_sendall(raw, masked("40"))
        await _until(lambda: len(diary.connections) == 1)
        yield raw


async def _until(condition: Callable[[], bool], seconds: float = 15) -> None:
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - a condition has no event
            await asyncio.sleep(0.005)


async def test_deaf_client_is_bounded_in_bytes_and_nobody_else_notices(open_house: Open) -> None:
    diary = Diary()
    house = await open_house(EngineOptions(soft_bytes=50_000, hard_bytes=200_000), {"/": diary})
    async with _deaf(house, diary), line(house.port) as well:
        await well.send("40")
        await well.recv()
        await heard(well)
        most = 0
        for n in range(600):
            house.engine.emit("all", "posted", [n, BIG], namespace="/")
            most = max(most, house.engine.stats().queued_bytes)
            assert str(await heard(well)).startswith(f'42["posted",[{n},')
            if diary.goodbyes:
                break
        assert 50_000 < most <= 200_000
        assert diary.goodbyes == ["slow"]
        stats = house.engine.stats()
        assert (stats.slow, stats.sessions) == (1, 1)


async def test_volatile_frames_give_way_first(open_house: Open) -> None:
    diary = Diary()
    house = await open_house(EngineOptions(soft_bytes=50_000, hard_bytes=100_000_000), {"/": diary})
    async with _deaf(house, diary):
        for n in range(2_000):
            house.engine.emit("all", "typing", [n, BIG], namespace="/", volatile=True)
            if n % 100 == 0:
                await asyncio.sleep(0)
        stats = house.engine.stats()
        assert stats.dropped > 500
        assert stats.queued_bytes <= 50_000
        assert (stats.slow, stats.sessions) == (0, 1)


async def test_client_that_takes_nothing_is_cut_off_after_the_stall_time(open_house: Open) -> None:
    diary = Diary()
    house = await open_house(EngineOptions(stall_seconds=0.2, hard_bytes=100_000_000), {"/": diary})
    async with _deaf(house, diary) as raw:
        for n in range(600):
            house.engine.emit("all", "posted", [n, BIG], namespace="/")
        await asyncio.wait_for(diary.left.wait(), 15)
        assert diary.goodbyes == ["slow"]
        with pytest.raises(ConnectionError):  # aborted: a polite close would end in b""
            while await asyncio.wait_for(asyncio.get_running_loop().sock_recv(raw, 65536), 15):
                pass


async def test_closing_a_deaf_client_does_not_wait_for_it(open_house: Open) -> None:
    diary = Diary()
    house = await open_house(EngineOptions(hard_bytes=100_000_000), {"/": diary})
    async with _deaf(house, diary) as raw:
        for n in range(600):
            diary.connections[0].send("posted", [n, BIG])
        assert house.engine.stats().queued_bytes > 0
        diary.connections[0].close("revoked")
        await asyncio.wait_for(diary.left.wait(), 15)
        assert (diary.goodbyes, house.engine.stats().sessions) == (["revoked"], 0)
        await _until(lambda: raw.getsockopt(sockets.IPPROTO_TCP, sockets.TCP_INFO, 1)[0] == TCP_CLOSE, 2)


@pytest.mark.parametrize("transport", ["websocket", "polling"])
async def test_who_joins_no_namespace_is_closed(open_house: Open, transport: str) -> None:
    house = await open_house(EngineOptions(connect_timeout=0.2))
    async with line(house.port) as socket:
        poller = Poller(house.port)
        if transport == "websocket":
            await asyncio.wait_for(socket.wait_closed(), 15)
            assert socket.close_reason == "no namespace"
        else:
            await poller.open()
            assert (await asyncio.wait_for(poller.poll(), 15)).text == "1"
    assert house.engine.stats().sessions == 0


async def test_full_house_turns_newcomers_away_before_the_upgrade(
    open_house: Open, caplog: pytest.LogCaptureFixture
) -> None:
    house = await open_house(EngineOptions(max_sockets=1, retry_after=7))
    async with joined(house.port) as socket:
        for answer in (await upgrade_answer(house.port), await ask(house.port, POLL)):
            assert (answer.status, answer.headers["retry-after"]) == (503, "7")
        await socket.send('42["message",1]')
        assert await heard(socket) == '42["message-back",1]'
    await _until(lambda: house.engine.stats().sessions == 0)
    assert (await ask(house.port, POLL)).status == 200
    assert house.engine.stats().refused == 2
    assert not caplog.records


async def test_foreign_pages_are_turned_away_before_the_upgrade(open_house: Open) -> None:
    house = await open_house(EngineOptions(allow_origin=lambda origin, _: origin in (None, "https://shop.example")))
    bad, good = {"Origin": "https://evil.example"}, {"Origin": "https://shop.example"}
    turned = await upgrade_answer(house.port, "Origin: https://evil.example\r\n")
    for answer in (
        turned,
        *[await ask(house.port, POLL, method, headers=bad) for method in ("GET", "OPTIONS")],
    ):
        assert answer.status == 403
        assert "access-control-allow-origin" not in answer.headers
    for answer in (
        await ask(house.port, POLL, headers=good),
        await ask(house.port, POLL, "OPTIONS", headers=good),
    ):
        assert answer.status in (200, 204)
        assert answer.headers["access-control-allow-origin"] == "https://shop.example"
        assert answer.headers["vary"] == "origin"
    assert house.engine.stats().opened == 1


async def test_too_large_a_message_ends_only_its_own_session(open_house: Open) -> None:
    house = await open_house(EngineOptions(max_payload=1_000))
    poller = Poller(house.port)
    await poller.open()
    async with joined(house.port) as well, joined(house.port) as ill:
        await ill.send('42["message","' + "x" * 1_000 + '"]')
        await asyncio.wait_for(ill.wait_closed(), 15)
        assert ill.close_code == 1009
        assert (await poller.post("4" + "x" * 1_000)).status == 413
        assert (await poller.poll()).status == 400
        await well.send('42["message","' + "y" * 900 + '"]')
        assert len(await heard(well)) > 900


async def test_newcomer_is_not_buried_while_it_is_judged(open_house: Open) -> None:
    diary = Diary()

    async def flood(_: Connection) -> None:
        for n in range(100):
            house.engine.emit("all", "posted", [n, BIG], namespace="/")

    diary.on_connect = flood
    house = await open_house(EngineOptions(hard_bytes=500_000), {"/": diary})
    async with line(house.port) as socket:
        await socket.send("40")
        await asyncio.wait_for(socket.wait_closed(), 15)
    assert socket.close_reason == "slow"
    await _until(lambda: diary.goodbyes == ["slow"])


async def test_body_that_does_not_come_is_not_waited_for(open_house: Open) -> None:
    house = await open_house(EngineOptions(stall_seconds=0.2))
    poller = Poller(house.port)
    await poller.open()
    answer = await asyncio.wait_for(ask(house.port, poller.target, "POST", headers={"Content-Length": "9"}), 15)
    assert answer.status == 400
    assert house.engine.stats().sessions == 0


async def test_attachments_count_together(open_house: Open) -> None:
    house = await open_house(EngineOptions(max_payload=1_000))
    async with joined(house.port) as socket:
        await socket.send('453-["message"]')
        for _ in range(2):
            await socket.send(b"x" * 600)
        await asyncio.wait_for(socket.wait_closed(), 15)
    assert socket.close_reason == "malformed"


async def test_drain_tells_everyone_then_closes_in_slices_within_the_time(open_house: Open) -> None:
    diary = Diary()
    house = await open_house(EngineOptions(), {"/": diary})
    async with AsyncExitStack() as stack:
        await _drain_twenty(house, diary, [await stack.enter_async_context(line(house.port)) for _ in range(20)])


async def _drain_twenty(house: House, diary: Diary, lines: list[ClientConnection]) -> None:
    for socket in lines:
        await socket.send("40")
    await _until(lambda: len(diary.connections) == 20)
    began = time.monotonic()
    draining = asyncio.create_task(house.engine.drain(0.4, ("server.leaving", {"why": "restart"})))
    await asyncio.sleep(0.2)
    assert 0 < house.engine.stats().sessions < 20
    assert (await upgrade_answer(house.port)).status == 503
    await draining
    assert time.monotonic() - began < 1.4
    assert house.engine.stats().sessions == 0
    assert diary.goodbyes == ["draining"] * 20
    times = set()
    for socket in lines:
        packets = [str(await socket.recv()) for _ in range(3)]
        assert packets[-1].startswith('42["server.leaving",{"why":"restart","retryAfterMs":')
        await asyncio.wait_for(socket.wait_closed(), 15)
        times.add(packets[-1])
        assert (socket.close_code, socket.close_reason) == (1012, "draining")
    assert len(times) == 8
