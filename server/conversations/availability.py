"""How available an agent is: what they say, and what the house says of them when they do not."""

import msgspec

from server.domain.people import Agent, Availability
from server.store.turn import Turn

MISSED, SHIFT_OVER, VANISHED = "missed_offers", "shift_over", "vanished"
"""Reasons the house gives; all others are the agents' own words."""


def stand(turn: Turn, agent: Agent, availability: Availability, reason: str) -> Agent:
    """The agent is this available from now on. Every change leaves a row, so that the past can be played again."""
    changed = agent.availability != availability
    idle = turn.now if changed else agent.idle_since
    agent = msgspec.structs.replace(agent, availability=availability, away_reason=reason, idle_since=idle)
    turn.save_agent(agent)
    if changed:
        turn.row(
            "attendance",
            workspace_id=agent.workspace_id,
            agent_id=agent.id,
            at=turn.now,
            availability=availability,
        )
    return agent


def missed(turn: Turn, agent: Agent, most: int) -> None:
    """They let an offer pass. After `most` in a row (0: never) they are not there, whatever they say."""
    agent = msgspec.structs.replace(agent, misses=agent.misses + 1)
    turn.save_agent(agent)
    if 0 < most <= agent.misses and agent.availability in ("online", "busy"):
        stand(turn, agent, "away", MISSED)


def active(turn: Turn, workspace_id: str, agent_id: str) -> None:
    """They did something a person does: what they let pass before is forgotten."""
    agent = turn.agent(workspace_id, agent_id)
    if agent.misses:
        turn.save_agent(msgspec.structs.replace(agent, misses=0))
