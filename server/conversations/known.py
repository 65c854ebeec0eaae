"""What this node remembers of conversations, so that a message needs no read before it is judged.

Nothing is decided by it: rights and states are checked again under the row's lock. It feeds the pipeline.
"""

from collections import OrderedDict, deque
from statistics import median

from msgspec import Struct, field

from server.compliance.before import SHORT, WORDS, WORDS_MS
from server.conversations.lately import Lately
from server.domain import rights
from server.domain.clock import Clock
from server.domain.conversation import Conversation
from server.domain.language import language_of
from server.domain.people import Actor, Agent
from server.domain.queues import Routing
from server.domain.timeline import Entry, Identified, Posted
from server.domain.workspace import Workspace
from server.store.desk import Desk
from server.store.reads import Reads
from server.store.replies import first_answers
from server.store.turn import Outcome
from server.translation.detect import Said

KEPT = 10_000
FRESH_SECONDS, HERE_SECONDS = 5.0, 1.0
USUAL_SECONDS, USUAL_MS, USUAL_LEAST = 300.0, 7 * 86_400_000, 5
"""How long what is usual is remembered, of how long a past it is taken, and of how many answers at least."""


class Words(Struct, frozen=True):
    """What a side said, as it was typed and as the customer reads it."""

    client_id: str
    inbound: bool
    at: int
    typed: str
    sent: str


class Memory(Struct):
    """A conversation as last seen here: the customer's last few turns, and the last short words of both sides."""

    conversation: Conversation
    words: deque[Words] = field(default_factory=lambda: deque(maxlen=WORDS))
    turns: deque[str | Said] = field(default_factory=lambda: deque(maxlen=5))


class Known:
    """A bounded memory of conversations, and a short one of workspaces."""

    def __init__(self, reads: Reads, desk: Desk, clock: Clock) -> None:
        self._reads = reads
        self._desk = desk
        self._clock = clock
        self._kept: OrderedDict[str, Memory] = OrderedDict()
        self._workspaces: Lately[Workspace] = Lately(clock, FRESH_SECONDS)
        self._readers: Lately[str] = Lately(clock, FRESH_SECONDS)
        self._people: Lately[list[Agent]] = Lately(clock, HERE_SECONDS)
        self._usual: Lately[int | None] = Lately(clock, USUAL_SECONDS)

    async def conversation(self, actor: Actor, id: str) -> Memory:
        """The conversation, for those who may see it. Refuses `not_found`."""
        found = self._kept.get(id)
        if found is None or not rights.may_see(actor, found.conversation):
            # It may have become somebody else's on another node: the store knows.
            found = self._keep(await self._reads.conversation(actor, id))
        rights.see(actor, found.conversation)
        return found

    async def workspace(self, id: str) -> Workspace:
        """The workspace as it was about five seconds ago at most."""
        return await self._workspaces.of(id, lambda: self._desk.workspace(id))

    async def people(self, workspace_id: str) -> list[Agent]:
        """The active people of a desk, and who of them says to be here, as it was a second ago at most."""
        return await self._people.of(workspace_id, lambda: self._desk.agents(workspace_id))

    async def routing(self, workspace_id: str) -> Routing:
        """How the workspace gives its work."""
        return (await self.workspace(workspace_id)).policy.routing

    async def usual_reply(self, workspace_id: str) -> int | None:
        """The median first answer of the last week (ms), None where too few were given; at most five minutes old."""

        async def look() -> int | None:
            took = await first_answers(self._reads, workspace_id, self._clock.now() - USUAL_MS)
            return round(median(took)) if len(took) >= USUAL_LEAST else None

        return await self._usual.of(workspace_id, look)

    def forget(self, workspace_id: str) -> None:
        """The workspace has changed: look again."""
        self._workspaces.forget(workspace_id)

    async def desk_language(self, c: Conversation) -> str:
        """The language the desk reads this conversation in: its owner's, else the desk's own."""
        if not c.assignee_id:
            return (await self.workspace(c.workspace_id)).policy.desk_language

        async def look() -> str:
            return language_of((await self._desk.agent(c.workspace_id, c.assignee_id)).locale)

        return await self._readers.of(c.assignee_id, look)

    def peek(self, id: str) -> Conversation | None:
        """What is remembered, for the house's own comparisons."""
        found = self._kept.get(id)
        return found.conversation if found else None

    def note(self, outcome: Outcome) -> None:
        """Learn what was committed here."""
        for c in outcome.conversations.values():
            self._keep(c)
        for entry in outcome.appended:
            if isinstance(entry.body, Posted):
                self._hear(entry, entry.body)
            if isinstance(entry.body, Posted) and entry.author.kind == "customer":
                self._kept[entry.conversation_id].turns.append(entry.body.text)
            elif isinstance(entry.body, Identified):  # a person's word; what the texts before it seemed to be misleads
                self._kept[entry.conversation_id].turns.clear()
                self._kept[entry.conversation_id].turns.append(Said("", entry.body.language))

    def earlier(self, id: str, client_id: str, *, inbound: bool) -> tuple[Words, ...]:
        """What a side said here in the last minutes before this message, oldest first; nothing is read for it."""
        memory = self._kept.get(id)
        if memory is None or not memory.words:
            return ()
        since, found = self._clock.now() - WORDS_MS, []
        for said in memory.words:
            if said.client_id == client_id:
                break
            if said.inbound == inbound and said.at >= since:
                found.append(said)
        return tuple(found)

    def _hear(self, entry: Entry, body: Posted) -> None:
        inbound, sent = entry.author.kind == "customer", body.as_read[0]
        self._kept[entry.conversation_id].words.append(
            Words(entry.client_id, inbound, entry.at, body.text[:SHORT], sent[:SHORT])
        )

    def met(self, c: Conversation) -> None:
        """Somebody here begins to follow it and it was just read: their first word need not read it again."""
        self._keep(c)

    def seen(self, c: Conversation) -> None:
        """Learn what another node committed."""
        if c.id in self._kept:
            self._keep(c)

    def _keep(self, c: Conversation) -> Memory:
        memory = self._kept.get(c.id)
        if memory is None:
            memory = self._kept[c.id] = Memory(c)
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        elif c.last_seq >= memory.conversation.last_seq:
            if c.erased_seq > memory.conversation.erased_seq:
                memory.turns.clear()
                memory.words.clear()
            memory.conversation = c
        self._kept.move_to_end(c.id)
        return memory
