"""Bridges, as those who lead a desk set them up, look into them, hold them and have them start again."""

import secrets
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.api import admin_forms
from server.api import bridge_forms as f
from server.api.admin import given, hand, leader, named
from server.api.answers import answer, queried, read
from server.api.edge import Edge
from server.conversations.bridging import delivery_view
from server.domain.errors import Refusal
from server.domain.ids import new_id
from server.identity.doors import hashed
from server.identity.webhook_signatures import written
from server.store.bridges import BridgeState, Token
from server.store.desk import Bridge

HOUR_MS = 3_600_000


def routes(edge: Edge) -> list[Route]:
    """`/v1/admin/bridges...`, `/v1/admin/bridge-tokens/...`."""
    return [*_bridges(edge), *_tokens(edge), *_letters(edge)]


def _bridges(edge: Edge) -> list[Route]:
    bridges = edge.room.bridges

    async def many(request: Request) -> Response:
        me = await leader(edge, request, "connect")
        if request.method == "GET":
            found = [await _page(edge, each) for each in await bridges.all(me.workspace_id)]
            return answer(f.BridgePages(items=tuple(found)))
        ask = await read(request, admin_forms.AskBridge)
        if ask.shop_id not in {shop.id for shop in await edge.room.desk.shops(me.workspace_id)}:
            raise Refusal("not_found", "shopId")
        made = Bridge(id=new_id("br"), workspace_id=me.workspace_id, **msgspec.structs.asdict(ask))
        token = secrets.token_urlsafe(32)
        admin = hand(edge, request, me, "bridge.add", made.id).admin
        await admin.add_bridge(made, hashed(token), edge.room.clock.now())
        (first,) = await bridges.tokens(made.id, edge.room.clock.now())
        return answer(
            admin_forms.BridgeCard(
                id=made.id, name=made.name, token=token, token_id=first.id, secret=_secret(edge, first.id)
            )
        )

    async def changed(request: Request) -> Response:
        me, id = await leader(edge, request, "connect"), named(request, "bridgeId")
        changes: dict[str, Any] = given(await read(request, f.ChangeBridge))
        state = await hand(edge, request, me, "bridge.change", id).bridges.change(me.workspace_id, id, changes)
        await edge.bridges_edited()
        return answer(await _page(edge, state))

    return [
        Route("/v1/admin/bridges", many, methods=["GET", "POST"]),
        Route("/v1/admin/bridges/{id}", changed, methods=["PATCH"]),
    ]


def _tokens(edge: Edge) -> list[Route]:
    bridges = edge.room.bridges

    async def added(request: Request) -> Response:
        me, ask = await leader(edge, request, "connect"), await read(request, f.AskToken)
        bridge = await bridges.one(me.workspace_id, named(request, "bridgeId"))
        word = secrets.token_urlsafe(32)
        token = Token(
            id=new_id("bt"),
            workspace_id=me.workspace_id,
            bridge_id=bridge.id,
            name=ask.name,
            scopes=tuple(dict.fromkeys(ask.scopes)),
            created_at=edge.room.clock.now(),
        )
        await hand(edge, request, me, "token.add", token.id).bridges.add_token(token, hashed(word))
        return answer(f.NewToken(card=_card(token), token=word, secret=_secret(edge, token.id)))

    async def ended(request: Request) -> Response:
        me, ask = await leader(edge, request, "connect"), await read(request, f.EndToken)
        at = edge.room.clock.now() + ask.in_hours * HOUR_MS
        id = named(request, "tokenId")
        token = await hand(edge, request, me, "token.end", id).bridges.end_token(me.workspace_id, id, at)
        await edge.bridges_edited()
        return answer(_card(token))

    return [
        Route("/v1/admin/bridges/{id}/tokens", added, methods=["POST"]),
        Route("/v1/admin/bridge-tokens/{id}/end", ended, methods=["POST"]),
    ]


def _letters(edge: Edge) -> list[Route]:
    deliveries, bridges = edge.room.deliveries, edge.room.bridges

    async def dead(request: Request) -> Response:
        me, id = await leader(edge, request, "connect"), named(request, "bridgeId")
        ask = queried(request, f.AskDead)
        await bridges.one(me.workspace_id, id)
        found = await deliveries.waiting(id, ask.after, ask.limit, "dead")
        return answer(f.DeadLetters(items=tuple(delivery_view(each) for each in found)))

    async def again(request: Request) -> Response:
        me, ask = await leader(edge, request, "connect"), await read(request, f.Replay)
        bridge = await bridges.one(me.workspace_id, named(request, "bridgeId"))
        noted = hand(edge, request, me, "letters.replay", bridge.id).deliveries
        return answer(f.Replayed(count=await noted.replay(bridge.id, ask.after, everything=ask.everything)))

    return [
        Route("/v1/admin/bridges/{id}/dead", dead, methods=["GET"]),
        Route("/v1/admin/bridges/{id}/replay", again, methods=["POST"]),
    ]


async def _page(edge: Edge, state: BridgeState) -> f.BridgePage:
    tokens = await edge.room.bridges.tokens(state.id, edge.room.clock.now())
    fields = {name: getattr(state, name) for name in f.BridgePage.__struct_fields__ if name != "tokens"}
    return f.BridgePage(**fields, tokens=tuple(_card(each) for each in tokens))


def _card(token: Token) -> f.TokenCard:
    return f.TokenCard(**{name: getattr(token, name) for name in f.TokenCard.__struct_fields__})


def _secret(edge: Edge, token_id: str) -> str:
    return written(edge.webhooks.secrets.of("bridge", token_id)[0])
