"""Handing over: to a person, to others' queue, or back to the queue."""

from server.conversations.ownership import Grant, Return, back_to_queue, give
from server.conversations.owning import change
from server.conversations.room import Caller, Room
from server.domain import conversation as laws
from server.domain.conversation import Conversation
from server.domain.errors import Refusal
from server.domain.language import language_of
from server.domain.people import Actor
from server.domain.queues import Routing
from server.domain.rights import may_see
from server.domain.timeline import Noted
from server.identity.doors import actor_of
from server.protocol.acks import Changed
from server.protocol.commands import Transfer
from server.store.turn import Needs, Turn


async def transfer(room: Room, caller: Caller, ask: Transfer) -> Changed:
    """Give it away, with a note for whoever comes next. Refuses `not_assignee`, `at_capacity`, `not_found`."""
    actor = caller.actor
    await _check(room, actor.workspace_id, ask)
    heir = await _heir(room, actor.workspace_id, ask.agent_id) if ask.agent_id else None
    routing = await room.known.routing(actor.workspace_id)
    note = room.pipeline.tools.compliance.covered(ask.note.strip())

    def step(turn: Turn, c: Conversation) -> Conversation:
        if c.status == "closed":
            raise Refusal("bad_state", "status")
        if not actor.leads and c.status != "waiting":
            laws.own(c, actor.id, ask.fence)
        if note:
            body = Noted(text=note, language=language_of(actor.locale))
            turn.append(c.id, actor.author, f"{ask.client_id}:note", body)
            c = turn.current(c.id)
        if heir:
            if "answer" not in heir.permissions or not may_see(heir, c):
                raise Refusal("forbidden", "agentId")
            return give(turn, c, turn.agent(actor.workspace_id, heir.id), _grant(caller, ask, routing, c))
        return back_to_queue(turn, c, _return(caller, ask, routing))

    agents = (ask.agent_id,) if ask.agent_id else ()
    return await change(room, caller, ask.conversation_id, ask.client_id, step, also=Needs(agents=agents))


async def _check(room: Room, workspace_id: str, ask: Transfer) -> None:
    """One goal at most, and one that there is."""
    goals = {"agentId": ask.agent_id, "teamId": ask.team_id, "queue": ask.queue, "language": ask.language}
    named = [field for field, goal in goals.items() if goal is not None]
    if len(named) > 1:
        raise Refusal("bad_request", named[1])
    if ask.team_id is not None and ask.team_id not in {team.id for team in await room.desk.teams(workspace_id)}:
        raise Refusal("not_found", "teamId")
    await known_names(room, workspace_id, ask.queue, ask.language)


async def _heir(room: Room, workspace_id: str, id: str) -> Actor:
    """Who is to have it, as one who may do and see what their role lets them. Refuses `not_found`."""
    agent = await room.desk.agent(workspace_id, id)
    return actor_of(agent, permissions=await room.desk.permissions(agent))


async def known_names(room: Room, workspace_id: str, queue: str | None, language: str | None) -> None:
    """Refuse (`not_found`) a queue the desk has not, or a language it does not serve."""
    policy = (await room.known.workspace(workspace_id)).policy
    if queue is not None and queue not in {each.name for each in policy.routing.queues}:
        raise Refusal("not_found", "queue")
    if language is not None and language not in policy.languages:
        raise Refusal("not_found", "language")


def _grant(caller: Caller, ask: Transfer, routing: Routing, c: Conversation) -> Grant:
    return Grant(
        author=caller.actor.author,
        client_id=ask.client_id,
        step="transfer",
        weight=routing.weight(c.channel),
        after_work=routing.after_work_seconds,
    )


def _return(caller: Caller, ask: Transfer, routing: Routing) -> Return:
    elsewhere = ask.team_id or ask.queue or ask.language
    return Return(
        author=caller.actor.author,
        client_id=ask.client_id,
        cause="transferred",
        without="" if elsewhere else caller.actor.id,
        team_id=ask.team_id,
        queue=ask.queue,
        language=ask.language,
        after_work=routing.after_work_seconds,
    )
