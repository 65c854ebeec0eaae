"""Whose a ticket is: an agent's, a team's, or nobody's."""

from msgspec.structs import replace

from server.domain.errors import Refusal
from server.domain.people import Actor, Agent
from server.domain.ticket import Ticket, TicketAssigned, live, may_change, may_see_ticket
from server.identity.doors import actor_of
from server.protocol.ticket_commands import AssignTicket
from server.protocol.ticket_views import Ticketed
from server.store.tickets import Step
from server.tickets.room import TicketRoom, cause, changed


async def assign_ticket(room: TicketRoom, actor: Actor, ask: AssignTicket) -> Ticketed:
    """Give it. Refuses `not_found` for an agent who may not see it and for a team that is not of this desk, `not_assignee` to
    who takes a colleague's without leading, `bad_state` for what is over or changed since."""
    agent, heir = await _agent(room, actor, ask.agent_id)
    team = await _team(room, actor, ask.team_id)

    def decide(ticket: Ticket) -> Step:
        may_change(ticket, actor, ask.version)
        live(ticket)
        if heir and not may_see_ticket(heir, ticket):
            raise Refusal("not_found", "agentId")
        body = TicketAssigned(
            agent_id=agent.id if agent else "",
            agent_name=agent.name if agent else "",
            team_id=team[0],
            team_name=team[1],
        )
        whose = {"assignee_id": body.agent_id, "assignee_name": body.agent_name, "team_id": body.team_id}
        return Step(ticket=replace(ticket, **whose), body=body)

    return await changed(room, actor, ask.ticket_id, cause(room, actor, ask.client_id, ask), decide)


async def _agent(room: TicketRoom, actor: Actor, id: str | None) -> tuple[Agent | None, Actor | None]:
    if id is None:
        return None, None
    agent = await room.desk.agent(actor.workspace_id, id)
    permissions = await room.desk.permissions(agent)
    if not agent.active or "answer" not in permissions:
        raise Refusal("not_found", "agentId")
    return agent, actor_of(agent, permissions=permissions)


async def _team(room: TicketRoom, actor: Actor, id: str | None) -> tuple[str, str]:
    if id is None:
        return "", ""
    found = next((team for team in await room.desk.teams(actor.workspace_id) if team.id == id), None)
    if found is None:
        raise Refusal("not_found", "teamId")
    return found.id, found.name
