"""Who owns a conversation, and what it costs them: the one place where load and assignment change."""

import msgspec

from server.domain import conversation as laws
from server.domain.conversation import Conversation
from server.domain.errors import Refusal
from server.domain.people import Agent, Author
from server.domain.timeline import Assigned, Offered, Requeued
from server.store.turn import Turn


class Grant(msgspec.Struct, frozen=True, kw_only=True):
    """How somebody comes to own it: by whom, under which client id, what it costs (`weight`) and why.

    `offer_until` (ms) makes it an offer; `after_work` (s) is what the former owner gets to write things up.
    """

    author: Author
    client_id: str
    step: str
    weight: int = 1
    reason: str = ""
    why: dict[str, str | int] = {}
    decision: str = ""
    offer_until: int = 0
    after_work: int = 0


def give(turn: Turn, c: Conversation, agent: Agent, grant: Grant) -> Conversation:
    """Make the agent the owner. Refuses `at_capacity`; whoever owned it before is let go."""
    let_go(turn, c)
    write_up(turn, c, grant.after_work)
    agent = turn.agent(c.workspace_id, agent.id)
    if not agent.active or not agent.fits(c.channel, grant.weight):
        raise Refusal("at_capacity", "agentId")
    turn.save_agent(agent.laden(c.channel, grant.weight, turn.now))
    c = laws.assign(c, agent, offer_expires_at=grant.offer_until, weight=grant.weight)
    turn.save(c)
    turn.row(
        "assignment",
        conversation_id=c.id,
        fence=c.fence,
        workspace_id=c.workspace_id,
        agent_id=agent.id,
        started_at=turn.now,
        ended_at=None,
        waiting_since=c.waiting_since,
        step=grant.step,
        decision=grant.decision,
    )
    return _told(turn, c, agent, grant)


def _told(turn: Turn, c: Conversation, agent: Agent, grant: Grant) -> Conversation:
    told = {
        "agent_id": agent.id,
        "agent_name": agent.name,
        "fence": c.fence,
        "step": grant.step,
        "reason": grant.reason,
        "why": grant.why,
    }
    until = grant.offer_until
    body = Offered(**told, expires_at=until) if until else Assigned(**told)  # type: ignore[arg-type]
    turn.append(c.id, grant.author, f"{grant.client_id}:owner", body)
    return turn.current(c.id)


def let_go(turn: Turn, c: Conversation) -> None:
    """Give the owner back what it cost them; the assignment ends."""
    if not c.held:
        return
    agent = turn.agent(c.workspace_id, c.assignee_id)
    turn.save_agent(agent.relieved(c.channel, c.weight, turn.now))
    turn.end_assignment(c)


def write_up(turn: Turn, c: Conversation, seconds: int) -> None:
    """Who really had this conversation gets some time for what is to be written afterwards; an offer leaves nothing."""
    if seconds and c.status == "assigned":
        agent = turn.agent(c.workspace_id, c.assignee_id)
        turn.save_agent(msgspec.structs.replace(agent, rests_until=turn.now + 1000 * seconds))


class Return(msgspec.Struct, frozen=True, kw_only=True):
    """Why it goes back to the queue. `without` is an agent who said no; `fresh` gives it a new waiting time.

    A `team_id`, `queue` or `language` is whom it shall wait for now: whoever said no before may be asked again.
    """

    author: Author
    client_id: str
    cause: str
    without: str = ""
    team_id: str | None = None
    queue: str | None = None
    language: str | None = None
    fresh: bool = False
    after_work: int = 0

    def directed(self, c: Conversation) -> Conversation:
        """The conversation as it shall wait. A queue has a team of its own."""
        if self.team_id is not None:
            return msgspec.structs.replace(c, team_id=self.team_id)
        if self.queue is not None:
            return msgspec.structs.replace(c, queue=self.queue, team_id="")
        return msgspec.structs.replace(c, wanted_language=self.language or "")

    @property
    def elsewhere(self) -> bool:
        """Whether it shall wait for others than before."""
        return (self.team_id, self.queue, self.language) != (None, None, None)


def back_to_queue(turn: Turn, c: Conversation, why: Return) -> Conversation:
    """It waits again, in the place it had unless `fresh`."""
    let_go(turn, c)
    write_up(turn, c, why.after_work)
    owner = c.assignee_id
    c = laws.requeue(c, turn.now, fresh=why.fresh, without=why.without)
    if why.elsewhere:
        c = why.directed(laws.passed_on(c))
    turn.save(c)
    body = Requeued(cause=why.cause, agent_id=owner, team_id=c.team_id, queue=c.queue, language=c.wanted_language)
    turn.append(c.id, why.author, f"{why.client_id}:queue", body)
    return turn.current(c.id)
