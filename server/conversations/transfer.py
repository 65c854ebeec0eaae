"""Handing over: to a person, to a team's queue, or back to the queue."""

from server.conversations.ownership import Grant, Return, back_to_queue, give
from server.conversations.owning import change
from server.conversations.room import Caller, Room
from server.domain import conversation as laws
from server.domain.conversation import Conversation
from server.domain.errors import Refusal
from server.domain.language import language_of
from server.domain.timeline import Noted
from server.protocol.acks import Changed
from server.protocol.commands import Transfer
from server.store.turn import Turn


async def transfer(room: Room, caller: Caller, ask: Transfer) -> Changed:
    """Give it away, with a note for whoever comes next. Refuses `not_assignee`, `at_capacity`, `not_found`."""
    actor = caller.actor
    if ask.agent_id and ask.team_id:
        raise Refusal("bad_request", "teamId")
    if ask.team_id and ask.team_id not in {team.id for team in await room.desk.teams(actor.workspace_id)}:
        raise Refusal("not_found", "teamId")

    def step(turn: Turn, c: Conversation) -> Conversation:
        if c.status == "closed":
            raise Refusal("bad_state", "status")
        if not actor.leads and c.status != "waiting":
            laws.own(c, actor.id, ask.fence)
        if ask.note.strip():
            body = Noted(text=ask.note.strip(), language=language_of(actor.locale))
            turn.append(c.id, actor.author, f"{ask.client_id}:note", body)
            c = turn.current(c.id)
        if ask.agent_id:
            heir = turn.agent(actor.workspace_id, ask.agent_id)
            return give(turn, c, heir, Grant(author=actor.author, client_id=ask.client_id, step="transfer"))
        why = Return(
            author=actor.author,
            client_id=ask.client_id,
            cause="transferred",
            without="" if ask.team_id else actor.id,
            team_id=ask.team_id,
        )
        return back_to_queue(turn, c, why)

    agents = (ask.agent_id,) if ask.agent_id else ()
    return await change(room, caller, ask.conversation_id, ask.client_id, step, agents=agents)
