"""Shoppers and agents as correct as the protocol asks: they resend until they are answered, and resume until they have all.

First in first out a conversation, the same client id until an ack or a final no; a line is applied only when its number
is the next one.
"""

import asyncio
import json
import random
from collections import defaultdict
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import httpx2
import websockets
from msgspec import Struct

from tests.support.history import History, Json, Observer, Seen
from tests.support.wire import Gone, Wire

DOWN = (Gone, TimeoutError, OSError, httpx2.HTTPError, websockets.WebSocketException, KeyError)
Dial = Callable[[], Awaitable[Wire]]


class Line(Struct):
    """Somebody's end of one series: the last number applied, and what came too early."""

    last: int = 0
    early: dict[int, Seen] = {}


class Client:
    """Somebody who stays connected. `careless` is the seeded fault: it applies whatever comes, holes and all."""

    def __init__(self, key: str, dial: Dial, history: History, rng: random.Random, *, careless: bool = False) -> None:
        self.key, self.history, self.rng = key, history, rng
        self.customer = key.startswith("customer:")
        self.observer = Observer(who=key, name=key + " careless" * careless, customer=self.customer)
        history.observers.append(self.observer)
        self.lines: dict[str, Line] = defaultdict(Line)
        self.wire: Wire | None = None
        self.latest_ack = 0.0
        self.dial, self._careless = dial, careless
        self._online = asyncio.Event()
        self._task = asyncio.create_task(self._stay())

    async def ask(self, command: str, text: str = "", **fields: Any) -> Json:
        """Ask until there is an answer, whatever happens to the connection."""
        id = f"{self.rng.getrandbits(128):032x}"
        note = {"who": self.key, "command": command, "client_id": id, "text": text}
        self.history.add(what="invoke", conversation=fields.get("conversationId", ""), **note)
        body = fields | {"clientId": id} | ({"body": {"text": text}} if text else {})
        while True:
            try:
                async with asyncio.timeout(30):
                    await self._online.wait()
                assert self.wire
                ack = await self.wire.ask(command, timeout=4, **body)
            except DOWN as why:
                self.history.add(what="info", detail=type(why).__name__, **note)
                await self._pause(0.05)
                continue
            if ack["ok"]:
                where = ack.get("conversationId", "")
                self.history.add(what="ok", conversation=where, seq=ack.get("seq", 0), **note)
                self.latest_ack = asyncio.get_running_loop().time()
                return ack
            if not ack["error"]["retry"]:
                self.history.add(what="fail", detail=ack["error"]["code"], **note)
                return ack
            await self._pause(0.2)

    async def catch_up(self, id: str) -> None:
        """Everything after the last number applied."""
        line, more = self.lines[id], True
        while more:
            assert self.wire, "one must have been connected"
            ack = await self.wire.ask("conversation.resume", timeout=5, conversationId=id, after=line.last)
            if not ack["ok"]:
                return
            for entry in ack["entries"]:
                self._take(entry)
            more = ack["more"]

    async def finish(self) -> None:
        """Read everything once more, as a reconnect does, then leave."""
        async with asyncio.timeout(30):
            await self._settle()
        await self.vanish()

    async def vanish(self) -> None:
        """Gone without a word."""
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def drop(self) -> None:
        """Lose this connection; the next one comes by itself."""
        if self.wire:
            await self.wire.close()

    async def _settle(self) -> None:
        while True:
            await self._online.wait()
            try:
                for id in list(self.lines):
                    await self.catch_up(id)
                return
            except DOWN:
                await self._pause(0.1)

    async def _stay(self) -> None:
        while True:
            try:
                self.wire = await self.dial()
                await self.welcome()
                for id in list(self.lines):
                    await self.catch_up(id)
                self._online.set()
                async for name, body in self.wire.stream():
                    self.observer.heard.append(json.dumps(body, ensure_ascii=False))
                    await self.hear(name, body)
            except DOWN:
                pass
            finally:
                self._online.clear()
                if self.wire:
                    await self.wire.close()
            await self._pause(0.1)

    async def welcome(self) -> None:
        """What to do after a connect, before the rest."""

    async def hear(self, name: str, body: Json) -> None:
        """Apply what is next, fetch what is missing."""
        if name == "positions.announced":
            for id, last in body["positions"].items():
                if self.lines[id].last < last:
                    await self.catch_up(id)
        elif "seq" in body and "conversationId" in body:
            self._take(body)
            if self.lines[body["conversationId"]].early:
                await self.catch_up(body["conversationId"])

    def _take(self, entry: Json) -> None:
        id, line = entry["conversationId"], self.lines[entry["conversationId"]]
        seen = Seen(entry["seq"], entry["at"], entry["body"]["kind"], entry["body"].get("text", ""))
        if seen.seq > line.last:
            line.early[seen.seq] = seen
        while line.early:
            following = min(line.early) if self._careless else line.last + 1
            if following not in line.early:
                return
            self.observer.applied[id].append(line.early.pop(following))
            line.last = following
            line.early = {seq: seen for seq, seen in line.early.items() if seq > line.last}

    async def _pause(self, longest: float) -> None:
        await asyncio.sleep(self.rng.uniform(longest / 4, longest))


