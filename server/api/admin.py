"""Setting up a desk: people, teams, shops, bridges, policy. For supervisors and admins; a change takes effect at once."""

import secrets
import zoneinfo

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.api import admin_forms as f
from server.api.answers import answer, read
from server.api.edge import Edge, signed_in
from server.api.forms import TeamView
from server.domain.errors import Refusal
from server.domain.ids import new_id
from server.domain.language import Speaks
from server.domain.people import Agent
from server.domain.workspace import Policy, Shop
from server.identity.doors import hashed
from server.store.desk import Bridge, Team

LEADERS = ("supervisor", "admin")


def routes(edge: Edge) -> list[Route]:
    """`/v1/admin/...`."""
    return [*_people(edge), *_things(edge)]


async def leader(edge: Edge, request: Request) -> Agent:
    """The caller, when they lead. Refuses `forbidden`."""
    me = (await signed_in(edge, request)).agent
    if me.role not in LEADERS:
        raise Refusal("forbidden", "role")
    return me


def _people(edge: Edge) -> list[Route]:
    admin = edge.admin

    async def listed(request: Request) -> Response:
        me = await leader(edge, request)
        return answer(f.AgentCards(items=tuple(_card(agent) for agent in await admin.agents(me.workspace_id))))

    async def people(request: Request) -> Response:
        return await (listed if request.method == "GET" else added)(request)

    async def added(request: Request) -> Response:
        me, ask = await leader(edge, request), await read(request, f.AskAgent)
        fields = msgspec.structs.asdict(ask) | {"email": ask.email.lower(), "languages": _spoken(ask.languages)}
        password = str(fields.pop("password"))
        agent = Agent(id=new_id("ag"), workspace_id=me.workspace_id, **fields)
        await _allowed(edge, me, agent)
        await admin.add_agent(agent, await edge.hash(password))
        return answer(_card(agent))

    async def changed(request: Request) -> Response:
        me, ask = await leader(edge, request), await read(request, f.ChangeAgent)
        before = await admin.agent(me.workspace_id, str(request.path_params["id"]))
        fields = {k: v for k, v in msgspec.structs.asdict(ask).items() if v is not msgspec.UNSET}
        password = str(fields.pop("password", ""))
        if "languages" in fields:
            fields["languages"] = _spoken(ask.languages or ())
        agent = msgspec.structs.replace(before, **fields)
        await _allowed(edge, me, before)
        await _allowed(edge, me, agent)
        await admin.change_agent(agent, await edge.hash(password) if password else "")
        over = bool(password) or (before.role, before.active) != (agent.role, agent.active)
        if over:
            await admin.end_sessions(agent.id)
        await edge.agent_edited(agent, over)
        return answer(_card(agent))

    return [
        Route("/v1/admin/agents", people, methods=["GET", "POST"]),
        Route("/v1/admin/agents/{id}", changed, methods=["PATCH"]),
    ]


def _things(edge: Edge) -> list[Route]:
    admin = edge.admin

    async def team(request: Request) -> Response:
        me, ask = await leader(edge, request), await read(request, f.AskTeam)
        made = Team(new_id("tm"), ask.name)
        await admin.add_team(me.workspace_id, made)
        return answer(TeamView(id=made.id, name=made.name))

    async def shop(request: Request) -> Response:
        me, ask = await leader(edge, request), await read(request, f.AskShop)
        made = Shop(id=new_id("sh"), workspace_id=me.workspace_id, key=new_id("shop"), **msgspec.structs.asdict(ask))
        await admin.add_shop(made)
        return answer(f.ShopCard(**{name: getattr(made, name) for name in f.ShopCard.__struct_fields__}))

    async def bridge(request: Request) -> Response:
        me, ask = await leader(edge, request), await read(request, f.AskBridge)
        if ask.shop_id not in {shop.id for shop in await edge.room.desk.shops(me.workspace_id)}:
            raise Refusal("not_found", "shopId")
        made = Bridge(id=new_id("br"), workspace_id=me.workspace_id, **msgspec.structs.asdict(ask))
        token = secrets.token_urlsafe(32)
        await admin.add_bridge(made, hashed(token), edge.room.clock.now())
        return answer(f.BridgeCard(id=made.id, name=made.name, token=token))

    async def policy(request: Request) -> Response:
        me = await leader(edge, request)
        if request.method == "GET":
            return answer(_policy((await edge.room.desk.workspace(me.workspace_id)).policy))
        ask = await read(request, f.ChangePolicy)
        fields = {k: v for k, v in msgspec.structs.asdict(ask).items() if v is not msgspec.UNSET}
        changed = await admin.change_policy(me.workspace_id, fields)
        edge.policy_edited(me.workspace_id, changed)
        return answer(_policy(changed))

    return [
        Route("/v1/admin/teams", team, methods=["POST"]),
        Route("/v1/admin/shops", shop, methods=["POST"]),
        Route("/v1/admin/bridges", bridge, methods=["POST"]),
        Route("/v1/admin/policy", policy, methods=["GET", "PATCH"]),
    ]


async def _allowed(edge: Edge, me: Agent, agent: Agent) -> None:
    """Only an admin makes or touches one; teams are the workspace's own; the time zone exists."""
    if agent.role == "admin" and me.role != "admin":
        raise Refusal("forbidden", "role")
    try:
        zoneinfo.ZoneInfo(agent.time_zone)
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
        raise Refusal("bad_request", "timeZone") from None
    if not {team.id for team in await edge.room.desk.teams(me.workspace_id)}.issuperset(agent.team_ids):
        raise Refusal("not_found", "teamIds")


def _spoken(languages: tuple[f.Spoken, ...]) -> tuple[Speaks, ...]:
    return tuple(Speaks(spoken.language, spoken.level) for spoken in languages)


def _card(agent: Agent) -> f.AgentCard:
    return f.AgentCard(**{name: getattr(agent, name) for name in f.AgentCard.__struct_fields__})


def _policy(policy: Policy) -> f.PolicyCard:
    return f.PolicyCard(**{name: getattr(policy, name) for name in f.PolicyCard.__struct_fields__})
