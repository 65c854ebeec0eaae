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

from msgspec import Struct

from bench import peers
from bench.desk import READY, UNBOUNDED, Desk
from bench.line import Line
from bench.processes import Process, free_port, python, redis, serving
from bench.way import Hearer
from server.settings import Settings
from tests.support.parts import Postgres

PAIRS_A_NODE = 16
"""As many at 8 nodes as at 2: what grows is then the way, and not how few messages one turn of a node's loop takes along."""
CONNECTIONS = 20
"""What one process may open of its PostgreSQL's (`docs/operations.md`); a cluster with fewer refuses in the first burst."""
Pair = tuple[Callable[[], Awaitable[object]], Hearer]
Join = Callable[[list[Process], int], Awaitable[Pair]]


class Crossing(Struct, frozen=True):
    """Microseconds of CPU of all nodes for one message that crosses, messages a second, and milliseconds of CPU a second that
    one node takes while nobody says anything."""

    cpu_us: float
    rate: float
    idle_ms: float

    def told(self, count: int, name: str) -> dict[str, float]:
        """As values of a figure. `own` is a message's own cost, without what the nodes would have taken in any case."""
        own = self.cpu_us - 1000 * count * self.idle_ms / self.rate
        return {name: self.cpu_us, f"{name}, own": own, f"{name}, rate": self.rate, f"{name}, idle": self.idle_ms}


async def crossing(nodes: list[Process], join: Join, seconds: float) -> Crossing:
    """Join, let it become quiet, look at the quiet, warm up, talk."""
    pairs = [await join(nodes, number) for number in range(PAIRS_A_NODE * len(nodes))]
    await asyncio.sleep(1)
    idle = await _spent(nodes, asyncio.sleep(seconds))
    await _talk(pairs, seconds / 4)
    began, said = time.monotonic(), 0

    async def talk() -> None:
        nonlocal said
        said = await _talk(pairs, seconds)

    cpu = await _spent(nodes, talk())
    return Crossing(cpu / said * 1e6, said / (time.monotonic() - began), 1000 * idle / seconds / len(nodes))


async def _spent(nodes: list[Process], work: Awaitable[None]) -> float:
    before = sum(node.cpu() for node in nodes)
    await work
    return sum(node.cpu() for node in nodes) - before


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


async def done(line: Line, name: str, body: object) -> None:
    """Ask for something that must be done. Raises RuntimeError with the server's words: nobody waits for what was refused."""
    if b'"ok":true' not in (answer := await line.ask(name, body)):
        raise RuntimeError(f"{name}: {answer.decode()}")


async def _peers(nodes: list[Process], number: int) -> Pair:
    speaker = await Line.join(nodes[number % len(nodes)].port)
    listener = await Line.join(nodes[(number + 1) % len(nodes)].port)
    room = f"room-{number}"
    await listener.ask("join", room)
    body = {"conversationId": room, "who": "customer", "name": "Ana", "typing": True}
    return lambda: speaker.ask("post", room, body), Hearer(listener, b"posted")


def peer(command: Callable[[int, int], list[str]], count: int, seconds: float) -> Crossing:
    """So many nodes of a peer and their Redis."""
    with ExitStack() as stack:
        port = stack.enter_context(redis())
        places = [free_port() for _ in range(count)]
        nodes = [stack.enter_context(serving(command(place, port), place)) for place in places]
        return asyncio.run(crossing(nodes, _peers, seconds))


def node_socket_io(count: int, seconds: float) -> Crossing:
    """Node with the sharded adapter."""
    return peer(peers.socket_io, count, seconds)


def python_socketio(count: int, seconds: float) -> Crossing:
    """python-socketio with its Redis manager."""
    return peer(peers.python_socketio, count, seconds)


def tradewind(count: int, seconds: float) -> Crossing:
    """Ours, with a PostgreSQL that only knows who is who."""
    with ExitStack() as stack:
        port = stack.enter_context(redis())
        folder = Path(stack.enter_context(TemporaryDirectory()))
        postgres = Postgres(connections=CONNECTIONS * (count + 1)).start()
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
                await done(line, "conversation.resume", {"conversationId": id})
            body = {"conversationId": id, "typing": True}
            return lambda: done(shopper, "typing.set", body), Hearer(worker, b"typing.changed")

        return asyncio.run(crossing(nodes, join, seconds))
