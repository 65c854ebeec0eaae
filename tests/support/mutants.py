"""`python -m tests.support.mutants <name>+<name> up`: the server with faults planted in it, to show that tests see them.

The product knows nothing of this: the running code is patched, then started as always.
"""

import asyncio
import os
import random
import secrets
import signal
import sys
from collections.abc import Callable
from functools import partial, partialmethod
from pathlib import Path
from typing import Any

import msgspec

from server import __main__ as program
from server.conversations import ownership
from server.domain import conversation as laws
from server.domain.clock import SystemClock
from server.gateway.dispatch import Dispatch
from server.gateway.engine.engine import Engine
from server.protocol.acks import Sent
from server.routing.need import Need
from server.store import database
from server.store.flush import flush
from server.store.load import load
from server.store.turn import Key, Turn
from server.store.writer import Writer

WINDOW, LAST_WINDOW = 0.03, 0.5
"""Seconds for which a wrong order is held open, always and once more before the process dies: others must have seen it."""

ORDER = Path(os.environ.get("DIE_AT", "/nonexistent"))
"""While this file exists, the process is to die at the worst moment, once, and not by luck."""


async def _transact(self: Writer, batch: list[Any], *, early: str) -> None:
    """As the original does it on SQLite, but with one thing `early`."""
    settled = []
    async with self.lock, self._database.pen() as pen:
        world = await load(pen, (ticket.change.needs for ticket in batch), self._clock.now())
        for ticket in batch:
            turn = Turn(world)
            try:
                settled.append((ticket, ticket.change.decide(turn)))
                turn.keep()
            except Exception as refusal:
                settled.append((ticket, refusal))
        if world.outcome.empty:
            return _answer(settled)
        if early == "ack":
            _answer(settled)
        if early == "announce":
            self._announce(world.outcome)
        await asyncio.sleep(LAST_WINDOW if ORDER.exists() else WINDOW)  # noqa: ASYNC240 - a moment, in a test
        if early != "nothing":
            _die_if_told()
        await flush(pen, world.outcome, self._sealer)
    _die_if_told()
    if early != "announce":
        self._announce(world.outcome)
    return _answer(settled)


def _answer(settled: list[tuple[Any, Any]]) -> None:
    for ticket, result in settled:
        if not ticket.answer.done():
            if isinstance(result, Exception):
                ticket.answer.set_exception(result)
            else:
                ticket.answer.set_result(result)


def _die_if_told() -> None:
    if ORDER.exists():
        ORDER.unlink()
        os.kill(os.getpid(), signal.SIGKILL)


def _reordered(early: str) -> None:
    Writer._transact = partialmethod(_transact, early=early)  # type: ignore[assignment]


def no_dedupe() -> None:
    """A client id that was used before is taken for a new one."""
    append = Turn.append

    def forgetful(self: Turn, id: str, author: Any, client_id: str, *rest: Any) -> Any:
        known = Key(id, author.key, client_id) in self._world.keys
        return append(self, id, author, client_id + secrets.token_hex(4) * known, *rest)

    Turn.repeat = lambda *_: None  # type: ignore[method-assign,assignment]
    Turn.append = forgetful  # type: ignore[method-assign]


def drop_broadcasts() -> None:
    """One broadcast in ten is thrown away. The protocol allows it: nobody may notice."""
    emit, dice = Engine.emit, random.Random(7)

    def lossy(self: Engine, audience: str, event: str, payload: object, **more: Any) -> int:
        return 0 if dice.random() < 0.1 else emit(self, audience, event, payload, **more)

    Engine.emit = lossy  # type: ignore[method-assign]


def lose_place() -> None:
    """Whoever goes back to the queue stands at its end."""
    requeue = laws.requeue

    def rude(c: laws.Conversation, now: int, **more: Any) -> laws.Conversation:
        return msgspec.structs.replace(requeue(c, now, **more), waiting_since=now)

    laws.requeue = rude


def keep_load() -> None:
    """Who lets go of a conversation stays as busy as before."""
    ownership.let_go = lambda turn, c: turn.end_assignment(c) if c.held else None


def newest_first() -> None:
    """The router serves who came last."""
    Need.score = property(lambda self: -self.waiting_since)  # type: ignore[assignment]


def unsynced() -> None:
    """A commit is left to the kernel to write when it likes; no `kill -9` would ever show it."""
    database.SQLITE_PRAGMAS = tuple(pragma.replace("FULL", "OFF") for pragma in database.SQLITE_PRAGMAS)


def _lying(lie: Callable[[Any, Any], Any]) -> Callable[[], None]:
    """A server that now and then does not do with a message what it says: `lie` gets the true way to answer, and the ask."""

    def plant() -> None:
        answer, dice = Dispatch.answer, random.Random(lie.__name__)

        async def false(self: Dispatch, door: Any, caller: Any, name: str, body: bytes) -> Any:
            true = partial(answer, self, door, caller, name)
            lies = name == "message.send" and dice.random() < 0.3
            return await (lie(true, msgspec.json.decode(body)) if lies else true(body))

        Dispatch.answer = false  # type: ignore[method-assign]

    return plant


async def _swallow(_true: Any, ask: dict[str, Any]) -> Sent:
    """Yes, and it is thrown away."""
    return Sent(conversation_id=ask["conversationId"], seq=1, at=1)


async def _misnumber(true: Any, ask: dict[str, Any]) -> Any:
    """Stored under another number than is said."""
    ack = await true(msgspec.json.encode(ask))
    return msgspec.structs.replace(ack, seq=ack.seq + 1) if isinstance(ack, Sent) else ack


async def _say_twice(true: Any, ask: dict[str, Any]) -> Any:
    """Stored once more under another client id."""
    await true(msgspec.json.encode(ask | {"clientId": secrets.token_hex(16)}))
    return await true(msgspec.json.encode(ask))


def whisper() -> None:
    """Private notes are told to customers too."""
    emit = Engine.emit

    def loose(self: Engine, audience: str, event: str, payload: object, **more: Any) -> int:
        if event == "note.posted":
            emit(self, audience, event, payload, namespace="/customer")
        return emit(self, audience, event, payload, **more)

    Engine.emit = loose  # type: ignore[method-assign]


def moved_clock() -> None:
    """The time of day is so many seconds off as the file CLOCK_AT says, and may jump while the server runs."""
    now, file = SystemClock.now, Path(os.environ["CLOCK_AT"])
    SystemClock.now = lambda self: now(self) + 1000 * int(file.read_text() or 0)  # type: ignore[method-assign]


MUTANTS: dict[str, Callable[[], None]] = {
    "ack_before_commit": partial(_reordered, "ack"),
    "announce_before_store": partial(_reordered, "announce"),
    "die_before_ack": partial(_reordered, "nothing"),
    "no_dedupe": no_dedupe,
    "drop_broadcasts": drop_broadcasts,
    "lose_place": lose_place,
    "keep_load": keep_load,
    "newest_first": newest_first,
    "unsynced": unsynced,
    "moved_clock": moved_clock,
    "swallow": _lying(_swallow),
    "misnumber": _lying(_misnumber),
    "say_twice": _lying(_say_twice),
    "whisper": whisper,
}

if __name__ == "__main__":
    for name in sys.argv.pop(1).split("+"):
        MUTANTS[name]()
    program.main()
