"""Stands for the database of the router: the truth in memory, with the compare-and-set a real one does."""

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence

from msgspec.structs import replace

from server.domain.conversation import Conversation, assign
from server.domain.errors import Refusal
from server.domain.people import Agent
from server.domain.work import kind_of
from server.domain.workspace import Policy
from server.routing.policy import Proposal

W = "ws_1"


class Database:
    """`trusting` commits without asking about capacity, so that a router that forgets it is caught."""

    def __init__(self, now: Callable[[], int], *, trusting: bool = False) -> None:
        self.now = now
        self.trusting = trusting
        self.policy = Policy()
        self.conversations: dict[str, Conversation] = {}
        self.people: dict[str, Agent] = {}
        self.epoch: dict[str, int] = {}
        self.kept: list[Proposal] = []
        self.refused: list[Proposal] = []
        self.before_commit: Callable[[Proposal], Awaitable[None]] | None = None
        self.after_commit: Callable[[Proposal], Awaitable[None]] | None = None
        self.away = False

    async def workspaces(self) -> Mapping[str, Policy]:
        self._answer()
        return {W: self.policy}

    async def waiting(self, workspace_id: str) -> Sequence[Conversation]:
        self._answer()
        return [c for c in self.conversations.values() if c.status == "waiting"]

    async def agents(self, workspace_id: str) -> Sequence[Agent]:
        self._answer()
        return list(self.people.values())

    async def router_epoch(self, workspace_id: str, advance_from: int | None = None) -> int | None:
        self._answer()
        current = self.epoch.get(workspace_id, 0)
        if advance_from is None:
            return current
        if advance_from != current:
            return None
        self.epoch[workspace_id] = current + 1
        return current + 1

    async def commit(self, proposal: Proposal, told: Callable[[], None] = lambda: None) -> bool:
        if self.before_commit:
            await self.before_commit(proposal)
        self._answer()
        conversation = self.conversations[proposal.conversation_id]
        agent = self.people[proposal.agent_id]
        weight = proposal.kind.weight
        free = agent.free(conversation.channel, weight, self.now())
        if conversation.status != "waiting" or not (free or (self.trusting and agent.availability == "online")):
            self.refused.append(proposal)
            return False
        self.conversations[conversation.id] = assign(conversation, agent, offer_expires_at=10**15, weight=weight)
        self.people[agent.id] = self.burdened(agent.id)
        self.kept.append(proposal)
        told()
        if self.after_commit:
            await self.after_commit(proposal)
        return True

    def owner(self, conversation_id: str) -> str:
        return self.conversations[conversation_id].assignee_id

    def load(self, agent_id: str) -> int:
        return sum(c.weight for c in self.held(agent_id))

    def loads(self, agent_id: str) -> dict[str, int]:
        return dict(Counter(kind_of(c.channel) for c in self.held(agent_id)))

    def held(self, agent_id: str) -> list[Conversation]:
        return [c for c in self.conversations.values() if c.held and c.assignee_id == agent_id]

    def burdened(self, agent_id: str) -> Agent:
        """The agent with what they have in hand, just touched."""
        agent = self.people[agent_id]
        return replace(agent, load=self.load(agent_id), loads=self.loads(agent_id), idle_since=self.now())

    def _answer(self) -> None:
        if self.away:
            raise Refusal("unavailable", "database")
