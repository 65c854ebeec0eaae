"""Roles: those of the house, and a workspace's own, made of named permissions."""

from msgspec import UNSET
from msgspec.structs import replace
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.api import role_forms as f
from server.api.admin import hand, leader, named
from server.api.answers import answer, read
from server.api.edge import Edge
from server.domain.errors import Refusal
from server.domain.ids import new_id
from server.domain.people import Agent
from server.domain.permissions import BUILT_IN, Permission, within
from server.protocol.acks import Done
from server.store.roles import OwnRole

MOST = 50
ID_LENGTH = 16


def routes(edge: Edge) -> list[Route]:
    """`/v1/admin/roles...`."""

    async def many(request: Request) -> Response:
        me = await leader(edge, request, "roles")
        own = await edge.roles.all(me.workspace_id)
        if request.method == "GET":
            house = (f.RoleCard(id=id, name=id, permissions=held, own=False) for id, held in BUILT_IN.items())
            return answer(f.RoleCards(items=(*house, *map(_card, own))))
        ask = await read(request, f.AskRole)
        if len(own) >= MOST:
            raise Refusal("too_large", "roles")
        made = OwnRole(
            id=new_id("rl")[:ID_LENGTH],
            workspace_id=me.workspace_id,
            name=ask.name,
            permissions=await _given(edge, me, ask.permissions),
            created_at=edge.room.clock.now(),
        )
        await hand(edge, request, me, "role.add", made.id).roles.add(made)
        return answer(_card(made))

    async def one(request: Request) -> Response:
        me, id = await leader(edge, request, "roles"), named(request, "roleId")
        if request.method == "DELETE":
            await hand(edge, request, me, "role.remove", id).roles.remove(me.workspace_id, id)
            return answer(Done())
        ask = await read(request, f.ChangeRole)
        role = await edge.roles.one(me.workspace_id, id)
        await _given(edge, me, role.permissions)
        if ask.name is not UNSET:
            role = replace(role, name=ask.name)
        if ask.permissions is not UNSET:
            role = replace(role, permissions=await _given(edge, me, ask.permissions))
        for agent in await hand(edge, request, me, "role.change", id).roles.change(role):
            await edge.agent_edited(agent, True)
        return answer(_card(role))

    return [
        Route("/v1/admin/roles", many, methods=["GET", "POST"]),
        Route("/v1/admin/roles/{id}", one, methods=["PATCH", "DELETE"]),
    ]


async def _given(edge: Edge, me: Agent, asked: tuple[Permission, ...]) -> tuple[Permission, ...]:
    """Nobody gives, or takes, what they do not hold. Refuses `forbidden`."""
    if not within(asked, await edge.room.desk.permissions(me)):
        raise Refusal("forbidden", "permissions")
    return tuple(dict.fromkeys(asked))


def _card(role: OwnRole) -> f.RoleCard:
    return f.RoleCard(id=role.id, name=role.name, permissions=role.permissions, own=True)
