"""Fifteen hundred bad frames at every door of the real server: it lives, answers, stays small and keeps quiet."""

import asyncio
import contextlib
import json
import random
import statistics
import time
from collections.abc import AsyncIterator

import psutil
import pytest
import websockets

from server.domain.errors import CODES
from server.protocol.catalog import COMMANDS, DOORS
from tests.gateway.frames import CANARY, garbage, nested, nonsense
from tests.gateway.things import claimed, say
from tests.support.wire import Json, Wire
from tests.support.worlds import Somebody, World

SEED = 20_261_122
EVENTS, SESSIONS, FRAMES = 250, 150, 5
GROWTH = 96 * 1024 * 1024
TRACES = ("Traceback", 'File "', "site-packages", "sqlalchemy", "msgspec.")


async def proof(world: World, door: str) -> Json:
    """A valid auth of this door, used once."""
    somebody = await at_door(world, door)
    auth = dict(somebody.proof.auth)
    if door == "agent":
        auth["ticket"] = (await somebody.http("POST", "/v1/agent/ticket")).json()["ticket"]
    return auth


async def at_door(world: World, door: str) -> Somebody:
    """Somebody who may come in there."""
    match door:
        case "customer":
            return await world.shopper("north")
        case "agent":
            return await world.agent("north", "ann")
    return world.bridge("north")


async def line(world: World, *frames: str | bytes) -> websockets.ClientConnection:
    """A bare WebSocket on which these frames were sent."""
    address = world.url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
    socket = await websockets.connect(address, compression=None, max_size=None)
    for frame in frames:
        await socket.send(frame)
    return socket


async def told(socket: websockets.ClientConnection, seconds: float = 0.02) -> list[str]:
    """What the server says until it is quiet or gone."""
    heard = []
    try:
        while True:
            heard.append(str(await asyncio.wait_for(socket.recv(), seconds)))
    except (TimeoutError, websockets.ConnectionClosed):
        return heard


async def answer_to(wire: Wire, name: str, arguments: str) -> Json:
    """The ack of an event whose arguments are any JSON."""
    number = next(wire._ids)
    future = wire._asked[number] = asyncio.get_running_loop().create_future()
    tail = f",{arguments}" if arguments else ""
    await wire.push(f"42{wire._namespace},{number}[{json.dumps(name)}{tail}]")
    return await future


class Pair:
    """A healthy shopper and agent who keep talking; `took` holds the seconds from a word to its being read."""

    def __init__(self, shopper: Somebody, agent: Somebody, conversation: str) -> None:
        self._shopper, self._agent, self._id = shopper, agent, conversation
        self.took: list[float] = []

    @classmethod
    async def meets(cls, world: World) -> "Pair":
        """They have a conversation."""
        shopper, agent = await world.shopper("south"), await world.agent("south", "ann")
        await shopper.connect()
        await agent.connect()
        id = await world.conversation(shopper)
        await claimed(agent, id)
        for each in (shopper, agent):
            await each.asks("conversation.resume", {"conversationId": id})
        return cls(shopper, agent, id)

    async def talks(self) -> None:
        """A word there and a word back."""
        for one, other in ((self._shopper, self._agent), (self._agent, self._shopper)):
            word = f"word {len(self.took)}"
            began = time.monotonic()
            assert (await one.asks("message.send", say(self._id, word)))["ok"]
            assert other.wire is not None
            await other.wire.event("message.posted", lambda e, word=word: e["body"]["text"] == word)  # type: ignore[misc]
            self.took.append(time.monotonic() - began)


@pytest.fixture
async def healthy(world: World) -> AsyncIterator[World]:
    """After the test: alive, small, quick, and nobody's words in the log."""
    assert world.server.process is not None
    process = psutil.Process(world.server.process.pid)
    pair = await Pair.meets(world)
    await pair.talks()
    before = process.memory_info().rss
    yield world
    for _ in range(10):
        await pair.talks()
    assert statistics.median(pair.took) < 0.2
    assert process.memory_info().rss - before < GROWTH
    assert quiet(world.server.log.read_text(errors="replace"))
    assert quiet((await world.client.get("/metrics")).text)


