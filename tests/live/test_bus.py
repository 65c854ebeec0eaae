"""The bus between two nodes: what is heard, what is not, and how loss is noticed and mended."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable

import pytest

from server.domain.errors import Refusal
from server.live import keys
from server.live.bus import Bus, BusOptions
from server.live.client import Live
from server.live.server import RedisServer
from tests.live.real import ShiftedClock

QUICK = BusOptions(beat=0.05, misses=20, pause=0.02, longest_pause=0.05, linger=30)


class Ear:
    """What one node was told."""

    def __init__(self) -> None:
        self.frames: list[tuple[str, bytes]] = []
        self.topics: list[str] = []
        self.states: list[bool] = []

    def heard(self, topic: str, body: bytes) -> None:
        if body == b'"boom"':
            raise LookupError("a fault of a listener")
        self.frames.append((topic, body))

    def joined(self, topic: str) -> None:
        self.topics.append(topic)

    def health(self, healthy: bool) -> None:
        self.states.append(healthy)


class Node:
    """A bus with its ear and its own connections."""

    def __init__(self, name: str, url: str, clock: ShiftedClock) -> None:
        self.ear = Ear()
        self.live = Live(url, clock)
        self.bus = Bus(self.live, name, self.ear, clock, QUICK)
        self.task = asyncio.create_task(self.bus.run())

    async def close(self) -> None:
        self.task.cancel()
        await asyncio.wait({self.task})
        await self.live.aclose()


async def until(true: Callable[[], bool], seconds: float = 20) -> None:
    """Wait for something that events bring about."""
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110 - what is waited for has no event of its own
            await asyncio.sleep(0.005)


@pytest.fixture
async def nodes(redis: RedisServer, clock: ShiftedClock) -> AsyncIterator[tuple[Node, Node]]:
    pair = Node("n1", redis.url, clock), Node("n2", redis.url, clock)
    await until(lambda: all(node.bus.healthy for node in pair))
    yield pair
    for node in pair:
        await node.close()


async def test_others_hear_what_they_follow_and_nobody_hears_themselves(nodes: tuple[Node, Node]) -> None:
    one, two = nodes
    for node in nodes:
        node.bus.subscribe("c:1")
    await until(lambda: one.ear.topics == two.ear.topics == ["c:1"])
    for number in range(600):
        one.bus.publish("c:1", str(number).encode())
        one.bus.publish("c:2", b'"not followed"')
    await until(lambda: len(two.ear.frames) == 600)
    assert two.ear.frames == [("c:1", str(number).encode()) for number in range(600)]
    assert one.ear.frames == []
    assert [node.ear.states for node in nodes] == [[True], [True]]


async def test_somebody_elses_failure_costs_no_frame(nodes: tuple[Node, Node]) -> None:
    one, two = nodes
    two.bus.subscribe("c:1")
    await until(lambda: two.ear.topics == ["c:1"])
    with pytest.raises(Refusal):
        await one.live._command("BLPOP", "tw:nothing", 2)
    one.bus.publish("c:1", b"1")
    await until(lambda: two.ear.frames == [("c:1", b"1")], 3)
    assert one.bus.dropped == 0


async def test_two_thousand_topics_are_joined_in_groups(nodes: tuple[Node, Node]) -> None:
    topics = [f"c:{number}" for number in range(2000)]
    for topic in topics:
        nodes[0].bus.subscribe(topic)
    await until(lambda: len(nodes[0].ear.topics) == 2000)
    assert sorted(nodes[0].ear.topics) == sorted(topics)
    assert len({keys.partition(topic) for topic in topics}) == keys.PARTITIONS


async def test_a_topic_is_let_go_only_after_a_while(nodes: tuple[Node, Node], clock: ShiftedClock) -> None:
    one, two = nodes
    for topic in ("c:1", "c:2"):
        one.bus.subscribe(topic)
        one.bus.unsubscribe(topic)
    await until(lambda: len(one.ear.topics) == 2)
    two.bus.publish("c:1", b"1")
    await until(lambda: one.ear.frames == [("c:1", b"1")])
    one.bus.subscribe("c:2")
    clock.advance(QUICK.linger + 1)
    await until(lambda: "c:1" not in one.bus._subscriptions._asked)
    two.bus.publish("c:1", b"2")
    two.bus.publish("c:2", b"3")
    await until(lambda: len(one.ear.frames) == 2)
    assert one.ear.frames[-1] == ("c:2", b"3")


@pytest.mark.parametrize(
    "garbage",
    [
        b"",
        b"\x80\x04.",
        b"{}",
        b"[]",
        b'{"v":2,"node":"n","topic":"c:1","body":1}',
        b'{"v":1,"node":"n","topic":"c:1","body":',
        b"\xff",
    ],
)
async def test_garbage_is_ignored_and_counted(nodes: tuple[Node, Node], garbage: bytes) -> None:
    one, two = nodes
    one.bus.subscribe("c:1")
    await until(lambda: one.ear.topics == ["c:1"])
    await two.live.publish([(keys.channel("c:1"), garbage)])
    await until(lambda: one.bus.garbage == 1)
    two.bus.publish("c:1", b"1")
    await until(lambda: one.ear.frames == [("c:1", b"1")])


async def test_a_killed_redis_is_noticed_and_everything_joined_again(
    nodes: tuple[Node, Node], redis: RedisServer
) -> None:
    one, two = nodes
    one.bus.subscribe("c:1")
    await until(lambda: one.ear.topics == ["c:1"])
    os.kill(redis.pid, signal.SIGKILL)
    await until(lambda: not one.bus.healthy and not two.bus.healthy)
    two.bus.publish("c:1", b'"lost"')
    assert two.bus.dropped > 0
    await redis.start()
    await until(lambda: one.ear.topics == ["c:1", "c:1"] and two.bus.healthy)
    two.bus.publish("c:1", b'"found"')
    await until(lambda: one.ear.frames == [("c:1", b'"found"')])
    await until(lambda: one.bus.healthy)
    assert one.ear.states[:3] == [True, False, True]


async def test_a_frozen_redis_stops_nobody(nodes: tuple[Node, Node], redis: RedisServer) -> None:
    one, _ = nodes
    os.kill(redis.pid, signal.SIGSTOP)
    for _ in range(20_000):
        one.bus.publish("c:1", b"1")
    await until(lambda: not one.bus.healthy)
    assert len(one.bus._out) <= QUICK.buffer + 100
    assert one.bus.dropped > 0
    os.kill(redis.pid, signal.SIGCONT)
    await until(lambda: one.bus.healthy)


async def test_a_cut_reader_heals(nodes: tuple[Node, Node]) -> None:
    one, two = nodes
    one.bus.subscribe("c:1")
    await until(lambda: one.ear.topics == ["c:1"])
    await one.live._command("CLIENT", "KILL", "TYPE", "pubsub")
    await until(lambda: one.ear.topics == ["c:1", "c:1"] and two.bus.healthy)
    two.bus.publish("c:1", b"1")
    await until(lambda: one.ear.frames == [("c:1", b"1")])


async def test_a_listeners_fault_is_reported_and_survived(nodes: tuple[Node, Node]) -> None:
    one, two = nodes
    reports: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: reports.append(context["exception"]))
    one.bus.subscribe("c:1")
    await until(lambda: one.ear.topics == ["c:1"])
    two.bus.publish("c:1", b'"boom"')
    await until(lambda: len(reports) == 1 and one.ear.topics == ["c:1", "c:1"])
    two.bus.publish("c:1", b"1")
    await until(lambda: one.ear.frames == [("c:1", b"1")])
    assert isinstance(reports[0], LookupError)
