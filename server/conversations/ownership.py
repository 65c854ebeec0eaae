"""Who owns a conversation, and what it costs them: the one place where load and assignment change."""

import msgspec

from server.domain import conversation as laws
from server.domain.conversation import Conversation
from server.domain.errors import Refusal
from server.domain.people import Agent, Author
from server.domain.timeline import Assigned, Offered, Requeued
from server.store.turn import Turn


class Grant(msgspec.Struct, frozen=True, kw_only=True):
    """How somebody comes to own it: by whom, under which client id, and why. `offer_until` (ms) makes it an offer."""

    author: Author
    client_id: str
    step: str
    reason: str = ""
    decision: str = ""
    offer_until: int = 0


def give(turn: Turn, c: Conversation, agent: Agent, grant: Grant) -> Conversation:
    """Make the agent the owner. Refuses `at_capacity`; whoever owned it before is let go."""
    let_go(turn, c)
    agent = turn.agent(c.workspace_id, agent.id)
    if not agent.active or agent.load >= agent.capacity:
        raise Refusal("at_capacity", "agentId")
    turn.save_agent(msgspec.structs.replace(agent, load=agent.load + 1, idle_since=turn.now))
    c = laws.assign(c, agent, offer_expires_at=grant.offer_until)
    turn.save(c)
    turn.row(
        "assignment",
        conversation_id=c.id,
        fence=c.fence,
        workspace_id=c.workspace_id,
        agent_id=agent.id,
        started_at=turn.now,
        ended_at=None,
        step=grant.step,
        decision=grant.decision,
    )
    return _told(turn, c, agent, grant)


def _told(turn: Turn, c: Conversation, agent: Agent, grant: Grant) -> Conversation:
    body: Offered | Assigned = Assigned(
        agent_id=agent.id, agent_name=agent.name, fence=c.fence, step=grant.step, reason=grant.reason
    )
    if grant.offer_until:
        body = Offered(
            agent_id=agent.id,
            agent_name=agent.name,
            fence=c.fence,
            step=grant.step,
            reason=grant.reason,
            expires_at=grant.offer_until,
        )
    turn.append(c.id, grant.author, f"{grant.client_id}:owner", body)
    return turn.current(c.id)


def let_go(turn: Turn, c: Conversation) -> None:
    """Give the owner their capacity back; the assignment ends."""
    if not c.held:
        return
    agent = turn.agent(c.workspace_id, c.assignee_id)
    turn.save_agent(msgspec.structs.replace(agent, load=max(0, agent.load - 1), idle_since=turn.now))
    turn.end_assignment(c)


class Return(msgspec.Struct, frozen=True, kw_only=True):
    """Why it goes back to the queue. `without` is an agent who said no; `fresh` gives it a new waiting time."""

    author: Author
    client_id: str
    cause: str
    without: str = ""
    team_id: str | None = None
    fresh: bool = False


def back_to_queue(turn: Turn, c: Conversation, why: Return) -> Conversation:
    """It waits again, in the place it had unless `fresh`."""
    let_go(turn, c)
    owner = c.assignee_id
    c = laws.requeue(c, turn.now, fresh=why.fresh, without=why.without)
    if why.team_id is not None:
        c = msgspec.structs.replace(c, team_id=why.team_id, declined=())
    turn.save(c)
    body = Requeued(cause=why.cause, agent_id=owner, team_id=c.team_id)
    turn.append(c.id, why.author, f"{why.client_id}:queue", body)
    return turn.current(c.id)