def quiet(text: str) -> bool:
    """Whether nobody's words are in it."""
    return CANARY not in text


def clean(text: str) -> bool:
    """Whether this may go to a client: no inside of ours."""
    return not any(trace in text for trace in TRACES)


@pytest.mark.parametrize("door", DOORS)
async def test_every_well_formed_event_gets_an_answer(healthy: World, door: str) -> None:
    dice = random.Random(f"{SEED} {door}")
    names = [row.name for row in COMMANDS if door in row.answers]
    somebody = await (await at_door(healthy, door)).connect()
    wire = somebody.wire
    assert wire is not None
    for _ in range(EVENTS):
        name, arguments = nonsense(dice, door, names)
        if name:
            ack = await asyncio.wait_for(answer_to(wire, name, arguments), 20)
            assert ack["ok"] is True or ack["error"]["code"] in CODES
            assert ack["ok"] or ack["error"]["code"] not in ("internal", "unavailable", "busy"), (name, arguments, ack)
            assert clean(str(ack))
    assert wire.closed is None


@pytest.mark.parametrize("door", DOORS)
async def test_what_breaks_the_protocol_ends_at_most_its_own_socket(healthy: World, door: str) -> None:
    dice = random.Random(f"{SEED} garbage {door}")
    for number in range(SESSIONS // len(DOORS)):
        auth = json.dumps(await proof(healthy, door))
        joined = [f"40/{door},{auth}"] if number % 3 else []
        socket = await line(healthy, *joined)
        with contextlib.suppress(websockets.ConnectionClosed):
            for _ in range(FRAMES):
                await socket.send(garbage(dice, door))
        assert all(clean(text) and quiet(text) for text in await told(socket))
        socket.transport.abort()


@pytest.mark.parametrize("door", DOORS)
async def test_an_event_before_connect_and_a_second_connect_end_the_session(healthy: World, door: str) -> None:
    auth = json.dumps(await proof(healthy, door))
    early = await line(healthy, f'42/{door},1["conversation.list",{{}}]')
    heard = await told(early, 2)
    assert not any(text.startswith("43") for text in heard)
    assert early.close_code == 1002
    twice = await line(healthy, f"40/{door},{auth}", f"40/{door},{auth}")
    await told(twice, 2)
    assert twice.close_code == 1002


@pytest.mark.parametrize("door", DOORS)
async def test_binary_parts_are_no_arguments_and_a_megabyte_is_too_much(healthy: World, door: str) -> None:
    auth = json.dumps(await proof(healthy, door))
    name = next(row.name for row in COMMANDS if door in row.answers)
    parts = await line(
        healthy, f"40/{door},{auth}", f'451-/{door},5["{name}",{{"_placeholder":true,"num":0}}]', b"x" * 9
    )
    answer = next(text for text in await told(parts, 1) if text.startswith("43"))
    assert '"bad_request"' in answer
    await parts.close()
    for frame in (f'42/{door},6["{name}","{"x" * 2**20}"]', f'42/{door},6["{name}",{nested(2**19)}]', b"x" * 2**20):
        auth = json.dumps(await proof(healthy, door))
        large = await line(healthy, f"40/{door},{auth}")
        with contextlib.suppress(websockets.ConnectionClosed):
            await large.send(frame)
        await told(large, 2)
        assert large.close_code in (1002, 1006, 1009)


def test_the_checkers_notice_what_they_are_there_for() -> None:
    assert not clean('{"error":"Traceback (most recent call last)"}')
    assert not clean("sqlalchemy.exc.DataError")
    assert not quiet(f'store.failed parameters=("{CANARY}",)')
