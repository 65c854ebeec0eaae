"""The people of a desk, as those who lead it set them up; a change takes effect with the next decision."""

from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.api import admin_forms as f
from server.api.answers import answer, read
from server.api.edge import Edge, Hand, address_of, signed_in
from server.api.hours_forms import hours_of
from server.domain.addresses import shortened
from server.domain.errors import Refusal
from server.domain.hours import check
from server.domain.ids import new_id
from server.domain.language import Speaks
from server.domain.people import Agent
from server.domain.permissions import Permission, within
from server.store.audit import Deed


def routes(edge: Edge) -> list[Route]:
    """`/v1/admin/agents...`."""
    admin = edge.admin

    async def listed(request: Request) -> Response:
        me = await leader(edge, request)
        return answer(f.AgentCards(items=tuple(_card(agent) for agent in await admin.agents(me.workspace_id))))

    async def people(request: Request) -> Response:
        return await (listed if request.method == "GET" else added)(request)

    async def added(request: Request) -> Response:
        me, ask = await leader(edge, request), await read(request, f.AskAgent)
        fields = _fields(ask)
        password = str(fields.pop("password"))
        agent = Agent(id=new_id("ag"), workspace_id=me.workspace_id, **fields)
        await allowed(edge, me, agent)
        await hand(edge, request, me, "agent.add", agent.id).admin.add_agent(agent, await edge.hash(password))
        return answer(_card(agent))

    async def changed(request: Request) -> Response:
        me, ask = await leader(edge, request), await read(request, f.ChangeAgent)
        before = await admin.agent(me.workspace_id, named(request, "agentId"))
        fields = _fields(ask)
        password = str(fields.pop("password", ""))
        agent = msgspec.structs.replace(before, **fields)
        await allowed(edge, me, before, agent)
        if "answer" not in await edge.room.desk.permissions(agent):
            fields["availability"] = "offline"
        if _may(before)[:2] != _may(agent)[:2] and await edge.doors.logins.arrivals.spared(before):
            raise Refusal("bad_state", "opener")  # no other password opens this desk
        over = bool(password) or _may(before) != _may(agent)
        if password:
            fields["password_hash"] = await edge.hash(password)
        await hand(edge, request, me, "agent.change", agent.id).admin.change_agent(agent.id, fields, over=over)
        await edge.agent_edited(agent, over)
        return answer(_card(agent))

    return [
        Route("/v1/admin/agents", people, methods=["GET", "POST"]),
        Route("/v1/admin/agents/{id}", changed, methods=["PATCH"]),
    ]


async def leader(edge: Edge, request: Request, needs: Permission = "people") -> Agent:
    """The caller, when their role holds `needs`, or asks to see and holds `look`. Refuses `forbidden`."""
    session = await signed_in(edge, request)
    enough = {needs, "look"} if request.method == "GET" else {needs}
    if enough.isdisjoint(session.permissions):
        raise Refusal("forbidden", "role")
    return session.agent


def hand(edge: Edge, request: Request, me: Agent, action: str, target: str) -> Hand:
    """The tools to change one thing with; the change is noted in the audit log, or does not happen."""
    return edge.hand(Deed(agent=me, action=action, target=target, address=shortened(address_of(request))))


def named(request: Request, detail: str) -> str:
    """The id of the path. Refuses `not_found` for what no id can be."""
    id = str(request.path_params["id"])
    if not (id.isascii() and id.isprintable()):
        raise Refusal("not_found", detail)
    return id


def given(ask: msgspec.Struct) -> dict[str, Any]:
    """The fields of a form that are there."""
    return {name: value for name, value in msgspec.structs.asdict(ask).items() if value is not msgspec.UNSET}


def _fields(ask: f.AskAgent | f.ChangeAgent) -> dict[str, Any]:
    """What of a person somebody set, in the house's own values. Refuses a language that is named twice."""
    fields = given(ask)
    if isinstance(ask, f.AskAgent):
        fields["email"] = ask.email.lower()
    if ask.languages is not msgspec.UNSET:
        fields["languages"] = spoken(ask.languages)
    if ask.hours is not msgspec.UNSET:
        fields["hours"] = hours_of(ask.hours)
    for name in ("skills", "markets", "team_ids", "shop_ids"):
        if name in fields:
            fields[name] = tuple(dict.fromkeys(fields[name]))
    return fields


async def allowed(edge: Edge, me: Agent, *states: Agent) -> None:
    """Nobody makes or touches who may do or see more; teams and shops are the workspace's own; the hours can be worked."""
    mine = await edge.room.desk.permissions(me)
    for agent in states:
        if not within(await edge.room.desk.permissions(agent), mine):
            raise Refusal("forbidden", "role")
        if me.shop_ids and "every_shop" not in mine and not set(agent.shop_ids or ("",)) <= set(me.shop_ids):
            raise Refusal("forbidden", "shopIds")
    agent = states[-1]
    check(agent.hours, agent.time_zone)
    if not {team.id for team in await edge.room.desk.teams(me.workspace_id)}.issuperset(agent.team_ids):
        raise Refusal("not_found", "teamIds")
    if not {shop.id for shop in await edge.room.desk.shops(me.workspace_id)}.issuperset(agent.shop_ids):
        raise Refusal("not_found", "shopIds")


def spoken(languages: tuple[f.Spoken, ...]) -> tuple[Speaks, ...]:
    """Languages in the house's own values. Refuses one that is named twice."""
    names = [each.language for each in languages]
    for number, name in enumerate(names):
        if name in names[:number]:
            raise Refusal("bad_request", f"languages.{number}")
    return tuple(Speaks(each.language, each.level) for each in languages)


def _may(agent: Agent) -> tuple[str, bool, frozenset[str]]:
    """What of a person decides about what they may do and see: a login lives no longer than it."""
    return agent.role, agent.active, frozenset(agent.shop_ids)


def _card(agent: Agent) -> f.AgentCard:
    return f.AgentCard(**{name: getattr(agent, name) for name in f.AgentCard.__struct_fields__})
