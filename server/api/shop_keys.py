"""The keys by which shops sign their shoppers: made, followed by another, taken back."""

import secrets

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.api import shop_key_forms as f
from server.api.admin import hand, leader, named
from server.api.answers import answer, read
from server.api.edge import Edge
from server.domain.errors import Refusal
from server.domain.ids import new_id
from server.identity.doors import HOUR, SIGNED
from server.identity.shoppers import public_key
from server.protocol.acks import Done
from server.store.endings import Ending
from server.store.shop_keys import ShopKey

SECRET_BYTES = 32
"""Of randomness; written in 43 letters, which are the key as they stand."""


def routes(edge: Edge) -> list[Route]:
    """`/v1/admin/shops/{id}/keys`, `/v1/admin/shop-keys/...`."""
    keys = edge.shoppers.keys

    async def many(request: Request) -> Response:
        me, id = await leader(edge, request, "connect"), named(request, "shopId")
        ask = await read(request, f.AskKey) if request.method == "POST" else None
        if id not in {shop.id for shop in await edge.room.desk.shops(me.workspace_id)}:
            raise Refusal("not_found", "shopId")
        if ask is None:
            return answer(f.KeyCards(items=tuple(_card(each) for each in await keys.good(id, edge.room.clock.now()))))
        made, secret = _made(edge, me.workspace_id, id, ask)
        await hand(edge, request, me, "key.add", made.id).shop_keys.add(made)
        return answer(f.NewKey(card=_card(made), secret=secret))

    async def rotated(request: Request) -> Response:
        me, ask = await leader(edge, request, "connect"), await read(request, f.RotateKey)
        now = edge.room.clock.now()
        before = await keys.one(me.workspace_id, named(request, "keyId"), now)
        wish = f.AskKey(algorithm=before.algorithm, public_key=ask.public_key)  # type: ignore[arg-type]
        made, secret = _made(edge, me.workspace_id, before.shop_id, wish)
        until = now + ask.overlap_hours * HOUR or now
        noted = hand(edge, request, me, "key.rotate", before.id).shop_keys
        await noted.add(made, former=before.id, former_until=until)
        return answer(f.NewKey(card=_card(made), secret=secret))

    async def revoked(request: Request) -> Response:
        me, now = await leader(edge, request, "connect"), edge.room.clock.now()
        key = await keys.one(me.workspace_id, named(request, "keyId"), now)
        await hand(edge, request, me, "key.remove", key.id).shop_keys.remove(key)
        ending = Ending(workspace_id=key.workspace_id, ids=(key.id,), at=now, until=now + SIGNED + 2 * HOUR)
        await edge.shoppers.ended(ending)
        return answer(Done())

    return [
        Route("/v1/admin/shops/{id}/keys", many, methods=["GET", "POST"]),
        Route("/v1/admin/shop-keys/{id}/rotate", rotated, methods=["POST"]),
        Route("/v1/admin/shop-keys/{id}", revoked, methods=["DELETE"]),
    ]


def _made(edge: Edge, workspace_id: str, shop_id: str, ask: f.AskKey) -> tuple[ShopKey, str]:
    """The row, and the secret that is in it only sealed."""
    id, secret, shut = new_id("sk"), "", ""
    if ask.algorithm == "HS256":
        secret = secrets.token_urlsafe(SECRET_BYTES)
        shut = edge.shoppers.secrets.vault.seal(secret.encode(), "shop", id)
    else:
        public_key(ask.algorithm, ask.public_key)
    made = ShopKey(
        id=id,
        workspace_id=workspace_id,
        shop_id=shop_id,
        algorithm=ask.algorithm,
        secret=shut,
        public="" if secret else ask.public_key,
        created_at=edge.room.clock.now(),
    )
    return made, secret


def _card(key: ShopKey) -> f.KeyCard:
    return f.KeyCard(**{name: getattr(key, name) for name in f.KeyCard.__struct_fields__})
