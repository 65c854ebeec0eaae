"""What if: stored traffic under rules and rosters that nobody has saved. For those who lead."""

from msgspec import UNSET, UnsetType
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.api.admin import leader
from server.api.answers import RULES_BODY, answer, read
from server.api.edge import Edge
from server.api.replay_forms import AskReplay, roster_of
from server.api.setup import own_routing
from server.domain.errors import Refusal
from server.domain.people import Agent
from server.routing.replay import Wish

LONGEST_MS = 92 * 86_400_000


def routes(edge: Edge) -> list[Route]:
    """`POST /v1/admin/routing/replay`."""

    async def replayed(request: Request) -> Response:
        me, ask = await leader(edge, request, "setup"), await read(request, AskReplay, RULES_BODY)
        return answer(await edge.replay(await _wish(edge, me, ask)))

    return [Route("/v1/admin/routing/replay", replayed, methods=["POST"])]


def past(since: int, until: int | UnsetType, now: int) -> int:
    """Where a look at the past ends, ms. Refuses `bad_request` when it ends before it starts, `too_large` when it is too long."""
    end = now if until is UNSET else min(until, now)
    if since >= end:
        raise Refusal("bad_request", "since")
    if end - since > LONGEST_MS:
        raise Refusal("too_large", "since")
    return end


async def _wish(edge: Edge, me: Agent, ask: AskReplay) -> Wish:
    mine = me.workspace_id
    routing = None if ask.routing is UNSET else await own_routing(edge, mine, ask.routing)
    until = past(ask.since, ask.until, edge.room.clock.now())
    agents = None
    if ask.agents:
        teams = {team.id for team in await edge.room.desk.teams(mine)}
        shops = {shop.id for shop in await edge.room.desk.shops(mine)}
        agents = roster_of(await edge.admin.agents(mine), ask.agents, teams, shops)
    return Wish(
        workspace_id=mine,
        since=ask.since,
        until=until,
        routing=routing,
        relax=None if ask.relax_seconds is UNSET else ask.relax_seconds,
        agents=agents,
    )
