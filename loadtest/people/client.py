"""Somebody who stays connected as the protocol asks: first in first out a conversation, the same client id until an ack
or a final no, a line applied only when its number is the next one, a resume after every connect and hole."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from typing import Any

import httpx2
import websockets

from loadtest.laws.history import Observer, Seen
from loadtest.people.kept import Kept, Ways
from loadtest.people.line import Entry, Line
from loadtest.people.wire import Answer, Gone, Hear, Wire
from server.protocol import acks, commands, events
from server.protocol.catalog import BY_NAME
from server.protocol.views import AgentEntry, CustomerEntry

DOWN = (Gone, TimeoutError, OSError, httpx2.HTTPError, websockets.WebSocketException)
Dial = Callable[[Hear], Awaitable[Wire]]


class Client:
    """One window of one person, `key` in the log's spelling of authors."""

    def __init__(self, key: str, dial: Dial, kept: Kept, ways: Ways = Ways()) -> None:
        self.key, self.kept, self.ways, self.dial = key, kept, ways, dial
        self.history, self.rng = kept.history, kept.rng
        self.customer = key.startswith("customer:")
        self.observer = Observer(who=key, name=key + " careless" * ways.careless, customer=self.customer)
        self.history.observers.append(self.observer)
        self.window = len(self.history.observers)
        self.lines: dict[str, Line] = defaultdict(Line)
        self.wire: Wire | None = None
        self.latest_ack = 0.0
        self._since = 0.0
        self._retry_after = 0.0
        self._online = asyncio.Event()
        self._side: dict[str, asyncio.Task[None]] = {}
        self._task = asyncio.create_task(self._stay())
        self._task.add_done_callback(lambda _: self._online.set())

    async def ask(self, name: str, text: str = "", /, *, since: float = 0.0, **fields: Any) -> Answer:
        """Ask until there is an answer, whatever happens to the connection. It was due at `since`."""
        id, began = f"{self.rng.getrandbits(128):032x}", since or self.now()
        note: dict[str, Any] = {"who": self.key, "command": name, "client_id": id, "text": text, "window": self.window}
        self.history.add(what="invoke", conversation=fields.get("conversation_id", ""), **note)
        body = {"body": commands.Content(text=text, attachments=fields.pop("files", ()))} if text else {}
        command = BY_NAME[name].ask(client_id=id, **body, **fields)
        if text and name != "note.post":
            self.kept.meter.said(text, customer=self.customer, since=began)
        while True:
            try:
                ack = await self.once(name, command)
            except DOWN as why:
                self.history.add(what="info", detail=type(why).__name__, **note)
                self.kept.meter.trouble("no_answer" if isinstance(why, TimeoutError) else "connection_lost")
                await self.pause(0.05)
                continue
            if not isinstance(ack, acks.Refused):
                where = str(getattr(ack, "conversation_id", ""))
                if where:
                    self.lines.setdefault(where, Line())
                self.history.add(what="ok", conversation=where, seq=getattr(ack, "seq", 0), **note)
                self.latest_ack = self.now()
                self.kept.meter.answered(name, began)
                return ack
            self.kept.meter.trouble(ack.error.code)
            if not ack.error.retry:
                self.history.add(what="fail", detail=ack.error.code, **note)
                return ack
            await self.pause(0.2, (ack.error.after_ms or 0) / 1000)

    async def once(self, name: str, command: commands.Command) -> Answer:
        """Ask one time, when there is a connection. Raises what is in `DOWN`."""
        await self.online()
        return await self._ask(name, command)

    async def catch_up(self, id: str) -> acks.CustomerResumed | acks.AgentResumed | None:
        """Everything after the last number applied; None when it is not ours to read."""
        line, since = self.lines[id], self.now()
        while True:
            ack = await self._ask(
                "conversation.resume", commands.Resume(conversation_id=id, after=line.last, limit=300)
            )
            if not isinstance(ack, acks.CustomerResumed | acks.AgentResumed):
                return None
            line.since = min(line.since, since)
            for entry in ack.entries:
                self._take(entry)
            if not ack.more:
                return ack

    async def finish(self) -> None:
        """Read everything once more, as a reconnect does, then leave."""
        async with asyncio.timeout(60):
            await self._settle()
        await self.vanish()

    async def vanish(self) -> None:
        """Gone without a word. Raises Garbled when the server had spoken nonsense."""
        ended = self._task if self._task.done() else None
        tasks = [self._task, *self._side.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if ended and not ended.cancelled():
            ended.result()

    async def online(self) -> None:
        """Wait until there is a connection and everything missed is read. Raises Garbled when there will never be one."""
        async with asyncio.timeout(60):
            await self._online.wait()
        if self._task.done():
            self._task.result()

    async def drop(self) -> None:
        """Lose this connection; the next one comes by itself."""
        if self.wire:
            await self.wire.close()

    async def rest(self, seconds: float) -> None:
        """Be away for a time, as a phone in a pocket."""
        if self.wire and seconds > 0:
            self._retry_after = -seconds
            self.wire.cut()
            await asyncio.sleep(seconds)

    def now(self) -> float:
        """The loop's clock, seconds."""
        return asyncio.get_running_loop().time()

    async def welcome(self) -> None:
        """What to do after a connect, before the rest."""

    def goodbye(self) -> None:
        """The connection ended."""

    def hear(self, name: str, value: Any) -> None:
        """Whatever is not a numbered line."""

    def applied(self, entry: Entry) -> None:
        """A line was applied."""

    def beside(self, name: str, work: Callable[[], Awaitable[object]]) -> None:
        """Do something beside the rest, one of each name at a time; a connection that ends, ends it."""
        if name not in self._side or self._side[name].done():
            self._side[name] = asyncio.create_task(_quietly(work))

    async def pause(self, longest: float, least: float = 0.0) -> None:
        """A while, up to `longest` seconds and never below `least`."""
        await asyncio.sleep(least + self.rng.uniform(longest / 4, longest))

    async def _ask(self, name: str, command: commands.Command) -> Answer:
        if self.wire is None:
            raise Gone("not connected")
        return await self.wire.ask(name, command, self.ways.answer)

    async def _settle(self) -> None:
        while True:
            await self.online()
            try:
                for id in list(self.lines):
                    await self.catch_up(id)
                return
            except DOWN:
                await self.pause(0.1)

    async def _stay(self) -> None:
        wanted, tries = self.now(), 0
        while True:
            try:
                self.wire = await self.dial(self._hear)
                await self.welcome()
                for id in list(self.lines):
                    await self.catch_up(id)
                self.kept.meter.connected(wanted)
                self._since, tries = self.now(), 0
                self._online.set()
                await asyncio.wait({self.wire.ended})
                self.wire.ended.result()
            except DOWN as why:
                tries += 1
                self.kept.meter.trouble("no_connection" if self.wire is None else type(why).__name__)
            finally:
                await self._offline()
            again, self._retry_after = self._retry_after, 0.0
            if again < 0:
                await asyncio.sleep(-again)
            else:
                await self.pause(again or min(self.ways.longest, self.ways.again * 2 ** min(tries, 10)))
            wanted = self.now()

    async def _offline(self) -> None:
        self._online.clear()
        wire, self.wire = self.wire, None
        self.goodbye()
        if wire:
            await wire.close()

    def _hear(self, name: str, value: Any, frame: str) -> None:
        if self.customer and self.kept.secret in frame:
            self.observer.heard.append(frame)
        match value:
            case events.Hello():
                self.history.set_clock(value.server_time)
            case events.Bye():
                self._retry_after = (value.retry_after_ms or 0) / 1000
                self.kept.meter.trouble(f"bye_{value.code}")
            case events.Positions():
                for id, last in value.positions.items():
                    if self.lines[id].last < last:
                        self.beside(f"mend {id}", partial(self.catch_up, id))
            case AgentEntry() | CustomerEntry():
                self._take(value)
                if self.lines[value.conversation_id].early:
                    self.beside(f"mend {value.conversation_id}", partial(self.catch_up, value.conversation_id))
            case _:
                self.hear(name, value)

    def _take(self, entry: Entry) -> None:
        line = self.lines[entry.conversation_id]
        for one in line.take(entry, careless=self.ways.careless):
            self._apply(line, one)

    def _apply(self, line: Line, entry: Entry) -> None:
        kind, text = str(entry.body.__struct_config__.tag), str(getattr(entry.body, "text", ""))
        self.observer.applied[entry.conversation_id].append(Seen(entry.seq, entry.at, kind, text))
        if words := getattr(entry.body, "original", "") or text:
            since = max(line.since, self._since)
            self.kept.meter.seen(str(words), customer=self.customer, since=since)
        self.applied(entry)


async def _quietly(work: Callable[[], Awaitable[object]]) -> None:
    with suppress(*DOWN):
        await work()
