"""A message from a client of one node to a client of another: CPU of all nodes together, as nodes are added.

Here it is an event that is not stored (somebody types), for peers store nothing either; at Tradewind it is decoded, allowed and
answered as every command, and travels over PostgreSQL-backed nodes' sharded Redis channels.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import peers
from bench.desk import READY, UNBOUNDED, Desk
from bench.line import Line
from bench.processes import Process, free_port, python, redis, serving
from bench.way import Hearer
from server.settings import Settings
from tests.support.parts import Postgres

PAIRS_A_NODE = 16
"""As many at 8 nodes as at 2: what grows is then the way, and not how few messages one turn of a node's loop takes along."""
Pair = tuple[Callable[[], Awaitable[object]], Hearer]
Join = Callable[[list[Process], int], Awaitable[Pair]]


async def crossing(nodes: list[Process], join: Join, seconds: float) -> float:
    """Microseconds of CPU of all nodes for one message that crosses."""
    pairs = [await join(nodes, number) for number in range(PAIRS_A_NODE * len(nodes))]
    await asyncio.sleep(1)
    await _talk(pairs, seconds / 4)
    cpu = sum(node.cpu() for node in nodes)
    said = await _talk(pairs, seconds)
    return (sum(node.cpu() for node in nodes) - cpu) / said * 1e6


async def _talk(pairs: list[Pair], seconds: float) -> int:
    until = time.monotonic() + seconds

    async def one(pair: Pair) -> int:
        say, hearer = pair
        said = 0
        while time.monotonic() < until:
            heard = hearer.next()
            await say()
            await asyncio.wait_for(heard, 20)
            said += 1
        return said

    return sum(await asyncio.gather(*map(one, pairs)))


async def _peers(nodes: list[Process], number: int) -> Pair:
    speaker = await Line.join(nodes[number % len(nodes)].port)
    listener = await Line.join(nodes[(number + 1) % len(nodes)].port)
    room = f"room-{number}"
    await listener.ask("join", room)
    body = {"conversationId": room, "who": "customer", "name": "Ana", "typing": True}
    return lambda: speaker.ask("post", room, body), Hearer(listener, b"posted")


def peer(command: Callable[[int, int], list[str]], count: int, seconds: float) -> float:
    """So many nodes of a peer and their Redis."""
    with ExitStack() as stack:
        port = stack.enter_context(redis())
        places = [free_port() for _ in range(count)]
        nodes = [stack.enter_context(serving(command(place, port), place)) for place in places]
        return asyncio.run(crossing(nodes, _peers, seconds))


def node_socket_io(count: int, seconds: float) -> float:
    """Node with the sharded adapter."""
    return peer(peers.socket_io, count, seconds)


def python_socketio(count: int, seconds: float) -> float:
    """python-socketio with its Redis manager."""
    return peer(peers.python_socketio, count, seconds)


def tradewind(count: int, seconds: float) -> float:
    """Ours, with a PostgreSQL that only knows who is who."""
    with ExitStack() as stack:
        port = stack.enter_context(redis())
        folder = Path(stack.enter_context(TemporaryDirectory()))
        postgres = Postgres().start()
        stack.callback(postgres.remove)
        url, key = postgres.fresh(), "bench"
        desk = Desk(Settings(data_dir=folder, database_url=url, secret_key=key), 8, PAIRS_A_NODE * count)
        asyncio.run(desk.make())
        chosen = {
            "DATABASE_URL": url,
            "REDIS_URL": f"redis://127.0.0.1:{port}/0",
            "SECRET_KEY": key,
            "DATA_DIR": str(folder),
        }
        chosen |= {"DRAIN_SECONDS": "0.1", **UNBOUNDED}
        places = [free_port() for _ in range(count)]
        nodes = [
            stack.enter_context(serving(python("server", "web"), place, chosen | {"PORT": str(place)}, page=READY))
            for place in places
        ]

        async def join(nodes: list[Process], number: int) -> Pair:
            shopper = await Line.join(nodes[number % count].port, "/customer", desk.customer(number))
            worker = await Line.join(nodes[(number + 1) % count].port, "/agent", desk.agent(number % 8, f"n{number}"))
            id = f"cv_{number}"
            for line in (shopper, worker):
                await line.ask("conversation.resume", {"conversationId": id})
            body = {"conversationId": id, "typing": True}
            return lambda: shopper.ask("typing.set", body), Hearer(worker, b"typing.changed")

        return asyncio.run(crossing(nodes, join, seconds))
