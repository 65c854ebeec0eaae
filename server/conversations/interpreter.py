"""Translation after the commit: no message waits for an engine, and no engine's answer goes out unjudged."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import ParamSpec

import structlog

from server.conversations.drafting import reading_judged
from server.conversations.room import SYSTEM, Room, system
from server.conversations.settling import Settlement, settle
from server.conversations.translating import translated
from server.domain.conversation import Conversation
from server.domain.errors import Refusal
from server.domain.language import UNKNOWN
from server.domain.reading import Reading
from server.domain.timeline import Assigned, Entry, Identified, Noted, Posted, Translated
from server.domain.verdict import Action
from server.domain.workspace import Policy
from server.store.turn import Change, Key, Needs, Outcome, Turn
from server.translation.request import Request

log = structlog.get_logger()
LOOK_BACK = 20
INBOUND_SECONDS = 10.0
P = ParamSpec("P")


class Interpreter:
    """Releases agents' messages in the order each author said them; adds readings to customers' messages."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._lanes: dict[str, asyncio.Task[None]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._over = False

    def note(self, outcome: Outcome) -> None:
        """Look at what was committed; starts work and never waits."""
        if self._over:
            return
        for entry in outcome.appended:
            c = outcome.conversations[entry.conversation_id]
            match entry.body:
                case Posted(state="pending"):
                    self._lane(entry, c)
                case Posted(readings=()) if entry.author.kind == "customer":
                    self._start(self._read_for_desk, c, [entry])
                case Assigned():
                    self._start(self._read_for_owner, c)
                case Identified():
                    self._start(self._read_again, c, entry.body)

    def _lane(self, entry: Entry, c: Conversation) -> None:
        """One after another within a conversation: first said, first seen."""
        before = self._lanes.get(c.id)
        task = self._start(self._release, entry, c, before)
        self._lanes[c.id] = task
        task.add_done_callback(lambda done: self._lanes.get(c.id) is done and self._lanes.pop(c.id))

    def _start(self, work: Callable[P, Awaitable[None]], *what: P.args, **more: P.kwargs) -> asyncio.Task[None]:
        task = asyncio.create_task(self._guarded(work, *what, **more))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    @staticmethod
    async def _guarded(work: Callable[P, Awaitable[None]], *what: P.args, **more: P.kwargs) -> None:
        try:
            await work(*what, **more)
        except Refusal as refusal:
            log.info("interpreter.refused", code=refusal.code)
        except Exception as error:
            log.error("interpreter.failed", error=type(error).__name__)

    async def _release(self, entry: Entry, c: Conversation, before: "asyncio.Task[None] | None") -> None:
        """Translate while the one before is still at it, then take the turn."""
        policy = (await self._room.known.workspace(c.workspace_id)).policy
        settlement = await self._settlement(entry, c, policy)
        if before:
            await asyncio.wait({before})
        await settle(self._room, entry, settlement)

    async def _settlement(self, entry: Entry, c: Conversation, policy: Policy) -> Settlement:
        body = entry.body
        assert isinstance(body, Posted)
        target = c.customers_language
        if body.reading or target in (body.language, UNKNOWN) or body.language == UNKNOWN:
            return Settlement(reading=body.reading)
        request = Request(text=body.text, source=body.language, target=target, operation="send")
        reading = await translated(self._room, c, request, policy.translate_seconds, before=entry.seq)
        return self.judged(c, reading, policy)

    def judged(self, c: Conversation, reading: Reading | None, policy: Policy) -> Settlement:
        """Release what may be read, hold what a rule objects to, and do what the desk decided when there is nothing."""
        if reading is None:
            if policy.untranslated == "return":
                return Settlement(returned="untranslated")
            return Settlement(label="untranslated")
        sent, verdict = reading_judged(self._room, c, reading)
        if verdict.action >= Action.warn:
            return Settlement(reading=sent, findings=verdict.findings)
        return Settlement(reading=sent, noted=verdict.findings)

    async def _read_for_owner(self, c: Conversation) -> None:
        """A new owner reads what was said before them."""
        log_ = await self._room.reads.before(system(c.workspace_id), c.id, None, LOOK_BACK)
        said = [e for e in log_.entries if isinstance(e.body, Posted) and e.author.kind == "customer"]
        await self._read_for_desk(c, said)

    def interpret(self, c: Conversation, said: list[Entry], target: str, source: str = "") -> None:
        """Have these entries translated for one more reader of the desk, out of `source` where a person named it."""
        if not self._over:
            self._start(self._read, c, said, target, source)

    async def _read_again(self, c: Conversation, told: Identified) -> None:
        entry = await self._room.reads.entry(c.id, told.ref)
        await self._read(c, [entry], await self._room.known.desk_language(c), told.language)

    async def _read_for_desk(self, c: Conversation, said: list[Entry]) -> None:
        await self._read(c, said, await self._room.known.desk_language(c))

    async def _read(self, c: Conversation, said: list[Entry], target: str, named: str = "") -> None:
        for entry in said:
            body = entry.body
            if not isinstance(body, Posted | Noted) or not body.text:
                continue
            source = named or body.language
            if source in (UNKNOWN, target) or (source == body.language and _has(body, target)):
                continue
            request = Request(text=body.text, source=source, target=target)
            reading = await translated(self._room, c, request, INBOUND_SECONDS, before=entry.seq)
            if reading:
                await self._add(entry, reading, "" if source == body.language else f":{source}")

    async def _add(self, entry: Entry, reading: Reading, out_of: str) -> None:
        mark = f"sys:translated:{entry.seq}:{reading.language}{out_of}"
        key = Key(entry.conversation_id, SYSTEM.key, mark)

        def decide(turn: Turn) -> None:
            c = turn.conversation(system(entry.workspace_id), entry.conversation_id)
            if not turn.repeat(c, SYSTEM, mark):
                turn.append(c.id, SYSTEM, mark, Translated(ref=entry.seq, reading=reading))

        needs = Needs(conversations=(entry.conversation_id,), keys=(key,))
        await self._room.writer.commit(Change(needs, decide))

    async def stop(self) -> None:
        """Let go of unfinished work and begin none; the worker's sweep finds it again."""
        self._over = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


def _has(body: Posted | Noted, target: str) -> bool:
    return isinstance(body, Posted) and any(reading.language == target for reading in body.readings)
