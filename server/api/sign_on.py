"""The door of single sign-on: is there one, go to the provider, come back, and a code where one is wanted."""

from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.api import sign_on_forms as f
from server.api.agent import signed_in_card, with_cookie
from server.api.answers import answer, body, queried, read
from server.api.edge import COOKIE, Edge, address_of
from server.domain.addresses import household
from server.domain.errors import Refusal
from server.identity.logins import Knock
from server.identity.sign_on import WALK, Asked, Came
from server.store.sessions import Session

WALKS, WAITS = "tw_sign_on", "tw_sign_on_code"
PATH = "/v1/agent/sign-on"
SECONDS = WALK // 1000
LARGEST = 32_768


def routes(edge: Edge) -> list[Route]:
    """`/v1/agent/sign-on...`."""
    door = edge.sign_on

    async def offered(request: Request) -> Response:
        edge.throttles.address(household(address_of(request)), 0.1)
        found = await door.sign_ons.by_slug(queried(request, f.AskOffer).workspace)
        return answer(f.Offer(name=found.name if found else "", only=bool(found and found.only)))

    async def begun(request: Request) -> Response:
        ask = await read(request, f.BeginSignOn)
        edge.throttles.address(household(address_of(request)), 0.3)
        url, kept = await door.begin(ask.workspace)
        return _keeping(edge, answer(f.Onward(url=url)), WALKS, kept)

    async def finished(request: Request) -> Response:
        ask = await read(request, f.FinishSignOn)
        edge.throttles.address(household(address_of(request)), 0.3)
        came = Came(state=ask.state, code=ask.code, iss=ask.iss, error=ask.error)
        found = await door.finish(request.cookies.get(WALKS, ""), came, _knock(request))
        if isinstance(found, Asked):
            response = _keeping(edge, answer(f.Arrived(signed_in=None, code=True)), WAITS, found.sealed)
        else:
            response = await _in(edge, *found)
        response.delete_cookie(WALKS, path=PATH)
        return response

    async def coded(request: Request) -> Response:
        ask = await read(request, f.SignOnCode)
        edge.throttles.address(household(address_of(request)), 1)
        token, session = await door.code(request.cookies.get(WAITS, ""), _knock(request, ask.code))
        response = await _in(edge, token, session)
        response.delete_cookie(WAITS, path=PATH)
        return response

    async def ended(request: Request) -> Response:
        edge.throttles.address(household(address_of(request)), 0.3)
        for agent in await door.endings.end(await _logout_token(request)):
            await edge.signed_out(agent)
        return Response(status_code=200, headers={"Cache-Control": "no-store"})

    return [
        Route(PATH, offered, methods=["GET"]),
        Route(f"{PATH}/begin", begun, methods=["POST"]),
        Route(f"{PATH}/finish", finished, methods=["POST"]),
        Route(f"{PATH}/code", coded, methods=["POST"]),
        Route(f"{PATH}/ended", ended, methods=["POST"]),
    ]


async def _logout_token(request: Request) -> str:
    """The one field of the form a provider posts."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/x-www-form-urlencoded":
        raise Refusal("unsupported", "content-type")
    try:
        fields = parse_qs((await body(request, LARGEST)).decode("ascii"), max_num_fields=10)
    except ValueError:
        raise Refusal("bad_request", "logout_token") from None
    return fields.get("logout_token", [""])[0]


def _knock(request: Request, code: str = "") -> Knock:
    return Knock(request.headers.get("user-agent", ""), address_of(request), request.cookies.get(COOKIE, ""), code)


async def _in(edge: Edge, token: str, session: Session) -> Response:
    arrived = f.Arrived(signed_in=await signed_in_card(edge, session))
    return with_cookie(edge, answer(arrived), token)


def _keeping(edge: Edge, response: Response, name: str, value: str) -> Response:
    """With what this browser keeps of the walk: only our own page, which asks from here, sends it along."""
    response.set_cookie(name, value, max_age=SECONDS, httponly=True, samesite="strict", secure=edge.secure, path=PATH)
    return response
