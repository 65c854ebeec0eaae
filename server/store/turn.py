"""One verb's view of the database: what it asked for, loaded and locked; what it decided, gathered and not yet written.

A verb is a plain function `Turn -> answer`: no I/O, no waiting. The writer loads what many turns need in a few statements,
lets each decide in order, and writes what all of them decided in a few more.
"""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

import msgspec
from msgspec import Struct

from server.domain import rights
from server.domain.conversation import Conversation
from server.domain.errors import Refusal
from server.domain.people import Actor, Agent, Author, Customer
from server.domain.timeline import PUBLIC, AnyBody, Entry, Posted

T = TypeVar("T")

END = "end of assignment"
"""A change of a log row: an open assignment gets its end."""
OLD = "old attendance"
"""Rows of the log that nobody needs any more."""
MET = "met again"
"""A customer whose data were erased, and who writes again."""


class Key(Struct, frozen=True):
    """Where a client id is unique: for ever, within one conversation and author."""

    conversation_id: str
    author: str
    client_id: str


class Needs(Struct, frozen=True, kw_only=True):
    """What a verb must see. `owners` also loads (and locks) the agents who own the conversations."""

    conversations: tuple[str, ...] = ()
    agents: tuple[str, ...] = ()
    owners: bool = False
    customers: tuple[str, ...] = ()
    keys: tuple[Key, ...] = ()
    entries: tuple[tuple[str, int], ...] = ()

    @property
    def rows(self) -> tuple[str, ...]:
        """The ids of the rows to be locked."""
        return self.conversations + self.agents


class Change(Struct, Generic[T], frozen=True):
    """A verb ready to be decided and committed."""

    needs: Needs
    decide: Callable[["Turn"], T]


class Outcome(Struct):
    """What is to be written, and afterwards told, in the order it was decided. `before`: conversations as they were loaded."""

    before: dict[str, Conversation] = {}
    new_customers: dict[str, Customer] = {}
    new_conversations: dict[str, Conversation] = {}
    customers: dict[str, Customer] = {}
    conversations: dict[str, Conversation] = {}
    agents: dict[str, Agent] = {}
    appended: list[Entry] = []
    digests: list[str] = []
    amended: list[Entry] = []
    rows: list[tuple[str, dict[str, Any]]] = []
    """Changes of log tables in the order they were decided: (table, values), or (END or OLD, where)."""

    @property
    def empty(self) -> bool:
        """Whether nothing was decided (a repeat, a read mark that did not move)."""
        changed = self.conversations or self.agents or self.customers
        return not (self.appended or changed or self.amended or self.rows)


class World(Struct):
    """What a batch sees and what it has decided so far; turns that fail leave no trace in it."""

    now: int
    conversations: dict[str, Conversation] = {}
    agents: dict[str, Agent] = {}
    customers: dict[str, Customer] = {}
    keys: dict[Key, tuple[Entry, str]] = {}
    entries: dict[tuple[str, int], Entry] = {}
    locked: set[str] = set()
    outcome: Outcome = msgspec.field(default_factory=Outcome)


