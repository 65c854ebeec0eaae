"""What people are to the router: their hours, their rest, their limits, their customers. Events alone bring it about."""

from msgspec.structs import replace

from server.domain.hours import Hours, Shift
from server.domain.queues import Queue, Routing
from server.domain.workspace import Policy
from server.routing.need import DAY_MS
from tests.routing.database import W
from tests.routing.world import World, names


def rules(world: World, **more: object) -> None:
    world.db.policy = Policy(routing=Routing(**more))  # type: ignore[arg-type]
    for router in world.routers:
        router.policy_changed(W, world.db.policy)


async def later(world: World, seconds: float) -> None:
    """Time passes, and the timers ring."""
    world.clock.advance(seconds)
    for router in world.routers:
        await router._timers.tick()
    await world.quiet()


def from_now(world: World, start_s: int, minutes: int) -> Hours:
    """A shift of today (UTC) that begins in some seconds, rounded up to the minute."""
    now = world.clock.now()
    minute = -(-(now % DAY_MS + start_s * 1000) // 60_000)
    day = (now // DAY_MS + 3 + minute // 1440) % 7
    return Hours(shifts=(Shift(day, minute % 1440, (minute + minutes) % 1440 or 1440),))


async def test_who_is_on_shift_is_asked_before_who_happens_to_be_here(world: World) -> None:
    world.agent("volunteer", "es", hours=from_now(world, 7200, 60))
    world.agent("on duty", "es")
    world.agent("also here", "es", hours=from_now(world, 7200, 60))
    await world.quiet()
    world.customer("c", "es")
    await world.quiet()
    assert world.db.owner("c") == "on duty"
    assert world.db.kept[0].step == "fluent"


async def test_a_shift_that_begins_is_an_event(world: World) -> None:
    world.agent("early", "es", hours=from_now(world, 60, 60))
    world.agent("busy speaker", "es")
    await world.quiet()
    world.customer("first", "es")
    await world.quiet()
    rules(world, queues=(Queue(name="es", steps=Policy().routing.queue_of(world.db.conversations["first"]).steps),))
    world.db.policy = replace(world.db.policy, relax_seconds=3600)
    for router in world.routers:
        router.policy_changed(W, world.db.policy)
    world.customer("second", "es")
    await world.quiet()
    assert world.order() == ["first"]
    await later(world, 121)
    assert world.db.owner("second") == "early"


async def test_the_last_minutes_of_a_shift_bring_nothing_new(world: World) -> None:
    rules(world, drain_seconds=600)
    world.agent("leaving", "es", hours=from_now(world, -600, 15))
    world.agent("staying", "es", capacity=9)
    for name in names("c", 3):
        world.customer(name, "es")
    await world.quiet()
    assert {world.db.owner(name) for name in names("c", 3)} == {"staying"}


async def test_work_after_a_conversation_is_rest_until_it_is_over(world: World) -> None:
    world.agent("a", "es", rests_until=world.clock.now() + 30_000)
    world.customer("c", "es")
    await world.quiet()
    assert world.waiting() == ["c"]
    await later(world, 31)
    assert world.order() == ["c"]


async def test_kinds_of_work_have_limits_and_weights(world: World) -> None:
    rules(world, weights={"messaging": 2})
    world.agent("a", "es", capacity=5, limits={"live": 1})
    for name, channel in (("w1", "web"), ("w2", "web"), ("m1", "whatsapp"), ("m2", "whatsapp"), ("m3", "whatsapp")):
        world.customer(name, "es", channel=channel)
    await world.quiet()
    assert sorted(world.order()) == ["m1", "m2", "w1"]
    world.ends("m1")
    await world.quiet()
    assert sorted(world.waiting()) == ["w2"]


async def test_a_customer_has_their_last_agent_again_when_free_and_does_not_wait_for_them(world: World) -> None:
    for name in names("a", 5):
        world.agent(name, "es")
    await world.quiet()
    world.customer("c1", "es", preferred_id="a003")
    world.customer("c2", "es", preferred_id="a003")
    await world.quiet()
    assert world.db.owner("c1") == "a003"
    assert world.db.owner("c2") not in ("", "a003")
    assert world.db.kept[0].reason.code == "knows"


async def test_who_is_known_stands_a_minute_ahead_and_no_more(world: World) -> None:
    world.customer("stranger", "es")
    world.clock.advance(59)
    world.customer("known", "es", preferred_id="a")
    await world.quiet()
    world.agent("a", "es")
    await world.quiet()
    assert world.order() == ["known"]
    world.clock.advance(3)
    world.customer("known too", "es", preferred_id="b")
    await world.quiet()
    world.agent("b", "es")
    await world.quiet()
    assert world.order() == ["known", "stranger"]


async def test_a_skill_nobody_has_and_an_agent_without_capacity_hold_nothing_up(world: World) -> None:
    world.agent("none", "es", capacity=0)
    world.agent("a", "es")
    world.customer("c", "es", skills=("unheard-of",))
    await world.quiet()
    assert world.db.owner("c") == "a"
    assert world.db.kept[0].step == "overflow"


async def test_a_thousand_agents_go_on_at_once(world: World) -> None:
    for name in names("c", 300):
        world.customer(name, "es")
    await world.quiet()
    for name in names("a", 1000):
        world.agent(name, "es")
    await world.quiet()
    assert not world.waiting()
    assert len(world.db.refused) < 10, "two routers may meet at one customer now and then, and the database says no"
    assert max(world.db.load(name) for name in names("a", 1000)) == 1
