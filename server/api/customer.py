"""The shopper's HTTP doors: a token for a page, for a visitor or for whom the shop signs; and its end."""

from urllib.parse import urlsplit

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.api.answers import answer, read
from server.api.edge import Edge, address_of
from server.api.forms import AskSession, CustomerSession, EndSession, ShopView
from server.conversations.linking import gives_links
from server.conversations.reception import reception
from server.conversations.signing import become, sign_in
from server.domain.addresses import household
from server.domain.errors import Refusal
from server.domain.workspace import Shop
from server.identity.doors import CustomerClaims, over
from server.identity.shoppers import Signed
from server.protocol.acks import Done


def routes(edge: Edge) -> list[Route]:
    """`POST /v1/customer/session`, where nothing is written of a silent visitor, and `POST /v1/customer/session/end`."""

    async def session(request: Request) -> Response:
        ask = await read(request, AskSession)
        shop = await edge.room.desk.shop_by_key(ask.shop)
        origin = request.headers.get("origin")
        if shop.origins and origin not in shop.origins and not _of_the_desk(request, origin):
            raise Refusal("forbidden", "origin")
        letter = await taken_up(edge, request, shop, ask)
        signed, before = (None, letter.claims) if letter else await _who(edge, request, shop, ask)
        token, claims = edge.doors.welcome(shop, before, ask.locale, signed)
        known = await _signed_in(edge, token, before, signed)
        receives = await reception(edge.room, shop)
        return answer(
            CustomerSession(
                token=token,
                expires_at=claims.until,
                customer_id=claims.customer_id,
                signed=claims.person is not None,
                known=known or letter is not None,
                shop=_view(shop, ask.locale, gives_links(edge.room, shop) and claims.person is None),
                online=receives.online,
                names=receives.names,
                reply_ms=receives.reply_ms,
                back_at=receives.back_at,
                conversation_id=letter.conversation_id if letter else "",
            )
        )

    async def ended(request: Request) -> Response:
        ask = await read(request, EndSession)
        await edge.shoppers.ended(await edge.doors.leaving(ask.token))
        return answer(Done())

    return [
        Route("/v1/customer/session", session, methods=["POST"]),
        Route("/v1/customer/session/end", ended, methods=["POST"]),
    ]


def _of_the_desk(request: Request, origin: str | None) -> bool:
    """Whether the page is one of this desk's own, such as the sample page."""
    return bool(origin) and urlsplit(origin).netloc == request.headers.get("host", "")


def _view(shop: Shop, locale: str, links: bool) -> ShopView:
    front, said = shop.front, shop.front.said(locale or shop.locale)
    return ShopView(
        key=shop.key,
        name=shop.name,
        accent=shop.accent,
        locale=shop.locale,
        theme=front.theme,
        side=front.side,
        hello=said.hello,
        away=said.away,
        topics=said.topics,
        ask_name=front.ask_name,
        ask_email=front.ask_email,
        gives_links=links,
    )


class Letter(Struct, frozen=True):
    """Who comes by a letter's link, and to which conversation."""

    claims: CustomerClaims
    conversation_id: str


async def taken_up(edge: Edge, request: Request, shop: Shop, ask: AskSession) -> Letter | None:
    """Who comes by a letter's link; None for a link that opens nothing (any more), which costs its address some patience.

    Whom the shop signs comes by the shop's word alone: a letter never speaks for it.
    """
    if not ask.resume or ask.user or shop.signed_only:
        return None
    try:
        word = edge.room.resuming.read(ask.resume)
        claims = await edge.doors.by_letter(shop, word)
    except Refusal:
        edge.throttles.newcomer(household(address_of(request)), 1)
        return None
    profile = await edge.room.shoppers.profiles.of(shop.workspace_id, word.customer_id)
    return None if profile.signed else Letter(claims, word.conversation_id)


async def _who(
    edge: Edge, request: Request, shop: Shop, ask: AskSession
) -> tuple[Signed | None, CustomerClaims | None]:
    """Whom the shop signs, and who was here before; strangers spend the patience of their address."""
    before = None
    try:
        signed = await edge.shoppers.shoppers.read(shop, ask.user) if ask.user else None
        before = await edge.doors.returning(shop, ask.token)
        if shop.signed_only and not (signed or (before and before.person)):
            raise Refusal("forbidden", "user.required")
    except Refusal:
        edge.throttles.newcomer(household(address_of(request)), 1)
        raise
    if not (signed or before):
        edge.throttles.newcomer(household(address_of(request)), 1)
    return signed, before


async def _signed_in(edge: Edge, token: str, before: CustomerClaims | None, signed: Signed | None) -> bool:
    """What follows for who was here before; answers whether the person has said something, here or elsewhere."""
    if not signed:
        return False
    actor = await edge.doors.customer(token)
    if before and before.customer_id != actor.id:
        ending = over(before, edge.room.clock.now())
        if not before.person:
            await become(edge.room, ending, actor, signed.person)
        await edge.shoppers.ended(ending)
    return await sign_in(edge.room, actor, signed.person)
