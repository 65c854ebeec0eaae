"""Why this person: the router's decision as it was stored with the assignment."""

import msgspec
from msgspec import Struct

from server.conversations.room import Caller, Room
from server.domain.errors import Refusal
from server.protocol.acks import Explained
from server.protocol.triage_commands import Explain
from server.protocol.views import Candidate
from server.routing.policy import Candidate as Looked
from server.routing.policy import Reason


class Decision(Struct, frozen=True):
    """What of a stored proposal is told; by hand there was none."""

    reason: Reason = Reason("", {})
    candidates: tuple[Looked, ...] = ()


async def explain(room: Room, caller: Caller, ask: Explain) -> Explained:
    """The step, the reason and who else was looked at. Refuses `not_found`, for foreign and absent alike."""
    c = await room.reads.conversation(caller.actor, ask.conversation_id)
    given = await room.history.given(c.workspace_id, c.id)
    found = next((each for each in given if each.fence == ask.fence), None)
    if found is None:
        raise Refusal("not_found", "fence")
    decision = msgspec.json.decode(found.decision or b"{}", type=Decision)
    names = {agent.id: agent.name for agent in await room.desk.agents(c.workspace_id)}
    return Explained(
        agent_id=found.agent_id,
        agent_name=names.get(found.agent_id, ""),
        at=found.started_at,
        step=found.step,
        reason=decision.reason.code,
        why=decision.reason.values,
        waited_ms=int(decision.reason.values.get("waited_ms", 0)),
        candidates=tuple(
            Candidate(
                agent_id=one.agent_id, name=names.get(one.agent_id, ""), score=one.score, why=one.why, parts=one.parts
            )
            for one in decision.candidates
        ),
    )
