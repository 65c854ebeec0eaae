"""The whole way of a message: server CPU from its frame to its ack and the other side's copy, against peers that do less.

Fifty shoppers and the agents who answer them take turns, one message of each pair under way. At Tradewind it is decoded
strictly, allowed, detected, judged by the rules, translated from memory, stored durably, and told in two views. The
python-socketio peer only says it back. The Node peer stores it durably, acks it and tells the other side.
"""

import asyncio
import itertools
import statistics
import time
from collections.abc import Awaitable, Callable, Iterator

from msgspec import Struct

from bench.desk import Desk
from bench.line import Line
from bench.processes import Process
from bench.words import AGENTS, CUSTOMERS, sentences

PAIRS = 50
WORKERS = 10
SENDERS = 100
RATE = 200
WARM = 2 * max(len(CUSTOMERS), len(AGENTS))
_ids = itertools.count()


class Spent(Struct, frozen=True):
    """Microseconds of server CPU a message, messages a second, and milliseconds from send to ack and from send to the copy."""

    cpu_us: float
    rate: float
    acked: tuple[float, ...] = ()
    seen: tuple[float, ...] = ()


Turn = Callable[..., Awaitable[None]]
"""One message and all that follows from it; told when it was due, it takes its times from then."""


async def play(server: Process, turns: list[Turn], seconds: float, watch: "Watch") -> Spent:
    """Every pair takes turn after turn until the time is over; before that each says all its sentences, to warm up."""
    await asyncio.gather(*(_times(turn, WARM) for turn in turns))
    watch.clear()
    cpu, began = server.cpu(), time.monotonic()
    said = await _round(turns, seconds)
    took = time.monotonic() - began
    return Spent((server.cpu() - cpu) / said * 1e6, said / took, tuple(watch.acked), tuple(watch.seen))


async def _times(turn: Turn, count: int) -> None:
    for _ in range(count):
        await turn()


async def _round(turns: list[Turn], seconds: float) -> int:
    until = time.monotonic() + seconds

    async def one(turn: Turn) -> int:
        done = 0
        while time.monotonic() < until:
            await turn()
            done += 1
        return done

    return sum(await asyncio.gather(*map(one, turns)))


class Watch:
    """How long acks and copies took, in milliseconds."""

    def __init__(self) -> None:
        self.acked: list[float] = []
        self.seen: list[float] = []

    def clear(self) -> None:
        """Forget the warm-up."""
        self.acked.clear()
        self.seen.clear()


class Hearer:
    """Waits for the next event of a kind on one socket."""

    def __init__(self, line: Line, kind: bytes, place: bytes = b"") -> None:
        self._kind = b'["' + kind + b'"'
        self._place = place
        self._waits: asyncio.Future[None] | None = None
        before = line.heard
        line.heard = lambda packet: self._take(packet) if self._mine(packet) else before(packet)

    def _mine(self, packet: bytes) -> bool:
        return packet.startswith(self._kind) and self._place in packet

    def _take(self, _packet: bytes) -> None:
        if self._waits is not None and not self._waits.done():
            self._waits.set_result(None)

    def next(self) -> "asyncio.Future[None]":
        """Done when it comes; ask before sending."""
        self._waits = asyncio.get_running_loop().create_future()
        return self._waits


async def tradewind(desk: Desk, server: Process, seconds: float) -> Spent:
    """Ours, over its public protocol."""
    watch = Watch()
    return await play(server, await _pairs(desk, server, watch), seconds, watch)


async def steady(desk: Desk, server: Process, seconds: float) -> Spent:
    """Ours at `RATE` messages a second that come when they are due, whether or not the ones before are done."""
    watch = Watch()
    turns = await _pairs(desk, server, watch)
    await asyncio.gather(*(_times(turn, WARM) for turn in turns))
    watch.clear()
    free = [asyncio.Lock() for _ in turns]
    cpu, began, count = server.cpu(), time.perf_counter(), round(RATE * seconds)

    async def one(number: int) -> None:
        due = began + number / RATE
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        async with free[number % PAIRS]:
            await turns[number % PAIRS](due)

    await asyncio.gather(*map(one, range(count)))
    took = time.perf_counter() - began
    return Spent((server.cpu() - cpu) / count * 1e6, count / took, tuple(watch.acked), tuple(watch.seen))


