"""What the router promises, event by event, over a real Redis. No sweep runs here: only events may bring it about."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from msgspec.structs import replace

from server.domain.errors import Refusal
from server.domain.queues import Queue, Routing, Step
from server.live import keys
from server.live.client import Live
from server.routing.policy import Proposal
from tests.live.real import ShiftedClock
from tests.routing.database import W
from tests.routing.world import NO_SWEEP, World, names, until


@pytest.fixture
async def alone(live: Live, clock: ShiftedClock) -> AsyncIterator[World]:
    world = World([live], clock)
    await world.open()
    yield world
    await world.shut()


async def test_in_the_order_they_came(alone: World) -> None:
    world = alone
    for name in names("c", 30):
        world.customer(name, "es")
    await world.quiet()
    places = await world.places(*names("c", 30))
    assert places == list(range(1, 31))
    for name in names("a", 10):
        world.agent(name, "es", capacity=2)
    await world.quiet()
    assert sorted(world.order()) == list(names("c", 20))
    assert await world.place("c020") == 1
    assert world.db.refused == []


async def test_a_free_agent_is_given_a_customer_by_event_alone(world: World) -> None:
    world.agent("a", "es")
    await world.quiet()
    loop = asyncio.get_running_loop()
    started = loop.time()
    world.customer("c", "es")
    await until(lambda: world.order() == ["c"])
    assert loop.time() - started < 2  # a poll would be the sweep, an hour from now


async def test_the_speaker_who_rested_longest(world: World) -> None:
    world.agent("early", "es")
    world.clock.advance(5)
    world.agent("late", "es")
    await world.quiet()
    world.customer("c", "es")
    await world.quiet()
    [proposal] = world.db.kept
    assert (proposal.agent_id, proposal.step, proposal.reason.code) == ("early", "fluent", "speaks")
    assert [(c.agent_id, c.why) for c in proposal.candidates] == [("early", "chosen"), ("late", "less")]
    assert proposal.reason.values["idle_ms"] >= 5000


async def test_work_goes_round_even_when_the_database_does_not_note_it(world: World) -> None:
    for name in names("a", 3):
        world.agent(name, "es", capacity=3)
    await world.quiet()
    idle = {name: agent.idle_since for name, agent in world.db.people.items()}
    for name in names("c", 3):
        world.customer(name, "es")
        await world.quiet()
        for agent in names("a", 3):
            world.db.people[agent] = replace(world.db.people[agent], idle_since=idle[agent])
            world.told(agent=agent)
        await world.quiet()
    assert {p.agent_id for p in world.db.kept} == set(names("a", 3))


async def test_nobody_on_speaks_it_so_an_engine_helps_at_once(world: World) -> None:
    world.agent("a", "de")
    world.customer("c", "zh")
    await world.quiet()
    assert [(p.step, p.reason.code) for p in world.db.kept] == [("translated", "nobody_speaks")]


async def test_a_speaker_at_work_is_waited_for_until_the_time_is_up(world: World, live: Live) -> None:
    world.agent("speaker", "zh")
    world.customer("first", "zh")
    await world.quiet()
    world.agent("other", "de")
    world.customer("second", "zh")
    await world.quiet()
    assert world.order() == ["first"]
    due = world.clock.now() + 60_000
    assert 0 < float(await live._command("ZSCORE", keys.TIMERS, W)) <= due
    world.clock.advance(60.1)
    for router in world.routers:
        await router._timers.tick()
    await world.quiet()
    assert world.order() == ["first", "second"]
    assert (world.db.kept[1].agent_id, world.db.kept[1].reason.code) == ("other", "waited")


async def test_who_declined_is_not_asked_again_for_a_while(world: World) -> None:
    world.agent("a", "es")
    world.agent("b", "es")
    world.customer("c", "es")
    await world.quiet()
    asked = [world.db.owner("c")]
    world.declines("c")
    await world.quiet()
    asked.append(world.db.owner("c"))
    assert sorted(asked) == ["a", "b"]
    world.declines("c")
    await world.quiet()
    assert world.waiting() == ["c"]
    world.clock.advance(world.db.policy.routing.again_seconds)
    for router in world.routers:
        await router._timers.tick()
    await world.quiet()
    assert world.db.owner("c") in ("a", "b")


async def test_declined_keeps_the_place(world: World) -> None:
    for agent in ("a", "b"):
        world.agent(agent, "es")
        await world.quiet()
        world.customer(f"with {agent}", "es")
        await world.quiet()
    world.customer("later", "es")
    world.declines("with a")
    await world.quiet()
    assert world.order() == ["with a", "with b", "later"]
    world.customer("last", "es")
    await world.quiet()
    assert await world.places("with a", "last") == [1, 2]
    world.ends("with b")
    await world.quiet()
    assert world.order()[3:] == ["with a"]
    assert world.db.owner("with a") == "b"


async def test_a_head_nobody_can_serve_blocks_nobody(world: World) -> None:
    world.customer("stuck", "es", team="t9")
    for name in names("c", 5):
        world.customer(name, "es")
    world.agent("a", "es", capacity=9)
    await world.quiet()
    assert sorted(world.order()) == list(names("c", 5))
    world.agent("b", "de", teams=("t9",))
    await world.quiet()
    assert world.db.owner("stuck") == "b"


async def test_one_fits_behind_many_whom_nobody_can_serve(world: World) -> None:
    for number in range(150):
        world.customer(f"c{number:03}", "es", team=f"t{number}")
    world.agent("a", "es", teams=("t149",))
    await world.quiet()
    assert world.order() == ["c149"]


async def test_priority_is_a_head_start_and_never_more_than_ten_minutes(world: World) -> None:
    world.customer("patient", "es")
    world.clock.advance(599)
    world.customer("vip", "es", priority=99)
    world.clock.advance(2)
    world.customer("late vip", "es", priority=99)
    for expected in ("vip", "patient", "late vip"):
        world.agent(f"for {expected}", "es")
        await world.quiet()
        assert world.order()[-1] == expected


async def test_paused_and_gone_agents_are_left_in_peace(world: World) -> None:
    for availability in ("busy", "away", "offline"):
        world.agent(availability, "es")
        world.mood(availability, availability)
    world.agent("gone", "es")
    world.routers[world.turn % 2].agent_gone(W, "gone")
    world.db.people.pop("gone")
    await world.quiet()
    world.customer("c", "es")
    await world.quiet()
    assert world.waiting() == ["c"]


async def test_a_hand_is_faster_and_the_agent_is_free_for_the_next(world: World) -> None:
    world.agent("a", "es")
    await world.quiet()

    async def claim_by_hand(proposal: Proposal) -> None:
        c = world.db.conversations["c0"]
        world.db.conversations["c0"] = replace(c, status="assigned", assignee_id="human")
        world.db.before_commit = None

    world.db.before_commit = claim_by_hand
    world.customer("c0", "es")
    world.customer("c1", "es")
    await until(lambda: world.order() == ["c1"])
    assert {p.conversation_id for p in world.db.refused} == {"c0"}
    assert await world.place("c0") is None


async def test_refused_goes_back_to_its_place(world: World) -> None:
    world.agent("a", "es")
    await world.quiet()

    async def the_agent_pauses(proposal: Proposal) -> None:
        world.db.people["a"] = replace(world.db.people["a"], availability="away")
        world.db.before_commit = None

    world.db.before_commit = the_agent_pauses
    for name in names("c", 3):
        world.customer(name, "es")
    await until(lambda: bool(world.db.refused))
    await asyncio.sleep(3 * NO_SWEEP.reconcile_pause)
    await world.quiet()
    assert await world.places(*names("c", 3)) == [1, 2, 3]
    world.agent("b", "es", capacity=3)
    await until(lambda: not world.waiting())
    assert sorted(world.order()) == list(names("c", 3))


@pytest.mark.parametrize("committed", [False, True])
async def test_an_answer_that_never_came_is_looked_up(world: World, committed: bool) -> None:
    world.agent("a", "es", capacity=2)
    await world.quiet()

    async def cut(proposal: Proposal) -> None:
        world.db.before_commit = world.db.after_commit = None
        raise Refusal("unavailable", "database")

    if committed:
        world.db.after_commit = cut
    else:
        world.db.before_commit = cut
    world.customer("c", "es")
    await until(lambda: world.order() == ["c"])
    await asyncio.sleep(NO_SWEEP.patience)
    world.customer("d", "es")
    await until(lambda: world.order() == ["c", "d"])
    await world.quiet()
    assert world.db.refused == []
    assert world.db.people["a"].load == 2


async def test_eighty_at_once_between_two_routers(world: World) -> None:
    for name in names("c", 80):
        world.customer(name, "es")
    for name in names("a", 40):
        world.agent(name, "es", capacity=2)
    await until(lambda: not world.waiting())
    assert len(world.order()) == 80
    assert all(world.db.load(name) == 2 for name in names("a", 40))


async def test_rules_set_on_one_node_are_obeyed_by_the_next_decision_of_every_other(world: World) -> None:
    world.agent("a", "de")
    world.agent("b", "es")
    world.mood("b", "busy")
    await world.quiet()
    waits = Queue(name="waits", steps=(Step(name="speaker", level=5),))
    world.db.policy = replace(world.db.policy, routing=Routing(queues=(waits,)))
    world.routers[0].policy_changed(W, world.db.policy)
    await world.quiet()
    for name in names("c", 4):
        world.customer(name, "zh")
    await world.quiet()
    assert len(world.waiting()) == 4
    assert [router._line(W).rules.routing.queues for router in world.routers] == [(waits,), (waits,)]
