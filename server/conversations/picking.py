"""The database's word on what the router proposes: true now, or not at all."""

import msgspec

from server.conversations.ownership import Grant, give
from server.conversations.room import SYSTEM, Room, system
from server.domain.errors import Refusal
from server.routing.policy import Proposal
from server.store.turn import Change, Needs, Turn
from server.telemetry import metrics


async def commit_pick(room: Room, proposal: Proposal) -> bool:
    """Give the conversation to the proposed agent, or offer it; False when it waits no more or the agent is not free.

    Raises only when the outcome is unknown.
    """
    policy = (await room.known.workspace(proposal.workspace_id)).policy
    id = proposal.conversation_id

    def decide(turn: Turn) -> bool:
        try:
            c = turn.conversation(system(proposal.workspace_id), id)
            agent = turn.agent(proposal.workspace_id, proposal.agent_id)
        except Refusal:
            return False
        weight = policy.routing.weight(c.channel)
        if c.status != "waiting" or not agent.free(c.channel, weight, turn.now):
            return False
        offered = policy.offer_seconds
        grant = Grant(
            author=SYSTEM,
            client_id=f"sys:pick:{c.fence}",
            step=proposal.step,
            weight=weight,
            reason=proposal.reason.code,
            why=proposal.reason.values,
            decision=msgspec.json.encode(proposal).decode(),
            offer_until=turn.now + offered * 1000 if offered else 0,
        )
        give(turn, c, agent, grant)
        return True

    needs = Needs(conversations=(id,), agents=(proposal.agent_id,))
    taken = await room.writer.commit(Change(needs, decide))
    if taken:
        metrics.ASSIGNED.labels(proposal.step).inc()
    return taken