async def _pairs(desk: Desk, server: Process, watch: Watch) -> list[Turn]:
    workers = [await Line.join(server.port, "/agent", desk.agent(n, f"n{n}")) for n in range(WORKERS)]
    turns = []
    for number in range(PAIRS):
        shopper = await Line.join(server.port, "/customer", desk.customer(number))
        worker, id = workers[number % WORKERS], f"cv_{number}"
        for line in (shopper, worker):
            await line.ask("conversation.resume", {"conversationId": id})
        ends = (
            (shopper, Hearer(shopper, b"message.posted")),
            (worker, Hearer(worker, b"message.posted", f'"{id}"'.encode())),
        )
        turns.append(_talk(id, ends, watch))
    return turns


End = tuple[Line, Hearer]


def _talk(id: str, ends: tuple[End, End], watch: Watch, command: str = "message.send") -> Turn:
    words: Iterator[tuple[End, End, str]] = _lines(ends)

    async def turn(due: float = 0.0) -> None:
        (speaker, _), (_, hearer), text = next(words)
        copy, began = hearer.next(), due or time.perf_counter()
        body = {"conversationId": id, "clientId": f"client-{next(_ids):09}", "body": {"text": text}}
        answer = await speaker.ask(command, body)
        watch.acked.append(1000 * (time.perf_counter() - began))
        if b'"ok":true' not in answer:
            raise RuntimeError(answer.decode())
        await asyncio.wait_for(copy, 10)
        watch.seen.append(1000 * (time.perf_counter() - began))

    return turn


def _lines(ends: tuple[End, End]) -> Iterator[tuple[End, End, str]]:
    shopper, worker = ends
    for asked, answered in zip(sentences(CUSTOMERS), sentences(AGENTS), strict=False):
        yield shopper, worker, asked
        yield worker, shopper, answered


async def echo(server: Process, seconds: float) -> Spent:
    """A server that says `message` back as `message-back`, and keeps nothing."""
    watch = Watch()
    lines = [await Line.join(server.port) for _ in range(PAIRS)]

    def talking(line: Line) -> Turn:
        hearer, words = Hearer(line, b"message-back"), sentences(CUSTOMERS)

        async def turn() -> None:
            heard, began = hearer.next(), time.perf_counter()
            line.say(
                "message", {"conversationId": "cv_1", "clientId": "client-000000001", "body": {"text": next(words)}}
            )
            await heard
            watch.seen.append(1000 * (time.perf_counter() - began))

        return turn

    return await play(server, [talking(line) for line in lines], seconds, watch)


async def storing(server: Process, seconds: float) -> Spent:
    """A server that stores, acks, and tells the other one in the room."""
    watch = Watch()
    turns = []
    for number in range(PAIRS):
        ends = []
        for _ in range(2):
            line = await Line.join(server.port)
            await line.ask("join", f"cv_{number}")
            ends.append((line, Hearer(line, b"posted")))
        turns.append(_talk(f"cv_{number}", (ends[0], ends[1]), watch, "store"))
    return await play(server, turns, seconds, watch)


async def storm(desk: Desk, server: Process, seconds: float) -> Spent:
    """Only acks count: shoppers who say the next thing once the last one is stored."""
    watch = Watch()
    turns = []
    for number in range(SENDERS):
        line = await Line.join(server.port, "/customer", desk.customer(number))
        turns.append(_say(line, f"cv_{number}", watch))
    return await play(server, turns, seconds, watch)


def _say(line: Line, id: str, watch: Watch) -> Turn:
    words = sentences(CUSTOMERS)

    async def turn() -> None:
        began = time.perf_counter()
        body = {"conversationId": id, "clientId": f"client-{next(_ids):09}", "body": {"text": next(words)}}
        if b'"ok":true' not in await line.ask("message.send", body):
            raise RuntimeError("refused")
        watch.acked.append(1000 * (time.perf_counter() - began))

    return turn


def quantile(times: tuple[float, ...], share: int) -> float:
    """The percentile, in whatever they are."""
    return statistics.quantiles(times, n=100)[share - 1] if len(times) > 1 else 0.0
