"""What can go wrong with a desk of several nodes: each hurts something for so many seconds, and mends it again.

The list is that of the plan (kill, stop, slow, partition, half-open, disk full, clock step, flood, poison, deploy), by part.
"""

import asyncio
import json
import os
import random
import shutil
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import asyncpg
import httpx2
import websockets
from msgspec import Struct
from redis.asyncio import Redis
from redis.exceptions import RedisError

from tests.support.cluster import Cluster, Node
from tests.support.lines import Line, Mode
from tests.support.next_release import release_next
from tests.support.parts import Postgres
from tests.support.people import post

_GONE = OSError, asyncpg.PostgresError, asyncpg.InterfaceError
"""What else is hurt may refuse our own session with the database, or end it."""

Hurt = Callable[[Cluster, random.Random, float], Awaitable[None]]


class Nemesis(Struct, frozen=True):
    """`does` hurts for so many seconds and returns when all is mended. `needs` names what must be there."""

    name: str
    about: str
    does: Hurt
    needs: str = ""


def _line(pick: Callable[[Cluster], Line], mode: Mode) -> Hurt:
    async def hurt(cluster: Cluster, rng: random.Random, seconds: float) -> None:
        line = pick(cluster)
        line.mode = mode
        try:
            await asyncio.sleep(seconds)
        finally:
            line.mode = "pass"

    return hurt


def _paused(pick: Callable[[Cluster], int]) -> Hurt:
    async def hurt(cluster: Cluster, rng: random.Random, seconds: float) -> None:
        pid = pick(cluster)
        os.kill(pid, signal.SIGSTOP)
        try:
            await asyncio.sleep(seconds)
        finally:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)

    return hurt


def _pid(node: Node) -> int:
    assert node.server.process
    return node.server.process.pid


async def _kill_node(cluster: Cluster, rng: random.Random, seconds: float) -> None:
    node = rng.choice(cluster.web)
    async with node.turn:
        await node.server.kill()
        await asyncio.sleep(rng.uniform(0, seconds))
        await node.begin()


async def _kill_worker(cluster: Cluster, rng: random.Random, seconds: float) -> None:
    async with cluster.worker.turn:
        await cluster.worker.server.kill()
        await asyncio.sleep(seconds)
        await cluster.worker.begin()


async def _roll(cluster: Cluster, rng: random.Random, seconds: float) -> None:
    """Each node says goodbye, ends, and comes back, one after the other."""
    for node in (*cluster.web, cluster.worker):
        async with node.turn:
            await node.server.stop()
            await node.begin()


async def _deploy(cluster: Cluster, rng: random.Random, seconds: float) -> None:
    """What is safe before the new code, the new code node by node, what is safe only after it."""
    await _released(cluster, "pre")
    await _roll(cluster, rng, seconds)
    await _released(cluster, "post")


async def _released(cluster: Cluster, kind: str) -> None:
    """A migration whose session is ended has changed nothing; whoever deploys begins it again."""
    for more in (3, 2, 1, 0):
        try:
            await release_next(cluster.postgres.url, kind)
        except RuntimeError:
            if not more:
                raise
            await asyncio.sleep(1)
        else:
            return


async def _kill_redis(cluster: Cluster, rng: random.Random, seconds: float) -> None:
    await cluster.redis.kill()
    await asyncio.sleep(rng.choice((0.0, 0.5, seconds)))
    await cluster.redis.start()


async def _say_to_redis(cluster: Cluster, *words: str) -> None:
    client = Redis.from_url(cluster.redis.url)
    with suppress(RedisError, OSError):
        await client.execute_command(*words)
    await client.aclose()


async def _flush_redis(cluster: Cluster, rng: random.Random, seconds: float) -> None:
    for _ in range(3):
        await _say_to_redis(cluster, "FLUSHALL")
        await asyncio.sleep(seconds / 3)


async def _cut_ears(cluster: Cluster, rng: random.Random, seconds: float) -> None:
    for _ in range(4):
        await _say_to_redis(cluster, "CLIENT", "KILL", "TYPE", "pubsub")
        await asyncio.sleep(seconds / 4)


async def _crash_postgres(cluster: Cluster, rng: random.Random, seconds: float) -> None:
    await asyncio.to_thread(cluster.postgres.stop, "immediate")
    await asyncio.sleep(seconds / 2)
    await _begin(cluster.postgres)


async def _begin(postgres: Postgres) -> None:
    """Start it until it answers: what else goes wrong may keep it from starting, or have started it already."""
    for _ in range(20):
        with suppress(RuntimeError):
            await asyncio.to_thread(postgres.again)
        with suppress(*_GONE):
            await (await asyncpg.connect(postgres.url)).close()
            return
        await asyncio.sleep(1)
    raise RuntimeError("PostgreSQL does not come back")


@asynccontextmanager
async def _session(cluster: Cluster) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(cluster.postgres.url)
    try:
        yield connection
    finally:
        await connection.close()


async def _cut_sessions(cluster: Cluster, rng: random.Random, seconds: float) -> None:
    """At any moment, also in a COMMIT."""
    for _ in range(20):
        await asyncio.sleep(seconds / 20)
        with suppress(*_GONE):
            async with _session(cluster) as connection:
                await connection.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() AND random() < 0.3"
                )


async def _lock_row(cluster: Cluster, rng: random.Random, seconds: float) -> None:
    with suppress(*_GONE):
        async with _session(cluster) as connection, connection.transaction():
            await connection.execute("SELECT id FROM conversation ORDER BY updated_at DESC LIMIT 1 FOR UPDATE")
            await asyncio.sleep(seconds)


