"""Many sockets on one server: what a copy costs them, what they weigh when they do nothing, and what leaving at once does."""

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable

from bench.desk import Desk
from bench.line import Line
from bench.processes import ROOT, Process, python

Join = Callable[[int], Awaitable[Line]]
AT_ONCE = 50
MEMBERS = 50


def bare(server: Process) -> Join:
    """Sockets of a peer, or of our engine alone."""
    return lambda _: Line.join(server.port)


def shoppers(desk: Desk, server: Process) -> Join:
    """Sockets of shoppers who have shown who they are and follow their conversation."""

    async def join(number: int) -> Line:
        line = await Line.join(server.port, "/customer", desk.customer(number))
        await line.ask("conversation.resume", {"conversationId": f"cv_{number}"})
        return line

    return join


async def crowd(join: Join, size: int) -> list[Line]:
    """So many sockets, some at a time."""
    lines: list[Line] = []
    for start in range(0, size, AT_ONCE):
        lines += await asyncio.gather(*map(join, range(start, min(start + AT_ONCE, size))))
    return lines


async def copy(server: Process, seconds: float) -> float:
    """Microseconds of server CPU for one delivered copy of a broadcast to fifty."""
    lines = await crowd(bare(server), MEMBERS)
    left, done = 0, asyncio.Event()

    def heard(_: bytes) -> None:
        nonlocal left
        left -= 1
        if not left:
            done.set()

    for line in lines:
        line.heard = heard

    async def tell() -> None:
        nonlocal left
        left = MEMBERS
        done.clear()
        lines[0].say(
            "all", {"conversationId": "cv_1", "clientId": "client-000000001", "text": "¿Dónde está mi pedido?" * 2}
        )
        await asyncio.wait_for(done.wait(), 10)

    for _ in range(20):
        await tell()
    cpu, told, until = server.cpu(), 0, time.monotonic() + seconds
    while time.monotonic() < until:
        await tell()
        told += MEMBERS
    return (server.cpu() - cpu) / told * 1e6


async def idle(server: Process, join: Join, size: int) -> float:
    """KiB of the server's own memory for one socket that does nothing.

    As many stay beside them that came before: those lie in what starting has let go, and would seem to weigh nothing. Of two
    crowds the heavier counts: what a server gives back meanwhile only makes one lighter.
    """
    lines: list[Line] = []
    weights, before = [], 0
    for number in range(3):
        lines += await crowd(lambda each, first=number * size: join(first + each), size)
        await asyncio.sleep(3)
        before, former = server.memory(), before
        weights.append((before - former) / size / 1024)
    for line in lines:
        line.cut()
    return max(weights[1:])


async def leaving(server: Process, size: int) -> float:
    """The longest a socket that stays had to wait for an answer, ms, while `size` others left at once.

    Those who leave are another process, which is killed: a driver that closes thousands of sockets would itself be late.
    """
    probe = await Line.join(server.port)
    command = python("bench.crowd", str(server.port), str(size))
    others = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    assert others.stdout is not None
    if await asyncio.wait_for(others.stdout.readline(), 240) != b"here\n":
        raise RuntimeError("those who were to leave did not come")
    await asyncio.sleep(1)
    answered = asyncio.Event()
    probe.heard = lambda _: answered.set()
    longest, quiet = 0.0, time.monotonic() + 3
    others.kill()
    while time.monotonic() < quiet:
        answered.clear()
        asked = time.monotonic()
        probe.say("message", "still there?")
        await asyncio.wait_for(answered.wait(), 30)
        longest = max(longest, time.monotonic() - asked)
        await asyncio.sleep(0.002)
    await others.wait()
    return 1000 * longest


async def _stay(port: int, size: int) -> None:
    lines = await crowd(lambda _: Line.join(port), size)
    print("here", flush=True)
    await asyncio.sleep(300)
    assert lines


if __name__ == "__main__":
    asyncio.run(_stay(*map(int, sys.argv[1:])))
