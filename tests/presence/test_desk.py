"""Agents over two nodes and a real Redis: their sockets, their vanishing, and outages that are not theirs."""

import os
import signal
from collections.abc import AsyncIterator

import pytest

from server.domain.errors import Refusal
from server.live.client import Live
from server.live.leases import Holder, Leases
from server.live.server import RedisServer
from server.presence.desk import Desk
from tests.live.real import ShiftedClock

W = "ws_1"
TTL = 30.0


class Node:
    """A desk with its own connection, and whom it reported."""

    def __init__(self, name: str, live: Live, clock: ShiftedClock) -> None:
        self.reports: list[str] = []
        self.refuses = False
        self.comes_back = ""
        self.live = live
        self.leases = Leases(live, TTL)
        self.appeared: list[str] = []
        self.desk = Desk(self.leases, name, self._vanished, clock)
        self.desk.appeared = self.appeared.append
        self.desk.policy_changed(W, 60)

    async def _vanished(self, workspace_id: str, agent_id: str) -> None:
        if self.refuses:
            raise Refusal("unavailable")
        if self.comes_back:
            self.desk.connected(W, self.comes_back, "s9")
        self.reports.append(agent_id)


@pytest.fixture
async def nodes(redis: RedisServer, live: Live, clock: ShiftedClock) -> AsyncIterator[tuple[Node, Node]]:
    other = Live(redis.url, clock)
    pair = Node("n1", live, clock), Node("n2", other, clock)
    await pass_time(pair, clock, 1)
    yield pair
    await other.aclose()


