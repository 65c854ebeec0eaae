"""A shopper: looks around, asks, waits, loads the page again, puts the phone away, opens a second tab, sends a picture."""

import asyncio
from contextlib import suppress
from functools import partial
from typing import Any

import httpx2

from loadtest.people import words
from loadtest.people.client import DOWN, Client
from loadtest.people.doors import Doors
from loadtest.people.kept import Kept, Ways
from loadtest.people.line import Line
from loadtest.people.manner import Manner
from loadtest.people.wire import Hear, Wire
from server.protocol import acks, commands

WAYS = Ways(answer=10.0, again=0.5, longest=15.0)
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
"""The smallest PNG there is."""

TICK = 6.0


class Shopper(Client):
    """One window of a shopper. `conversation` is theirs once they have said something."""

    def __init__(self, who: tuple[str, str], doors: Doors, kept: Kept, language: str) -> None:
        self.doors, self.language, self.conversation = doors, language, ""
        self.token = who[1]
        self._hands, self._rested = asyncio.Lock(), 0.0
        self._first: Shopper | None = None
        super().__init__(f"customer:{who[0]}", self._dial, kept, WAYS)

    async def _dial(self, hear: Hear) -> Wire:
        return await Wire.connect(self.doors.url, "customer", {"token": self.token}, hear)

    async def live(self, manner: Manner, until: float) -> None:
        """Be in the shop until a time of the loop's clock; says things at times that were set before, come what may."""
        restless = asyncio.create_task(self._fidget(manner, until))
        try:
            due = self.now() + self.rng.expovariate(2 / manner.every)
            while due < until and self._talks(manner):
                await asyncio.sleep(max(0.0, due - self.now()))
                async with self._hands:
                    await self._say(manner, max(due, self._rested))
                due += self.rng.expovariate(1 / manner.every)
            await asyncio.sleep(max(0.0, until - self.now()))
        finally:
            restless.cancel()
            await asyncio.gather(restless, return_exceptions=True)

    def _talks(self, manner: Manner) -> bool:
        """Whether they say more; who has begun goes on."""
        return bool(self.conversation) or self.rng.random() < manner.talking

    def second_tab(self) -> "Shopper":
        """The same person's second window; it reads along from the beginning."""
        window = Shopper((self.key.partition(":")[2], self.token), self.doors, self.kept, self.language)
        window._first = self
        if self.conversation:
            window.lines.setdefault(self.conversation, Line())
        return window

    async def finish(self) -> None:
        """As everybody; a second window learns at last what the first began."""
        if self._first and self._first.conversation:
            self.lines.setdefault(self._first.conversation, Line())
        await super().finish()

    async def _say(self, manner: Manner, due: float) -> None:
        if self.conversation and self.rng.random() < manner.typing:
            asking = commands.Typing(conversation_id=self.conversation, typing=True)
            self.beside("typing", partial(self._ask, "typing.set", asking))
        sentence = self.rng.choice(words.tongues()[self.language].shopper)
        text = f"{sentence} {words.mark(self.rng)}"
        if self.conversation:
            files = await self._picture() if self.rng.random() < manner.uploads else ()
            await self.ask("message.send", text, since=due, conversation_id=self.conversation, files=files)
            return
        ack = await self.ask("conversation.open", text, since=due, locale=words.LOCALES[self.language])
        if isinstance(ack, acks.Sent):
            self.conversation = ack.conversation_id
            with suppress(*DOWN):
                await self.catch_up(self.conversation)

    async def _picture(self) -> tuple[str, ...]:
        fields: dict[str, Any] = {"name": "photo.png", "size": len(PICTURE), "conversation_id": self.conversation}
        ack = await self.ask("file.attach", **fields)
        if not isinstance(ack, acks.Prepared):
            return ()
        try:
            await self.doors.upload(ack.url, PICTURE)
        except httpx2.HTTPError:
            self.kept.meter.trouble("upload")
            return ()
        return (ack.file_id,)

    async def _fidget(self, manner: Manner, until: float) -> None:
        """Reloads, a phone in a pocket, a bad line: each as often as the manner says; nobody types meanwhile."""
        deaf = self.rng.random() < manner.deaf
        while True:
            await asyncio.sleep(TICK * self.rng.uniform(0.5, 1.5))
            dice = self.rng.random() * 60 / TICK
            async with self._hands:
                if deaf and self.rng.random() < 0.5:
                    await self._stop_reading(min(self.rng.expovariate(1 / manner.deaf_for), until - self.now()))
                elif dice < manner.reloads:
                    await self.drop()
                elif dice < manner.reloads + manner.sleeps:
                    await self.rest(min(self.rng.expovariate(1 / manner.sleep), until - self.now()))
            self._rested = self.now()

    async def _stop_reading(self, seconds: float) -> None:
        wire = self.wire
        if wire:
            wire.read(on=False)
            try:
                await asyncio.sleep(max(0.0, seconds))
            finally:
                wire.read(on=True)
