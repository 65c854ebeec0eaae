"""Stands for the database of the router: the truth in memory, with the compare-and-set a real one does."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from msgspec.structs import replace

from server.domain.conversation import Conversation, assign
from server.domain.errors import Refusal
from server.domain.people import Agent
from server.domain.workspace import Policy
from server.routing.need import Need, Offer, need_of, offer_of
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

    async def waiting(self, workspace_id: str) -> Sequence[Need]:
        self._answer()
        return [need_of(c) for c in self.conversations.values() if c.status == "waiting"]

    async def agents(self, workspace_id: str) -> Sequence[Offer]:
        self._answer()
        return [offer_of(agent) for agent in self.people.values()]

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
        if conversation.status != "waiting" or not (
            agent.free("web", 1, self.now()) or (self.trusting and agent.availability == "online")
        ):
            self.refused.append(proposal)
            return False
        self.conversations[conversation.id] = assign(conversation, agent)
        self.people[agent.id] = replace(agent, load=agent.load + 1, idle_since=self.now())
        self.kept.append(proposal)
        told()
        if self.after_commit:
            await self.after_commit(proposal)
        return True

    def owner(self, conversation_id: str) -> str:
        return self.conversations[conversation_id].assignee_id

    def load(self, agent_id: str) -> int:
        return sum(c.held and c.assignee_id == agent_id for c in self.conversations.values())

    def _answer(self) -> None:
        if self.away:
            raise Refusal("unavailable", "database")