class Agent(Client):
    """Takes what is given, answers until told to stop. `silent` ones only watch everything."""

    def __init__(self, key: str, dial: Dial, history: History, rng: random.Random, *, silent: bool = False) -> None:
        self.id = key.partition(":")[2]
        self.silent, self.over = silent, False
        self.lanes: dict[str, asyncio.Task[None]] = {}
        super().__init__(key, dial, history, rng)

    async def welcome(self) -> None:
        """Say that one is here, and see what changed meanwhile."""
        assert self.wire
        if not self.silent:
            await self.wire.ask("presence.set", availability="online")
        view = "all" if self.silent else "mine"
        for c in (await self.wire.ask("conversation.list", view=view, limit=100))["items"]:
            await self._meet(c)

    async def hear(self, name: str, body: Json) -> None:
        """As everybody, and new work."""
        if name == "conversation.changed":
            await self._meet(body["conversation"])
        await super().hear(name, body)

    async def _meet(self, c: Json) -> None:
        mine = c["assigneeId"] == self.id and c["status"] == "assigned"
        if c["id"] not in self.lines and (mine or self.silent):
            await self.catch_up(c["id"])
        lane = self.lanes.get(c["id"])
        if mine and not self.silent and (lane is None or lane.done()):
            self.lanes[c["id"]] = asyncio.create_task(self._answer(c["id"], c["fence"]))

    async def _answer(self, id: str, fence: int) -> None:
        for number in range(10_000):
            if self.over:
                return
            if number % 4 == 3:
                await self.ask("note.post", f"Private remark {self._mark()}", conversationId=id)
            else:
                text = f"We are looking at it now, dear friend {self._mark()}"
                ack = await self.ask("message.send", text, conversationId=id, fence=fence, language="en")
                if not ack["ok"]:
                    return
            await self._pause(0.3)

    def _mark(self) -> str:
        return "".join(self.rng.choices("bcdfghklmnprstvz", k=8))

    async def stop(self) -> None:
        """Finish the sentence, answer no more."""
        self.over = True
        await asyncio.gather(*self.lanes.values())


class Shopper(Client):
    """Asks, and asks again."""

    conversation = ""

    async def talk(self, over: asyncio.Event) -> None:
        """Say one thing after the other until told to stop."""
        while not over.is_set():
            await self.say()
            await self._pause(0.3)

    async def say(self) -> Json:
        """One more question; the first opens the conversation."""
        mark = "".join(self.rng.choices("bcdfghklmnprstvz", k=8))
        text = f"Where is my parcel, please? I have waited for a week {mark}"
        if self.conversation:
            return await self.ask("message.send", text, conversationId=self.conversation)
        ack = await self.ask("conversation.open", text)
        self.conversation = ack["conversationId"]
        with suppress(*DOWN):
            await self.catch_up(self.conversation)
        return ack
