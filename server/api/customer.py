"""The shopper's HTTP door: a token for a page."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.api.answers import answer, read
from server.api.edge import Edge, address_of
from server.api.forms import AskSession, CustomerSession, ShopView
from server.conversations.reception import reception
from server.domain.addresses import household
from server.domain.errors import Refusal


def routes(edge: Edge) -> list[Route]:
    """`POST /v1/customer/session`. Nothing is written: a silent visitor leaves no trace."""

    async def session(request: Request) -> Response:
        ask = await read(request, AskSession)
        shop = await edge.room.desk.shop_by_key(ask.shop)
        origin = request.headers.get("origin")
        if shop.origins and origin not in shop.origins:
            raise Refusal("forbidden", "origin")
        if not edge.doors.knows(shop, ask.token):
            edge.throttles.newcomer(household(address_of(request)), 1)
        token, claims = edge.doors.welcome(shop, ask.token, ask.locale)
        receives = await reception(edge.room, shop.workspace_id)
        return answer(
            CustomerSession(
                token=token,
                expires_at=claims.until,
                customer_id=claims.customer_id,
                shop=ShopView(key=shop.key, name=shop.name, accent=shop.accent, locale=shop.locale),
                online=receives.online,
                names=receives.names,
                reply_ms=receives.reply_ms,
                back_at=receives.back_at,
            )
        )

    return [Route("/v1/customer/session", session, methods=["POST"])]
