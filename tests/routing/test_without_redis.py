"""Redis killed, emptied, frozen, replaced by an old copy: nothing stuck, nothing doubled, every place kept."""

import asyncio
import os
import shutil
import signal
from pathlib import Path

import pytest

from server.live import keys
from server.live.client import Live
from server.live.server import RedisServer
from server.routing.board import Rules
from server.routing.books import Books
from server.routing.fallback import serve
from tests.live.real import ShiftedClock
from tests.routing.database import W
from tests.routing.world import NO_SWEEP, World, names, until

pytestmark = pytest.mark.faults


async def everybody_is_served(world: World) -> None:
    """Thirty customers wait; agents for all of them come; each is served once."""
    for name in names("b", 11):
        world.agent(name, "es", capacity=3)
    await until(lambda: not world.waiting())
    await world.quiet()
    assert len(world.order()) == len(set(world.order()))
    assert all(world.db.load(name) <= agent.capacity for name, agent in world.db.people.items())


async def places(world: World) -> list[int | None]:
    return await world.places(*names("c", 30))


async def test_emptied(world: World, live: Live) -> None:
    for name in names("c", 30):
        world.customer(name, "es")
    await world.quiet()
    epoch = world.db.epoch[W]
    await live._command("FLUSHALL")
    world.customer("late", "es")
    await world.quiet()
    assert world.db.epoch[W] == epoch + 1
    assert await places(world) == list(range(1, 31))
    await everybody_is_served(world)


async def test_emptied_while_an_answer_is_on_its_way(world: World, live: Live) -> None:
    world.agent("a", "es", capacity=2)
    await world.quiet()

    async def flush(proposal: object) -> None:
        world.db.after_commit = None
        await live._command("FLUSHALL")

    world.db.after_commit = flush
    for name in names("c", 5):
        world.customer(name, "es")
    await until(lambda: len(world.order()) == 2)
    await world.quiet()
    await everybody_is_served(world)


async def test_killed_and_back(world: World, redis: RedisServer) -> None:
    for name in names("c", 30):
        world.customer(name, "es")
    await world.quiet()
    os.kill(redis.pid, signal.SIGKILL)
    world.agent("a", "es", capacity=4)
    await until(lambda: len(world.order()) == 4)
    assert world.order() == list(names("c", 4))
    assert (await places(world))[:6] == [None] * 4 + [1, 2]
    await redis.start()
    await until(lambda: world.db.epoch[W] > 1)
    await everybody_is_served(world)


async def test_killed_and_waiting_is_what_was_chosen(redis: RedisServer, live: Live, clock: ShiftedClock) -> None:
    options = type(NO_SWEEP)(without_redis="wait", sweep=3600, idle_after_load=0, retry=0.05)
    world = World([live], clock, options)
    await world.open()
    os.kill(redis.pid, signal.SIGKILL)
    world.customer("c", "es")
    world.agent("a", "es")
    await asyncio.sleep(0.2)
    assert world.waiting() == ["c"]
    await redis.start()
    await until(lambda: world.order() == ["c"])
    await world.shut()


async def test_frozen_and_thawed(world: World, redis: RedisServer) -> None:
    for name in names("c", 30):
        world.customer(name, "es")
    await world.quiet()
    os.kill(redis.pid, signal.SIGSTOP)
    try:
        world.agent("a", "es", capacity=4)
        await until(lambda: len(world.order()) == 4)
    finally:
        os.kill(redis.pid, signal.SIGCONT)
    await everybody_is_served(world)


async def test_replaced_by_an_old_copy(
    world: World, redis: RedisServer, binary: Path, tmp_path: Path, live: Live
) -> None:
    for name in names("c", 30):
        world.customer(name, "es")
    await world.quiet()
    await live._command("CONFIG", "SET", "appendfsync", "always")
    await live.put("x", "y")
    copy = tmp_path / "copy"
    shutil.copytree(tmp_path / f"redis-{live.version[0]}", copy)
    world.agent("a", "es", capacity=4)
    await world.quiet()
    assert len(world.order()) == 4
    os.kill(redis.pid, signal.SIGKILL)
    await until(lambda: not redis.pid)
    shutil.rmtree(tmp_path / f"redis-{live.version[0]}")
    shutil.copytree(copy, tmp_path / f"redis-{live.version[0]}")
    token = world.db.epoch[W]
    await redis.start()
    assert await live.get("x") == "y"
    await world.routers[0]._timers.tick()
    await until(lambda: world.db.epoch[W] == token + 1)
    await world.quiet()
    assert (await places(world))[:6] == [None] * 4 + [1, 2]
    await everybody_is_served(world)


async def test_a_rebuild_leaves_nothing_behind(world: World, live: Live) -> None:
    world.customer("c", "es")
    await world.quiet()
    await live.put(keys.epoch(W), "0.stale")
    former = keys.desk(W, f"1.{live.run_id}")
    world.customer("d", "es")
    await world.quiet()
    found = await live._command("KEYS", "*")
    assert world.db.epoch[W] == 2
    assert not [key for key in found if key.decode().startswith(former)]


async def test_the_database_away_too_and_both_back(world: World, redis: RedisServer) -> None:
    world.db.away = True
    os.kill(redis.pid, signal.SIGKILL)
    world.customer("c", "es")
    world.agent("a", "es")
    await asyncio.sleep(0.15)
    assert world.waiting() == ["c"]
    world.db.away = False
    await until(lambda: world.order() == ["c"])


async def test_the_slow_way_decides_like_the_fast_one(clock: ShiftedClock) -> None:
    world = World([], clock)
    world.told = lambda **_: None  # type: ignore[method-assign]
    for name in names("c", 20):
        world.customer(name, "es")
    for name in names("a", 4):
        world.agent(name, "es", capacity=3)
    given = await serve(Books(W, Rules(), world.db, clock), world.db.commit)
    assert world.order() == list(names("c", 12))
    assert given == 12
