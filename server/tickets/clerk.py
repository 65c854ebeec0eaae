"""What follows of itself: tickets for what rules escalate, lines in conversations, the end of waiting for a customer.

The truth are rows: an escalation is written with the message it is about, a line with the change of its ticket. The node that
wrote them hurries; what a dead one left is found by the worker's walk. Nothing here stands before a message's ack.
"""

import asyncio
from typing import Any

import structlog
from msgspec.structs import replace

from server.domain.conversation import Conversation
from server.domain.errors import Refusal
from server.domain.ticket import KINDS, URGENT, Ticket, TicketEdited, TicketLinked, TicketOpened
from server.domain.timeline import Posted
from server.store.ticket_lists import Escalation, Line
from server.store.tickets import Cause, Step
from server.store.turn import Change, Key, Needs, Turn
from server.tickets.move_ticket import step_to
from server.tickets.open_ticket import begun
from server.tickets.room import SYSTEM, TicketRoom, system, told

log = structlog.get_logger()
BATCH = 50
SUBJECT = 120
"""Characters of the customer's words that a ticket is called by."""


class Clerk:
    """One node's. Several may be at it at once: each row is taken once."""

    def __init__(self, room: TicketRoom) -> None:
        self.room = self._room = room
        self._task: asyncio.Task[None] | None = None
        self._again = False

    def hurry(self) -> None:
        """Something was just committed. Waits for nothing."""
        self._again = True
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._catch_up(), name="clerk")

    async def settled(self) -> None:
        """Wait until what was hurried is done."""
        while self._task is not None and not self._task.done():
            await asyncio.gather(self._task, return_exceptions=True)

    async def walk(self) -> int:
        """All that is left to do; answers how much there was."""
        done = await self._escalations() + await self._lines()
        for ticket in await self._room.lists.answered(BATCH):
            done += await self._answered(ticket)
        return done + await self._lines()

    async def _catch_up(self) -> None:
        while self._again:
            self._again = False
            try:
                await self._escalations()
                await self._lines()
            except Refusal as refusal:
                log.warning("clerk.interrupted", code=refusal.code)

    async def _escalations(self) -> int:
        found = await self._room.lists.escalations(BATCH)
        for each in found:
            await self._escalate(each)
        return len(found)

    async def _escalate(self, each: Escalation) -> None:
        """Open a ticket, or add the message to the one of its kind that its conversation has open."""
        about = next(iter(await self._room.reads.some([each.conversation_id])), None)
        if about is None:
            await self._room.tickets.drop(each.id)
            return
        now, kind = self._room.clock.now(), KINDS.get(each.category, "general")
        fields: dict[str, Any] = {"priority": URGENT, "due": each.due, "subject": await self._subject(about, each.seq)}
        fresh = replace(begun(each.id, about, kind, "system", now), **fields)
        opened = TicketOpened(conversation_id=about.id, ref=each.seq)
        linked = TicketLinked(conversation_id=about.id, ref=each.seq)
        cause = Cause(author=SYSTEM, client_id=f"sys:{each.id}", digest=each.id, at=now)

        def add(ticket: Ticket) -> Step | None:
            if not each.seq:
                edited = Step(ticket=replace(ticket, due=each.due), body=TicketEdited(due=each.due))
                return edited if ticket.due != each.due else None
            due = min(filter(None, (ticket.due, each.due)), default=0)
            status = "open" if ticket.status == "pending" else ticket.status
            since = ticket.status_at if status == ticket.status else now
            after = replace(ticket, due=due, status=status, status_at=since)
            return Step(ticket=after, body=linked, line="linked", link=about.id, only=about.id)

        ticket = await self._room.tickets.escalate(each.id, fresh, opened, (cause, add))
        if ticket:
            await told(self._room, ticket)

    async def _subject(self, c: Conversation, seq: int) -> str:
        """The customer's words, in the desk's language where they are there in it; nothing of what was erased."""
        body = (await self._room.reads.entry(c.id, seq)).body if seq else None
        if seq <= c.erased_seq or not isinstance(body, Posted):
            return ""
        language = (await self._room.desk.workspace(c.workspace_id)).policy.desk_language
        read = next((each.text for each in body.readings if each.language == language), body.text)
        return " ".join(read.split())[:SUBJECT]

    async def _lines(self) -> int:
        found = await self._room.lists.lines(BATCH)
        for line in found:
            await self._stand(line)
        if found:
            await self._room.tickets.told([line.id for line in found])
        return len(found)

    async def _stand(self, line: Line) -> None:
        """The line in its conversation, once."""
        client_id = f"sys:{line.id}"

        def decide(turn: Turn) -> None:
            c = turn.conversation(system(line.workspace_id), line.conversation_id)
            if turn.repeat(c, SYSTEM, client_id) is None:
                turn.append(c.id, SYSTEM, client_id, line.body)

        key = Key(line.conversation_id, SYSTEM.key, client_id)
        try:
            await self._room.writer.commit(Change(Needs(conversations=(line.conversation_id,), keys=(key,)), decide))
        except Refusal as refusal:
            if refusal.retry:
                raise
            log.warning("clerk.untold", line=line.id, code=refusal.code)

    async def _answered(self, ticket: Ticket) -> int:
        """The customer has written: whoever waited for it may go on."""
        now = self._room.clock.now()
        mark = f"sys:answered:{ticket.version}"
        cause = Cause(author=SYSTEM, client_id=mark, digest=mark, at=now)

        def decide(fresh: Ticket) -> Step | None:
            same = (fresh.status, fresh.version) == ("pending", ticket.version)
            return step_to(fresh, "open", now, leads=True, by="customer") if same else None

        await told(self._room, await self._room.tickets.change(system(ticket.workspace_id), ticket.id, cause, decide))
        return 1
