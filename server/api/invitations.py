"""Inviting people: a link that opens once and ends, by letter where there is a mail server, else handed over by hand."""

import secrets

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.api import invitation_forms as f
from server.api.admin import allowed, hand, leader, named
from server.api.answers import answer, read
from server.api.edge import Edge, address_of
from server.domain.errors import Refusal
from server.domain.ids import new_id
from server.domain.people import Agent
from server.identity.tokens import hashed
from server.protocol.acks import Done
from server.store.invitations import Invitation

HOUR_MS = 3_600_000


def routes(edge: Edge) -> list[Route]:
    """`/v1/admin/invitations...`, `/v1/agent/join`."""

    async def many(request: Request) -> Response:
        me = await leader(edge, request)
        if request.method == "GET":
            found = await edge.invitations.open(me.workspace_id, edge.room.clock.now())
            return answer(f.InvitationCards(items=tuple(_card(each) for each in found)))
        return answer(await _invited(edge, request, me, await read(request, f.AskInvitation)))

    async def taken_back(request: Request) -> Response:
        me, id = await leader(edge, request), named(request, "invitationId")
        await hand(edge, request, me, "invitation.remove", id).invitations.remove(me.workspace_id, id)
        return answer(Done())

    async def joined(request: Request) -> Response:
        ask = await read(request, f.Accept)
        edge.throttles.guess(f"join:{address_of(request)}", 1)
        invitation = await edge.invitations.by_token(hashed(ask.token), edge.room.clock.now())
        if invitation is None:
            raise Refusal("not_found", "token")
        if not await edge.doors.logins.arrivals.passwords_open(invitation.workspace_id):
            raise Refusal("forbidden", "signOn")
        agent = _agent(invitation, ask.name)
        invitations = hand(edge, request, agent, "agent.join", agent.id).invitations
        await invitations.accept(invitation, agent, await edge.hash(ask.password))
        workspace = await edge.room.desk.workspace(agent.workspace_id)
        return answer(f.Joined(workspace=workspace.slug, email=agent.email))

    return [
        Route("/v1/admin/invitations", many, methods=["GET", "POST"]),
        Route("/v1/admin/invitations/{id}", taken_back, methods=["DELETE"]),
        Route("/v1/agent/join", joined, methods=["POST"]),
    ]


async def _invited(edge: Edge, request: Request, me: Agent, ask: f.AskInvitation) -> f.Invited:
    now, token = edge.room.clock.now(), secrets.token_urlsafe(32)
    invitation = Invitation(
        id=new_id("iv"),
        workspace_id=me.workspace_id,
        email=ask.email.lower(),
        role=ask.role,
        locale=ask.locale,
        team_ids=tuple(dict.fromkeys(ask.team_ids)),
        created_at=now,
        expires_at=now + ask.hours * HOUR_MS,
    )
    await allowed(edge, me, _agent(invitation, "nobody yet"))
    invitations = hand(edge, request, me, "invitation.add", invitation.id).invitations
    await invitations.add(invitation, hashed(token))
    mailed = await edge.invite(invitation.email, me.name, token)
    return f.Invited(card=_card(invitation), mailed=mailed, token="" if mailed else token)


def _agent(invitation: Invitation, name: str) -> Agent:
    return Agent(
        id=new_id("ag"),
        workspace_id=invitation.workspace_id,
        email=invitation.email,
        name=name,
        role=invitation.role,
        locale=invitation.locale,
        team_ids=invitation.team_ids,
    )


def _card(invitation: Invitation) -> f.InvitationCard:
    return f.InvitationCard(**{name: getattr(invitation, name) for name in f.InvitationCard.__struct_fields__})
