"""One's own second factor, and its removal for a colleague who lost it (ASVS 5.0, 6.5)."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.api import factor_forms as f
from server.api.admin import hand, leader, named
from server.api.agent import with_cookie
from server.api.answers import answer, read
from server.api.edge import Edge, signed_in, wants_factor
from server.domain.errors import Refusal
from server.identity.totp import uri, written
from server.protocol.acks import Done


def routes(edge: Edge) -> list[Route]:
    """`/v1/agent/second-factor...`, `/v1/admin/agents/{id}/second-factor`."""
    return [*_own(edge), _anothers(edge)]


def _own(edge: Edge) -> list[Route]:
    logins = edge.doors.logins
    factor = logins.factor

    async def shown(request: Request) -> Response:
        session = await signed_in(edge, request, bare=True)
        found = await factor.factors.of(session.agent.id)
        on = bool(found and found.confirmed_at)
        left = found.codes_left if found else 0
        required = await wants_factor(edge, session)
        return answer(f.FactorCard(on=on, required=required, codes_left=left, password=not session.proof))

    async def begun(request: Request) -> Response:
        session = await signed_in(edge, request, bare=True)
        agent, ask = session.agent, await read(request, f.BeginFactor)
        edge.throttles.guess(f"password:{agent.id}", 1)
        await logins.sure(session, ask.password)
        secret = await factor.begin(agent)
        return answer(f.FactorBegun(secret=written(secret), uri=uri(secret, "Tradewind", agent.email)))

    async def confirmed(request: Request) -> Response:
        session = await signed_in(edge, request, bare=True)
        ask = await read(request, f.ConfirmFactor)
        codes = await factor.confirm(session.agent, ask.code)
        await logins.sessions.close_all(session.agent.id, but=session.id)
        token, now = await logins.renewed(session)
        await edge.signed_out(session.agent)
        return with_cookie(edge, answer(f.FactorOn(codes=codes, csrf=now.csrf)), token)

    async def ended(request: Request) -> Response:
        session = await signed_in(edge, request)
        agent, ask = session.agent, await read(request, f.EndFactor)
        edge.throttles.guess(f"password:{agent.id}", 1)
        await logins.sure(session, ask.password)
        if await wants_factor(edge, session):
            raise Refusal("forbidden", "secondFactor")
        await factor.check(agent, ask.code)
        await factor.factors.remove(agent.id, agent.workspace_id)
        return answer(Done())

    return [
        Route("/v1/agent/second-factor", shown, methods=["GET"]),
        Route("/v1/agent/second-factor/begin", begun, methods=["POST"]),
        Route("/v1/agent/second-factor/confirm", confirmed, methods=["POST"]),
        Route("/v1/agent/second-factor/end", ended, methods=["POST"]),
    ]


def _anothers(edge: Edge) -> Route:
    async def removed(request: Request) -> Response:
        me, id = await leader(edge, request), named(request, "agentId")
        agent = await edge.admin.agent(me.workspace_id, id)
        if "roles" not in await edge.room.desk.permissions(me) or me.id == id:
            raise Refusal("forbidden", "role")
        factors = hand(edge, request, me, "factor.remove", id).factors
        if not await factors.remove(id, me.workspace_id):
            raise Refusal("not_found", "agentId")
        await edge.doors.logins.sessions.close_all(id)
        await edge.signed_out(agent)
        return answer(Done())

    return Route("/v1/admin/agents/{id}/second-factor", removed, methods=["DELETE"])