async def _fill_disk(cluster: Cluster, rng: random.Random, seconds: float) -> None:
    """PostgreSQL's own file system has no byte left; then it has again. A server that ended by it is started."""
    folder = cluster.postgres.folder
    filler = folder / "filler"
    with suppress(OSError), filler.open("wb") as file:
        while True:
            file.write(b"\0" * 65_536)
            file.flush()
    await asyncio.sleep(seconds)
    filler.unlink()
    await _begin(cluster.postgres)


async def _step_clock(cluster: Cluster, rng: random.Random, seconds: float) -> None:
    node = rng.choice(cluster.web)
    for step in ("3600", "-3600", "0"):
        node.clock.write_text(step)
        await asyncio.sleep(seconds / 3)


async def _flood(cluster: Cluster, rng: random.Random, seconds: float) -> None:
    """One visitor opens sockets and says things as fast as the line takes them; none waits for an answer."""
    token = await _admitted(cluster)

    async def shout() -> None:
        with suppress(OSError, websockets.WebSocketException, TimeoutError):
            async with asyncio.timeout(seconds), websockets.connect(_socket(cluster), compression=None) as socket:
                await socket.recv()
                await socket.send(f"40/customer,{json.dumps({'version': 1, 'token': token})}")
                for number in range(100_000):
                    ask = {"conversationId": "cv_nobody", "clientId": f"{number:032}", "body": {"text": "flood"}}
                    await socket.send(f"42/customer,{number}{json.dumps(['message.send', ask])}")

    await asyncio.gather(*(shout() for _ in range(8)))


async def _admitted(cluster: Cluster) -> str:
    """A visitor's token, asked for until what else is hurt lets the desk give one."""
    async with asyncio.timeout(60):
        while True:
            with suppress(httpx2.HTTPError):
                answer = await post(cluster.url, "/v1/customer/session", {"shop": "demo"})
                if answer.is_success:
                    return str(answer.json()["token"])
            await asyncio.sleep(0.2)


async def _poison(cluster: Cluster, rng: random.Random, seconds: float) -> None:
    """Nonsense on sockets, in HTTP bodies and on the bus."""
    nonsense = (
        "42/agent,[",
        "42/customer,999999999999999999999[]",
        "4" * 70_000,
        "451-[]",
        "\0",
        '42/customer,1["x",' + "[" * 9000,
    )
    until = asyncio.get_running_loop().time() + seconds
    while asyncio.get_running_loop().time() < until:
        with suppress(OSError, websockets.WebSocketException, TimeoutError):
            async with asyncio.timeout(2), websockets.connect(_socket(cluster), compression=None) as socket:
                await socket.send(rng.choice(nonsense))
                await socket.recv()
        for partition in range(0, 128, 8):
            topic = f"tw:bus:{{{partition}}}:conversation:cv_nobody"
            await _say_to_redis(cluster, "SPUBLISH", topic, rng.choice(("null", "\x80\x04K\x01.", '[9,"news",{}]')))
        await asyncio.sleep(0.2)


def _socket(cluster: Cluster) -> str:
    return cluster.url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"


def _first(cluster: Cluster) -> Node:
    return cluster.web[0]


NEMESES: tuple[Nemesis, ...] = (
    Nemesis("kill_node", "a web node dies without a word and comes back", _kill_node),
    Nemesis("stop_node", "a web node stands still, its sockets open", _paused(lambda c: _pid(c.web[1]))),
    Nemesis("kill_worker", "nobody keeps time", _kill_worker),
    Nemesis("roll", "every process is restarted politely, one after the other", _roll),
    Nemesis("deploy", "a new release in the middle: pre, node by node, post", _deploy),
    Nemesis("kill_redis", "Redis dies and comes back empty", _kill_redis),
    Nemesis("flush_redis", "everything in Redis is gone, three times", _flush_redis),
    Nemesis("stop_redis", "Redis takes connections and says nothing", _paused(lambda c: c.redis.pid)),
    Nemesis("cut_ears", "Redis ends every connection that listens", _cut_ears),
    Nemesis("part_redis", "one node and Redis cannot hear each other", _line(lambda c: _first(c).redis, "frozen")),
    Nemesis(
        "half_redis", "one node hears nothing from Redis, which hears it", _line(lambda c: _first(c).redis, "half_open")
    ),
    Nemesis("crash_postgres", "PostgreSQL crashes and recovers", _crash_postgres),
    Nemesis("cut_sessions", "sessions of PostgreSQL are ended at random", _cut_sessions),
    Nemesis("lock_row", "somebody holds the row of a conversation", _lock_row),
    Nemesis(
        "slow_store", "every word with the database takes 150 ms longer", _line(lambda c: _first(c).database, "slow")
    ),
    Nemesis(
        "part_store", "one node and the database cannot hear each other", _line(lambda c: _first(c).database, "frozen")
    ),
    Nemesis("cut_store", "one node's line to the database is down", _line(lambda c: _first(c).database, "down")),
    Nemesis("half_people", "people hear nothing, the nodes hear them", _line(lambda c: c.front, "half_open")),
    Nemesis("cut_people", "everybody loses their line at once", _line(lambda c: c.front, "down")),
    Nemesis("fill_disk", "the database's disk is full", _fill_disk, needs="a mount of its own (root)"),
    Nemesis("step_clock", "a node's clock goes an hour ahead, an hour back", _step_clock),
    Nemesis("flood", "a visitor says as much as eight lines carry", _flood),
    Nemesis("poison", "nonsense on sockets and on the bus", _poison),
)


def possible(nemesis: Nemesis) -> bool:
    """Whether this machine lets it happen."""
    return nemesis.name != "fill_disk" or (os.geteuid() == 0 and shutil.which("mount") is not None)
