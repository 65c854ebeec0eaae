"""What the owner of a namespace may rely on: order, answers, one goodbye."""

import asyncio
import logging

import pytest
from msgspec import Raw

from server.gateway.engine import Connection, EngineOptions, Event
from tests.gateway.engine.conftest import Open
from tests.gateway.engine.houses import Diary
from tests.gateway.engine.wire import Poller, heard, line

QUICK = EngineOptions(ping_interval=0.2, ping_timeout=0.2, connect_timeout=0.5, inbox_events=4)


async def test_pipelined_events_are_handled_in_order_one_at_a_time(open_house: Open) -> None:
    diary, inside, most = Diary(), 0, 0

    async def linger(_: Connection, event: Event) -> None:
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        await asyncio.sleep(0.003 if event.name.endswith("0") else 0)
        inside -= 1

    diary.on_event = linger
    house = await open_house(QUICK, {"/": diary})
    async with line(house.port) as socket:
        for packet in ["40", *(f'42{n}["e{n}"]' for n in range(200))]:
            await socket.send(packet)
        answers: list[str | bytes] = []
        await socket.recv()
        await heard(socket)
        while len(answers) < 200:
            answers.append(await heard(socket))
    assert answers == [f'43{n}["e{n}"]' for n in range(200)]
    assert most == 1


async def test_slow_handler_does_not_stop_heartbeats(open_house: Open) -> None:
    diary, release = Diary(), asyncio.Event()

    async def wait(_connection: Connection, _event: Event) -> None:
        await release.wait()

    diary.on_event = wait
    house = await open_house(QUICK, {"/": diary})
    async with line(house.port) as socket:
        await socket.send("40")
        await socket.send('421["e"]')
        await socket.recv()
        await socket.recv()
        for _ in range(3):
            assert await asyncio.wait_for(socket.recv(), 15) == "2"
            await socket.send("3")
        release.set()
        assert await heard(socket) == '431["e"]'


async def test_full_inbox_stops_reading_without_costing_the_session(open_house: Open) -> None:
    diary, release = Diary(), asyncio.Event()

    async def wait(_connection: Connection, _event: Event) -> None:
        await release.wait()

    diary.on_event = wait
    house = await open_house(QUICK, {"/": diary})
    async with line(house.port) as socket:
        for packet in ["40", *(f'42{n}["e"]' for n in range(20))]:
            await socket.send(packet)
        await socket.recv()
        await socket.recv()
        await asyncio.sleep(0.7)  # longer than interval and timeout, and no pong can be read
        assert house.engine.stats().received < 10
        release.set()
        assert [await heard(socket) for _ in range(20)] == [f'43{n}["e"]' for n in range(20)]


async def test_failing_handler_is_acknowledged_and_logged_without_words(
    open_house: Open, caplog: pytest.LogCaptureFixture
) -> None:
    diary = Diary()

    async def fail(_: Connection, event: Event) -> None:
        raise ValueError(bytes(event.args[0]).decode())

    diary.on_event = fail
    house = await open_house(None, {"/": diary})
    with caplog.at_level(logging.DEBUG):
        async with line(house.port) as socket:
            await socket.send("40")
            await socket.recv()
            await heard(socket)
            await socket.send('421["order","my card is 4111"]')
            assert await heard(socket) == '431[{"ok":false,"code":"internal","retry":true}]'
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("server.")]
    assert any("ValueError" in text for text in ours)
    assert not any("4111" in text for text in ours)
    assert house.engine.stats().faults == 1


async def test_handler_that_meets_a_cancelled_task_fails_alone(open_house: Open) -> None:
    diary = Diary()

    async def meet(_: Connection, event: Event) -> None:
        if event.name == "bad":
            task = asyncio.ensure_future(asyncio.sleep(60))
            task.cancel()
            await task

    diary.on_event = meet
    house = await open_house(None, {"/": diary})
    async with line(house.port) as socket:
        for packet in ("40", '421["bad"]', '422["good"]'):
            await socket.send(packet)
        await socket.recv()
        await heard(socket)
        assert "internal" in str(await heard(socket))
        assert await heard(socket) == '432["good"]'
    await asyncio.wait_for(diary.left.wait(), 15)


async def test_unencodable_answer_is_a_fault_too(open_house: Open) -> None:
    class Odd(Diary):
        async def received(self, connection: Connection, event: Event) -> tuple[object, ...]:
            return (object(),)

    house = await open_house(None, {"/": Odd()})
    async with line(house.port) as socket:
        await socket.send("40")
        await socket.recv()
        await heard(socket)
        await socket.send('421["order"]')
        assert "internal" in str(await heard(socket))


async def test_refused_newcomer_learns_the_code_and_when_to_come_back(open_house: Open) -> None:
    diary = Diary()
    house = await open_house(None, {"/": diary})
    async with line(house.port) as socket:
        await socket.recv()
        await socket.send('40{"token":"refuse"}')
        assert await heard(socket) == (
            '44{"message":"rate_limited","data":{"code":"rate_limited","retry":true,"detail":"auth","afterMs":1500}}'
        )
    assert diary.goodbyes == []
    assert house.engine.stats().connections == 0


