"""What a desk is made of beside its people: teams, shops, its policy. For those who lead it."""

from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.api import admin_forms as f
from server.api.admin import given, hand, leader, named
from server.api.answers import RULES_BODY, answer, read
from server.api.edge import Edge
from server.api.forms import TeamView
from server.api.front_forms import front_of
from server.api.front_forms import shown as front_shown
from server.api.routing_forms import RoutingRules, routing_of, shown
from server.domain.errors import Refusal
from server.domain.ids import new_id
from server.domain.queues import Routing
from server.domain.workspace import Policy, Shop, Voice
from server.store.desk import Team


def routes(edge: Edge) -> list[Route]:
    """`/v1/admin/...` but for people."""
    return [*_teams(edge), *_shops(edge), *_rules(edge)]


def _teams(edge: Edge) -> list[Route]:
    async def teams(request: Request) -> Response:
        me = await leader(edge, request, "setup")
        if request.method == "GET":
            found = await edge.room.desk.teams(me.workspace_id)
            return answer(f.TeamCards(items=tuple(TeamView(id=team.id, name=team.name) for team in found)))
        ask = await read(request, f.AskTeam)
        made = Team(new_id("tm"), ask.name)
        await hand(edge, request, me, "team.add", made.id).admin.add_team(me.workspace_id, made)
        return answer(TeamView(id=made.id, name=made.name))

    async def renamed(request: Request) -> Response:
        me, ask = await leader(edge, request, "setup"), await read(request, f.ChangeTeam)
        team = Team(named(request, "teamId"), ask.name)
        await hand(edge, request, me, "team.change", team.id).admin.rename_team(me.workspace_id, team)
        return answer(TeamView(id=team.id, name=team.name))

    return [
        Route("/v1/admin/teams", teams, methods=["GET", "POST"]),
        Route("/v1/admin/teams/{id}", renamed, methods=["PATCH"]),
    ]


def _shops(edge: Edge) -> list[Route]:
    async def shops(request: Request) -> Response:
        me = await leader(edge, request, "setup")
        if request.method == "GET":
            found = sorted(await edge.room.desk.shops(me.workspace_id), key=lambda shop: (shop.name, shop.id))
            return answer(f.ShopCards(items=tuple(_shop(shop) for shop in found)))
        ask = await read(request, f.AskShop)
        made = Shop(id=new_id("sh"), workspace_id=me.workspace_id, key=new_id("shop"), **_shop_fields(ask))
        await hand(edge, request, me, "shop.add", made.id).admin.add_shop(made)
        return answer(_shop(made))

    async def changed(request: Request) -> Response:
        me, ask = await leader(edge, request, "setup"), await read(request, f.ChangeShop)
        id = named(request, "shopId")
        admin = hand(edge, request, me, "shop.change", id).admin
        return answer(_shop(await admin.change_shop(me.workspace_id, id, _shop_fields(ask))))

    return [
        Route("/v1/admin/shops", shops, methods=["GET", "POST"]),
        Route("/v1/admin/shops/{id}", changed, methods=["PATCH"]),
    ]


def _rules(edge: Edge) -> list[Route]:
    async def policy(request: Request) -> Response:
        me = await leader(edge, request, "setup")
        if request.method == "GET":
            return answer(_policy((await edge.room.desk.workspace(me.workspace_id)).policy))
        ask = await read(request, f.ChangePolicy, RULES_BODY)
        fields: dict[str, Any] = given(ask)
        if ask.retention is not msgspec.UNSET and "privacy" not in await edge.room.desk.permissions(
            me
        ):  # what it takes away does not come back
            raise Refusal("forbidden", "retention")
        if ask.routing is not msgspec.UNSET:
            fields["routing"] = await own_routing(edge, me.workspace_id, ask.routing)
        if ask.voices is not msgspec.UNSET:
            fields["voices"] = tuple(Voice(**msgspec.structs.asdict(voice)) for voice in ask.voices)
        admin = hand(edge, request, me, "policy.change", me.workspace_id).admin
        changed = await admin.change_policy(me.workspace_id, fields)
        edge.policy_edited(me.workspace_id, changed)
        return answer(_policy(changed))

    return [Route("/v1/admin/policy", policy, methods=["GET", "PATCH"])]


async def own_routing(edge: Edge, workspace_id: str, ask: RoutingRules) -> Routing:
    """Rules that name nothing but the workspace's own teams and shops. Refuses with the path of what makes no sense."""
    teams = {team.id for team in await edge.room.desk.teams(workspace_id)}
    return routing_of(ask, teams, {shop.id for shop in await edge.room.desk.shops(workspace_id)})


def _shop_fields(ask: f.AskShop | f.ChangeShop) -> dict[str, Any]:
    fields = given(ask)
    return fields if ask.front is msgspec.UNSET else fields | {"front": front_of(ask.front)}


def _shop(shop: Shop) -> f.ShopCard:
    fields = {name: getattr(shop, name) for name in f.ShopCard.__struct_fields__}
    return f.ShopCard(**fields | {"front": front_shown(shop.front)})


def _policy(policy: Policy) -> f.PolicyCard:
    fields = {name: getattr(policy, name) for name in f.PolicyCard.__struct_fields__}
    voices = tuple(f.AskVoice(**msgspec.structs.asdict(voice)) for voice in policy.voices)
    return f.PolicyCard(**fields | {"routing": shown(policy.routing), "voices": voices})
