"""The people of the tests: quick, tireless, and as correct as the protocol asks."""

import asyncio
from contextlib import suppress
from functools import partial
from typing import Any

from loadtest.people.client import DOWN, Client, Dial
from loadtest.people.kept import Kept, Ways
from server.protocol import acks, commands, events
from server.protocol.find_commands import ListConversations
from server.protocol.views import Summary


class Agent(Client):
    """Takes what is given, answers until told to stop. `silent` ones only watch everything."""

    def __init__(self, key: str, dial: Dial, kept: Kept, *, silent: bool = False) -> None:
        self.id = key.partition(":")[2]
        self.silent, self.over = silent, False
        self.lanes: dict[str, asyncio.Task[None]] = {}
        super().__init__(key, dial, kept)

    async def welcome(self) -> None:
        """Say that one is here, and see what changed meanwhile."""
        if not self.silent:
            await self._ask("presence.set", commands.Presence(availability="online"))
        view = ListConversations(view="all" if self.silent else "mine", limit=100)
        listed = await self._ask("conversation.list", view)
        for c in listed.items if isinstance(listed, acks.Listed) else ():
            await self._meet(c)

    def hear(self, name: str, value: Any) -> None:
        """New work."""
        if isinstance(value, events.ConversationChanged):
            self.beside(
                f"meet {value.conversation.id} {value.conversation.fence}", partial(self._meet, value.conversation)
            )

    async def _meet(self, c: Summary) -> None:
        mine = c.assignee_id == self.id and c.status == "assigned"
        if c.id not in self.lines and (mine or self.silent):
            await self.catch_up(c.id)
        lane = self.lanes.get(c.id)
        if mine and not self.silent and (lane is None or lane.done()):
            self.lanes[c.id] = asyncio.create_task(self._answer(c.id, c.fence))

    async def _answer(self, id: str, fence: int) -> None:
        for number in range(10_000):
            if self.over:
                return
            if number % 4 == 3:
                await self.ask("note.post", f"Private remark {self._mark()}", conversation_id=id)
            else:
                text = f"We are looking at it now, dear friend {self._mark()}"
                ack = await self.ask("message.send", text, conversation_id=id, fence=fence, language="en")
                if not ack.ok:
                    return
            await self.pause(0.3)

    def _mark(self) -> str:
        return "".join(self.rng.choices("bcdfghklmnprstvz", k=8))

    async def stop(self) -> None:
        """Finish the sentence, answer no more."""
        self.over = True
        await asyncio.gather(*self.lanes.values())


class Shopper(Client):
    """Asks, and asks again."""

    conversation = ""

    def __init__(self, key: str, dial: Dial, kept: Kept, *, careless: bool = False) -> None:
        super().__init__(key, dial, kept, Ways(careless=careless))

    async def talk(self, over: asyncio.Event) -> None:
        """Say one thing after the other until told to stop."""
        while not over.is_set():
            await self.say()
            await self.pause(0.3)

    async def say(self) -> acks.Done | acks.Refused:
        """One more question; the first opens the conversation."""
        mark = "".join(self.rng.choices("bcdfghklmnprstvz", k=8))
        text = f"Where is my parcel, please? I have waited for a week {mark}"
        if self.conversation:
            return await self.ask("message.send", text, conversation_id=self.conversation)
        ack = await self.ask("conversation.open", text)
        assert isinstance(ack, acks.Sent)
        self.conversation = ack.conversation_id
        with suppress(*DOWN):
            await self.catch_up(self.conversation)
        return ack
