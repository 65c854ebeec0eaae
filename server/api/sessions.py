"""One's own logins: see them, end them, change the password that opens them (ASVS 5.0, 7.4.3 to 7.4.5 and 7.5.2)."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.api import session_forms as f
from server.api.admin import named
from server.api.agent import let_in
from server.api.answers import answer, read
from server.api.edge import Edge, signed_in
from server.domain.errors import Refusal
from server.protocol.acks import Done
from server.store.sessions import Session


def routes(edge: Edge) -> list[Route]:
    """`/v1/agent/sessions...`, `/v1/agent/password`."""
    logins = edge.doors.logins

    async def listed(request: Request) -> Response:
        here = await signed_in(edge, request)
        found = await logins.sessions.of(here.agent, edge.room.clock.now())
        return answer(f.SessionCards(items=tuple(_card(each, here) for each in found)))

    async def mine(request: Request) -> Response:
        return await (listed if request.method == "GET" else others)(request)

    async def ended(request: Request) -> Response:
        here = await signed_in(edge, request)
        if not await logins.sessions.close(here.agent.id, named(request, "sessionId")):
            raise Refusal("not_found", "sessionId")
        await edge.signed_out(here.agent)
        return answer(Done())

    async def others(request: Request) -> Response:
        here = await signed_in(edge, request)
        count = await logins.sessions.close_all(here.agent.id, but=here.id)
        await edge.signed_out(here.agent)
        return answer(f.Ended(ended=count))

    async def password(request: Request) -> Response:
        here, ask = await signed_in(edge, request), await read(request, f.NewPassword)
        edge.throttles.guess(f"password:{here.agent.id}", 1)
        token, now = await logins.new_password(here, ask.old, ask.new)
        await edge.signed_out(here.agent)
        return await let_in(edge, now, token)

    return [
        Route("/v1/agent/sessions", mine, methods=["GET", "DELETE"]),
        Route("/v1/agent/sessions/{id}", ended, methods=["DELETE"]),
        Route("/v1/agent/password", password, methods=["POST"]),
    ]


def _card(session: Session, here: Session) -> f.SessionCard:
    own = {name: getattr(session, name) for name in f.SessionCard.__struct_fields__ if name != "here"}
    return f.SessionCard(**own, here=session.id == here.id)