class Turn:
    """The one place where a verb gets objects; conversations come only with the right to see them checked."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._mine = Outcome()
        self.now = world.now

    def conversation(self, actor: Actor, id: str) -> Conversation:
        """The conversation as this batch left it so far. Refuses `not_found` alike for absent and foreign."""
        return rights.see(actor, self._conversation(id))

    def current(self, id: str) -> Conversation:
        """A conversation this turn has changed, as it is now."""
        return self._mine.conversations[id]

    def fresh(self, id: str) -> bool:
        """Whether no such conversation exists yet."""
        return self._conversation(id) is None

    def customer(self, id: str) -> Customer | None:
        """A customer that was asked for in Needs."""
        return self._mine.new_customers.get(id) or self._mine.customers.get(id) or self._world.customers.get(id)

    def agent(self, workspace_id: str, id: str) -> Agent:
        """An agent of that workspace. Refuses `not_found`."""
        found = self._mine.agents.get(id) or self._world.agents.get(id)
        if found is None or found.workspace_id != workspace_id:
            raise Refusal("not_found", "agentId")
        return found

    def entry(self, c: Conversation, seq: int) -> Entry:
        """An entry that was asked for in Needs, of a conversation already handed out. Refuses `not_found`."""
        found = next((e for e in self._mine.amended if (e.conversation_id, e.seq) == (c.id, seq)), None)
        found = found or self._world.entries.get((c.id, seq))
        if found is None:
            raise Refusal("not_found", "seq")
        return found

    def repeat(self, c: Conversation, author: Author, client_id: str, digest: str = "") -> Entry | None:
        """The entry this client id made before. Refuses `conflict` when it now says something else."""
        key = Key(c.id, author.key, client_id)
        found = self._world.keys.get(key)
        if found is None:
            return None
        if found[0].seq <= c.erased_seq:  # what it said is gone, and a repeat does not bring it back
            return found[0]
        if found[1] != digest:
            raise Refusal("conflict", "clientId")
        return found[0]

    def add_customer(self, customer: Customer) -> None:
        """A person's first trace."""
        self._mine.new_customers[customer.id] = customer

    def save_customer(self, customer: Customer) -> None:
        """The customer as they shall be: with an e-mail address where there was none, and as important as somebody said."""
        self._mine.customers[customer.id] = customer

    def forget_attendance(self, workspace_id: str, before: int, most: int) -> None:
        """Who was there before a time is no longer kept; the oldest `most` rows at once."""
        self._mine.rows.append((OLD, {"the_workspace": workspace_id, "before": before, "most": most}))

    def open(self, conversation: Conversation) -> None:
        """A new conversation, with no entries yet."""
        self._mine.new_conversations[conversation.id] = conversation
        self._mine.conversations[conversation.id] = conversation

    def save(self, conversation: Conversation) -> None:
        """The conversation as it shall be."""
        before = self._conversation(conversation.id)
        if before is None or before.public != conversation.public:
            conversation = msgspec.structs.replace(conversation, public_at=max(self.now, conversation.public_at))
        self._mine.conversations[conversation.id] = conversation

    def save_agent(self, agent: Agent) -> None:
        """The agent as they shall be."""
        self._mine.agents[agent.id] = agent

    def append(self, id: str, author: Author, client_id: str, body: AnyBody, digest: str = "") -> Entry:
        """Number a new entry: always in the agents' series, in the customers' when they may see it now."""
        c = self._conversation(id)
        if c is None:
            raise Refusal("not_found", "conversationId")
        if 0 < getattr(body, "ref", 0) <= c.erased_seq:
            raise Refusal("bad_state", "erased")
        public = isinstance(body, PUBLIC) or (isinstance(body, Posted) and body.state == "posted")
        c = msgspec.structs.replace(
            c,
            last_seq=c.last_seq + 1,
            last_cseq=c.last_cseq + public,
            last_at=self.now,
            updated_at=max(self.now, c.updated_at),
        )
        entry = Entry(
            workspace_id=c.workspace_id,
            conversation_id=id,
            seq=c.last_seq,
            cseq=c.last_cseq if public else None,
            author=author,
            client_id=client_id,
            at=self.now,
            body=body,
        )
        self.save(c)
        self._mine.appended.append(entry)
        self._mine.digests.append(digest)
        return entry

    def amend(self, entry: Entry, body: Posted) -> Entry:
        """Change a message that customers have not seen; once `posted` it gets its customers' number."""
        if entry.cseq is not None:
            raise Refusal("bad_state", "seq")
        c = self._conversation(entry.conversation_id)
        if c is None:
            raise Refusal("not_found", "conversationId")
        if entry.seq <= c.erased_seq:
            raise Refusal("bad_state", "erased")
        cseq = None
        if body.state == "posted":
            cseq = c.last_cseq + 1
            self.save(msgspec.structs.replace(c, last_cseq=cseq, updated_at=max(self.now, c.updated_at)))
        amended = msgspec.structs.replace(entry, cseq=cseq, body=body)
        self._mine.amended.append(amended)
        return amended

    def row(self, table: str, **values: Any) -> None:
        """A row of a plain log table (assignment, verdict, delivery)."""
        self._mine.rows.append((table, values))

    def end_assignment(self, c: Conversation) -> None:
        """The open assignment of this conversation ends now."""
        self._mine.rows.append((END, {"the_id": c.id, "now": self.now}))

    def keep(self) -> None:
        """The verb decided: let the batch see and write it."""
        into, mine = self._world.outcome, self._mine
        into.new_customers |= mine.new_customers
        into.new_conversations |= {k: mine.conversations[k] for k in mine.new_conversations}
        into.conversations |= mine.conversations
        into.agents |= mine.agents
        into.customers |= mine.customers
        into.rows += mine.rows
        into.appended += mine.appended
        into.digests += mine.digests
        into.amended += mine.amended
        self._world.customers |= mine.new_customers | mine.customers
        self._world.conversations |= mine.conversations
        self._world.agents |= mine.agents
        for entry, digest in zip(mine.appended, mine.digests, strict=True):
            self._world.keys[Key(entry.conversation_id, entry.author.key, entry.client_id)] = (entry, digest)
            self._world.entries[entry.conversation_id, entry.seq] = entry
        self._world.entries |= {(entry.conversation_id, entry.seq): entry for entry in mine.amended}

    def _conversation(self, id: str) -> Conversation | None:
        return self._mine.conversations.get(id) or self._world.conversations.get(id)
