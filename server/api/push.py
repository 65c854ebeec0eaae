"""One's own browser and what it is told by push; whether one looks at the console."""

import hashlib

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.api import push_forms as f
from server.api.answers import answer, read
from server.api.edge import Edge, signed_in
from server.domain.errors import Refusal
from server.domain.ids import new_id
from server.identity.push import Address, checked, new_pair
from server.outside.errors import Unreached
from server.outside.target import target
from server.protocol.acks import Done
from server.store.pushes import PushKey, Seat
from server.store.sessions import Session


def routes(edge: Edge) -> list[Route]:
    """`/v1/agent/push`, `/v1/agent/watch`."""
    pushes = edge.push.pushes

    async def push(request: Request) -> Response:
        here = await signed_in(edge, request)
        if request.method == "DELETE":
            await pushes.leave(here.id)
            return answer(Done())
        if request.method == "POST":
            await pushes.sit(_seat(edge, here, await read(request, f.AskPush)))
        key, seat = await _key(edge, here.agent.workspace_id), await pushes.of(here.id)
        return answer(f.PushCard(key=key, on=seat is not None, words=bool(seat and seat.words)))

    async def watch(request: Request) -> Response:
        here, ask = await signed_in(edge, request), await read(request, f.AskWatch)
        edge.push.looks(here.id, ask.visible)
        return answer(Done())

    return [
        Route("/v1/agent/push", push, methods=["GET", "POST", "DELETE"]),
        Route("/v1/agent/watch", watch, methods=["POST"]),
    ]


async def _key(edge: Edge, workspace_id: str) -> str:
    """The workspace's public key; the first question makes the pair."""
    found = await edge.push.pushes.key(workspace_id)
    if found is None:
        private, public = new_pair()
        shut = edge.push.vault.seal(private, "push", workspace_id)
        found = await edge.push.pushes.first_key(PushKey(workspace_id, shut, public))
    return found.public


def _seat(edge: Edge, here: Session, ask: f.AskPush) -> Seat:
    """Whether it is an address at all; whether it may be asked is judged each time it is."""
    try:
        target(ask.endpoint)
    except Unreached:
        raise Refusal("bad_request", "endpoint") from None
    address, id = checked(Address(ask.endpoint, ask.p256dh, ask.auth)), new_id("ps")
    return Seat(
        id=id,
        workspace_id=here.agent.workspace_id,
        session_id=here.id,
        agent_id=here.agent.id,
        address=edge.push.vault.seal(msgspec.json.encode(address), "seat", id),
        address_hash=hashlib.sha256(ask.endpoint.encode()).hexdigest(),
        words=ask.words,
        language=ask.language,
        created_at=edge.room.clock.now(),
    )
