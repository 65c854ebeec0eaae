"""An agent: takes what is given, reads, thinks, types, answers, notes, closes; hands over when the shift ends."""

import asyncio
from collections.abc import Mapping
from functools import partial
from typing import Any

from loadtest.laws.history import Duty
from loadtest.people import words
from loadtest.people.client import Client
from loadtest.people.doors import Doors
from loadtest.people.kept import Kept, Ways
from loadtest.people.line import Entry
from loadtest.people.manner import Manner
from loadtest.people.wire import Hear, Wire
from server.domain.timeline import Posted
from server.protocol import acks, commands, events
from server.protocol.find_commands import ListConversations
from server.protocol.views import Summary

WAYS = Ways(answer=10.0, again=0.5, longest=5.0)


class Talk:
    """A conversation an agent has: what they carry as its owner, and what the customer said that nobody answered."""

    def __init__(self, fence: int) -> None:
        self.fence, self.answered = fence, 0
        self.asked: asyncio.Queue[float] = asyncio.Queue()


class Agent(Client):
    """One agent at a console. `silent` ones only watch; `working` tells whether they take work."""

    def __init__(
        self, me: Mapping[str, Any], proof: Mapping[str, str], doors: Doors, kept: Kept, manner: Manner
    ) -> None:
        self.id, self.doors, self.manner, self._proof = str(me["id"]), doors, manner, proof
        self.languages = tuple(str(one["language"]) for one in me["languages"])
        self.tongue = next((one for one in self.languages if one in words.tongues()), "en")
        self.working = False
        self.talks: dict[str, Talk] = {}
        self.lanes: dict[str, asyncio.Task[None]] = {}
        self._duty: Duty | None = None
        super().__init__(f"agent:{self.id}", self._dial, kept, WAYS)

    async def _dial(self, hear: Hear) -> Wire:
        return await Wire.connect(self.doors.url, "agent", {"ticket": await self.doors.ticket(self._proof)}, hear)

    async def welcome(self) -> None:
        """Say whether one takes work, and look what one has."""
        await self._be("online" if self.working else "away")
        listed = await self._ask("conversation.list", ListConversations(view="mine", limit=100))
        for c in listed.items if isinstance(listed, acks.Listed) else ():
            await self._meet(c)

    def goodbye(self) -> None:
        """No duty without a connection."""
        self._off_duty()

    async def begin(self) -> None:
        """Take work from now on."""
        self.working = True
        await self.once("presence.set", commands.Presence(availability="online"))
        self._on_duty()

    async def hand_over(self) -> None:
        """The shift is over: no new work, what one has goes back to its place with a remark for whoever comes next."""
        self.working = False
        self._off_duty()
        await self.once("presence.set", commands.Presence(availability="away"))
        for id, talk in list(self.talks.items()):
            self._stop(id)
            await self.ask("conversation.transfer", conversation_id=id, fence=talk.fence)

    async def stop(self) -> None:
        """Finish the sentence, answer no more."""
        self.working = False
        self._off_duty()
        for id in list(self.talks):
            self._stop(id)
        await asyncio.gather(*self.lanes.values())

    def hear(self, name: str, value: Any) -> None:
        """New work, an offer, or work that is gone."""
        if not isinstance(value, events.ConversationChanged):
            return
        c = value.conversation
        if c.assignee_id == self.id:
            self.beside(f"meet {c.id} {c.fence} {c.status}", partial(self._meet, c))
        elif c.id in self.talks and c.fence > self.talks[c.id].fence:
            self._stop(c.id)

    def applied(self, entry: Entry) -> None:
        """A customer's word asks for an answer."""
        talk = self.talks.get(entry.conversation_id)
        if talk and isinstance(entry.body, Posted) and entry.author.kind == "customer":
            talk.asked.put_nowait(self.now())

    async def _meet(self, c: Summary) -> None:
        if c.status == "offered" and c.assignee_id == self.id and self.working:
            await self._ask("offer.accept", commands.AcceptOffer(conversation_id=c.id, fence=c.fence))
        if c.status != "assigned" or c.assignee_id != self.id or not self.working:
            return
        known = self.talks.get(c.id)
        if known is None or known.fence < c.fence:
            self._stop(c.id)
            talk = self.talks[c.id] = Talk(c.fence)
            await self.catch_up(c.id)
            if c.id in self.lines and talk.asked.empty() and c.awaiting_since:
                talk.asked.put_nowait(self.now())
            former = self.lanes.get(c.id)
            self.lanes[c.id] = asyncio.create_task(self._serve(c.id, talk, former))

    async def _serve(self, id: str, talk: Talk, former: "asyncio.Task[None] | None") -> None:
        if former:
            await asyncio.wait({former})
        due = 0.0
        while (read_at := await talk.asked.get()) >= 0:
            # Who has two things to answer thinks of one after the other: their own time is nobody's delay.
            due = max(due, read_at) + self.rng.expovariate(1 / self.manner.answers)
            if self.rng.random() < self.manner.typing:
                typing = commands.Typing(conversation_id=id, typing=True)
                self.beside("typing", partial(self._ask, "typing.set", typing))
            await asyncio.sleep(max(0.0, due - self.now()))
            if self.talks.get(id) is not talk or not await self._reply(id, talk, due):
                return

    async def _reply(self, id: str, talk: Talk, due: float) -> bool:
        """Answer once, now and then with a remark for the desk before it; False when it is not ours any more."""
        tongue = words.tongues()[self.tongue]
        if self.rng.random() < self.manner.notes:
            await self.ask("note.post", f"{tongue.note} {self.kept.secret} {words.mark(self.rng)}", conversation_id=id)
        text = f"{self.rng.choice(tongue.agent)} {words.mark(self.rng)}"
        more: dict[str, Any] = {"conversation_id": id, "fence": talk.fence, "language": self.tongue}
        ack = await self.ask("message.send", text, since=due, **more)
        talk.answered += 1
        if ack.ok and talk.answered >= self.manner.exchanges:
            await self.ask("conversation.close", conversation_id=id, fence=talk.fence)
            self._stop(id)
        return ack.ok and id in self.talks

    def _stop(self, id: str) -> None:
        if talk := self.talks.pop(id, None):
            talk.asked.put_nowait(-1.0)

    async def _be(self, availability: str) -> None:
        await self._ask("presence.set", commands.Presence(availability=availability))  # type: ignore[arg-type]
        if availability == "online":
            self._on_duty()

    def _on_duty(self) -> None:
        if self._duty is None:
            self._duty = Duty(agent=self.id, languages=self.languages, began=self.history.server_now())
            self.history.duties.append(self._duty)

    def _off_duty(self) -> None:
        if self._duty:
            self._duty.ended, self._duty = self.history.server_now(), None