async def test_what_is_sent_while_connecting_follows_the_connect_packet(open_house: Open) -> None:
    diary = Diary()

    async def greet(connection: Connection) -> None:
        connection.send("snapshot", Raw(b'{"a":1}'))
        house.engine.emit("all", "posted", 1, namespace="/")
        await asyncio.sleep(0)

    diary.on_connect = greet
    house = await open_house(None, {"/": diary})
    async with line(house.port) as socket:
        await socket.send("40")
        packets = [await heard(socket) for _ in range(4)]
    assert str(packets[1]).startswith("40{")
    assert packets[2:] == ['42["snapshot",{"a":1}]', '42["posted",1]']


async def test_emit_reaches_the_audience_but_not_the_skipped(open_house: Open) -> None:
    diary = Diary()
    house = await open_house(None, {"/": diary})
    async with line(house.port) as one, line(house.port) as two:
        for socket in (one, two):
            await socket.send("40")
            await socket.recv()
            await heard(socket)
        told = house.engine.emit("all", "posted", {"text": "你好"}, namespace="/", skip=diary.connections[0])
        assert told == 1
        assert house.engine.emit("nobody", "posted", 1, namespace="/") == 0
        assert await heard(two) == '42["posted",{"text":"你好"}]'
        diary.connections[1].leave("all")
        assert len(house.engine.audience("/", "all")) == 1


@pytest.mark.parametrize("way", ["drop", "packet", "disconnect", "close", "garbage"])
async def test_every_way_to_leave_says_goodbye_once_and_leaves_nothing(open_house: Open, way: str) -> None:
    diary = Diary()
    house = await open_house(None, {"/": diary})
    async with line(house.port) as socket:
        await socket.send("40")
        await socket.recv()
        await heard(socket)
        if way == "drop":
            socket.transport.abort()
        elif way == "close":
            diary.connections[0].close("revoked")
            diary.connections[0].close("twice")
        else:
            await socket.send({"packet": "1", "disconnect": "41", "garbage": "4x"}[way])
        await asyncio.wait_for(diary.left.wait(), 15)
    expected = {
        "disconnect": "client namespace disconnect", "close": "revoked", "garbage": "malformed",
    }.get(way, "transport close")  # fmt: skip
    await asyncio.sleep(0.05)
    assert diary.goodbyes == [expected]
    stats = house.engine.stats()
    assert (stats.sessions, stats.connections, stats.audiences) == (0, 0, 0)
    diary.connections[0].join("all")
    diary.connections[0].send("late", 1)
    assert house.engine.stats().audiences == 0


async def test_closing_a_connection_tells_the_client_not_to_come_back(open_house: Open) -> None:
    diary = Diary()
    house = await open_house(None, {"/": diary})
    async with line(house.port) as socket:
        await socket.send("40")
        await socket.recv()
        await heard(socket)
        diary.connections[0].close("revoked")
        assert await heard(socket) == "41"
        await asyncio.wait_for(socket.wait_closed(), 15)
    assert socket.close_reason == "revoked"


async def test_polling_client_hears_the_goodbye_at_its_next_poll(open_house: Open) -> None:
    diary = Diary()
    house = await open_house(None, {"/": diary})
    poller = Poller(house.port)
    await poller.open()
    await poller.post("40")
    await poller.poll()
    diary.connections[0].close("revoked")
    assert (await poller.poll()).text == "41\x1e1"
    assert (await poller.poll()).status == 400


async def test_packet_that_crosses_with_our_goodbye_costs_nothing(open_house: Open) -> None:
    diary, other = Diary(), Diary()
    house = await open_house(None, {"/": diary, "/custom": other})
    async with line(house.port) as socket:
        await socket.recv()
        for packet in ("40", "40/custom"):
            await socket.send(packet)
            await heard(socket)
        diary.connections[0].close("revoked")
        await asyncio.wait_for(diary.left.wait(), 15)
        await socket.send('42["late"]')
        await socket.send('42/custom,1["here"]')
        assert await heard(socket) == "41"
        assert await heard(socket) == '43/custom,1["here"]'


async def test_nothing_is_begun_for_a_client_that_broke_the_protocol(open_house: Open) -> None:
    diary, other, begun, release = Diary(), Diary(), asyncio.Event(), asyncio.Event()

    async def wait(_connection: Connection, _event: Event) -> None:
        begun.set()
        await release.wait()

    diary.on_event = wait
    house = await open_house(None, {"/": diary, "/custom": other})
    async with line(house.port) as socket:
        await socket.send("40")
        await socket.recv()
        await heard(socket)
        for packet in ('42["a"]', '42["b"]', "40/custom"):
            await socket.send(packet)
        await asyncio.wait_for(begun.wait(), 15)
        await socket.send("4broken")
        await asyncio.wait_for(socket.wait_closed(), 15)
        release.set()
        await asyncio.wait_for(diary.left.wait(), 15)
    assert [event.name for event in diary.events] == ["a"]
    assert other.connections == []


async def test_words_sent_just_before_leaving_are_still_heard(open_house: Open) -> None:
    diary = Diary()
    house = await open_house(None, {"/": diary})
    async with line(house.port) as socket:
        for packet in ("40", '42["a"]', '42["b"]', "1"):
            await socket.send(packet)
        await asyncio.wait_for(diary.left.wait(), 15)
    assert [event.name for event in diary.events] == ["a", "b"]
    assert diary.goodbyes == ["transport close"]