async def pass_time(nodes: tuple[Node, ...], clock: ShiftedClock, seconds: int) -> None:
    """Both desks tick while the time goes by, as they do each second; in steps, to be quick."""
    for _ in range(max(1, seconds // 5)):
        clock.advance(min(seconds, 5))
        for node in nodes:
            await node.desk.tick()


async def test_a_node_that_learns_of_somebody_says_so_once(nodes: tuple[Node, Node], clock: ShiftedClock) -> None:
    one, two = nodes
    one.desk.connected(W, "a", "s1")
    await pass_time(nodes, clock, 15)
    assert (one.appeared, two.appeared) == ([], [W])
    assert two.desk.is_connected(W, "a")


async def test_vanished_after_the_grace_and_only_once(nodes: tuple[Node, Node], clock: ShiftedClock) -> None:
    one, _ = nodes
    one.desk.connected(W, "a", "s1")
    await pass_time(nodes, clock, 5)
    one.desk.disconnected(W, "a", "s1")
    assert not one.desk.is_connected(W, "a")
    await pass_time(nodes, clock, 50)
    assert one.reports == []
    await pass_time(nodes, clock, 30)
    assert one.reports == ["a"]
    await pass_time(nodes, clock, 60)
    assert one.reports == ["a"]


async def test_a_second_browser_on_another_node_counts(nodes: tuple[Node, Node], clock: ShiftedClock) -> None:
    one, two = nodes
    one.desk.connected(W, "a", "s1")
    two.desk.connected(W, "a", "s2")
    await pass_time(nodes, clock, 5)
    assert one.desk.is_connected(W, "a")
    one.desk.disconnected(W, "a", "s1")
    await pass_time(nodes, clock, 120)
    assert one.reports == two.reports == []
    await one.desk.logged_out(W, "a")
    assert one.reports == []
    await two.desk.logged_out(W, "a")
    assert two.reports == ["a"]


async def test_who_comes_back_while_others_are_reported_is_not(nodes: tuple[Node, Node], clock: ShiftedClock) -> None:
    one, _ = nodes
    for agent in "ab":
        one.desk.connected(W, agent, f"s_{agent}")
        one.desk.disconnected(W, agent, f"s_{agent}")
    one.comes_back = "b"
    await pass_time(nodes, clock, 70)
    assert one.reports == ["a"]
    assert (one.desk.is_connected(W, "a"), one.desk.is_connected(W, "b")) == (False, True)


async def test_a_report_that_was_refused_is_made_again(nodes: tuple[Node, Node], clock: ShiftedClock) -> None:
    one, _ = nodes
    one.desk.connected(W, "a", "s1")
    one.desk.disconnected(W, "a", "s1")
    one.refuses = True
    await pass_time(nodes, clock, 70)
    one.refuses = False
    await pass_time(nodes, clock, 5)
    assert one.reports == ["a"]


async def test_a_dead_nodes_agents_are_reported_by_another(nodes: tuple[Node, Node], clock: ShiftedClock) -> None:
    one, two = nodes
    for agent in ("a", "b"):
        one.desk.connected(W, agent, "s")
    await pass_time(nodes, clock, 5)
    holders = [Holder(agent, "n1", "s") for agent in ("a", "b")]
    await Leases(one.live, -1).renew(W, holders)
    await pass_time((two,), clock, 50)
    assert two.reports == []
    await pass_time((two,), clock, 30)
    assert sorted(two.reports) == ["a", "b"]


@pytest.mark.faults
async def test_emptied_redis_makes_nobody_vanish(nodes: tuple[Node, Node], clock: ShiftedClock) -> None:
    one, two = nodes
    for number in range(4):
        one.desk.connected(W, f"a{number}", "s")
    await pass_time(nodes, clock, 15)
    assert two.desk.is_connected(W, "a3")
    await one.live._command("FLUSHALL")
    clock.advance(1)
    await two.desk.tick()
    assert two.desk.is_connected(W, "a3")
    await pass_time(nodes, clock, 200)
    assert one.reports == two.reports == []
    assert not two.desk.frozen(W)
    assert two.desk.is_connected(W, "a3")


@pytest.mark.faults
async def test_without_redis_nobody_is_judged(
    nodes: tuple[Node, Node], redis: RedisServer, clock: ShiftedClock
) -> None:
    one, two = nodes
    one.desk.connected(W, "a", "s1")
    two.desk.connected(W, "b", "s1")
    await pass_time(nodes, clock, 5)
    one.desk.disconnected(W, "a", "s1")
    os.kill(redis.pid, signal.SIGKILL)
    await pass_time(nodes, clock, 100)
    assert one.reports == two.reports == []
    await one.desk.logged_out(W, "c")
    assert one.reports == ["c"]
    await redis.start()
    await pass_time(nodes, clock, 100)
    assert "a" in one.reports
    assert "b" not in one.reports + two.reports


async def test_the_freeze_holds_over_nodes(nodes: tuple[Node, Node], clock: ShiftedClock) -> None:
    one, two = nodes
    for node in nodes:
        node.desk.policy_changed(W, 0)
    for number in range(6):
        one.desk.connected(W, f"a{number}", "s")
    await pass_time(nodes, clock, 5)
    for number in range(3):
        one.desk.disconnected(W, f"a{number}", "s")
    await pass_time(nodes, clock, 5)
    assert one.desk.frozen(W)
    assert two.desk.frozen(W)
    one.desk.connected(W, "a0", "s2")
    await pass_time(nodes, clock, 80)
    assert sorted(set(one.reports + two.reports)) == ["a1", "a2"]


async def test_leases_end_by_redis_time(live: Live) -> None:
    leases = Leases(live, 30)
    await leases.renew(W, [Holder("a", "n1", "s|with|bars"), Holder("b", "n1", "s")])
    await Leases(live, -1).renew(W, [Holder("c", "n2", "s")])
    census = await leases.census(W)
    assert {holder.agent_id for holder in census.alive} == {"a", "b"}
    assert census.ended == {Holder("c", "n2", "s")}
    assert Holder("a", "n1", "s|with|bars") in census.alive
    assert (await leases.census(W, census.now)).ended == frozenset()
    await leases.release(W, [Holder("a", "n1", "s|with|bars")])
    assert await leases.renew(W, [Holder("a", "n1", "s|with|bars"), Holder("b", "n1", "s")]) == 1
