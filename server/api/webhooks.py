"""Webhooks, as those who lead a desk set them up, look into them and send again."""

from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.api import webhook_forms as f
from server.api.admin import given, hand, leader, named
from server.api.answers import answer, queried, read
from server.api.edge import Edge
from server.domain.errors import Refusal
from server.domain.ids import new_id
from server.identity.webhook_signatures import written
from server.outside.errors import Unreached
from server.outside.target import target
from server.protocol.acks import Done
from server.store.webhook_events import WebhookEvent
from server.store.webhooks import Webhook

HOUR_MS = 3_600_000


def routes(edge: Edge) -> list[Route]:
    """`/v1/admin/webhooks...`, `/v1/admin/webhook-events/...`."""
    return [*_addresses(edge), *_secrets(edge), *_events(edge)]


def _addresses(edge: Edge) -> list[Route]:
    webhooks = edge.webhooks.webhooks

    async def many(request: Request) -> Response:
        me = await leader(edge, request, "connect")
        if request.method == "GET":
            found = await webhooks.all(me.workspace_id)
            return answer(f.WebhookCards(items=tuple(_card(each) for each in found), retries=edge.webhooks.retries))
        ask = await read(request, f.AskWebhook)
        id = new_id("wh")
        made = Webhook(
            id=id,
            workspace_id=me.workspace_id,
            name=ask.name,
            url=_readable(ask.url),
            events=tuple(dict.fromkeys(ask.events)),
            generation=edge.webhooks.secrets.fresh("out", id),
            created_at=edge.room.clock.now(),
        )
        await hand(edge, request, me, "webhook.add", made.id).webhooks.add(made)
        return answer(_with_secret(edge, made))

    async def one(request: Request) -> Response:
        me, id = await leader(edge, request, "connect"), named(request, "webhookId")
        if request.method == "DELETE":
            await hand(edge, request, me, "webhook.remove", id).webhooks.remove(me.workspace_id, id)
            return answer(Done())
        changes: dict[str, Any] = given(await read(request, f.ChangeWebhook))
        if "url" in changes:
            _readable(changes["url"])
        if "events" in changes:
            changes["events"] = tuple(dict.fromkeys(changes["events"]))
        if changes.get("active"):
            changes |= {"disabled": "", "failing_since": 0}
        noted = hand(edge, request, me, "webhook.change", id).webhooks
        return answer(_card(await noted.change(me.workspace_id, id, changes)))

    return [
        Route("/v1/admin/webhooks", many, methods=["GET", "POST"]),
        Route("/v1/admin/webhooks/{id}", one, methods=["PATCH", "DELETE"]),
    ]


def _secrets(edge: Edge) -> list[Route]:
    webhooks = edge.webhooks.webhooks

    async def rotated(request: Request) -> Response:
        me, id = await leader(edge, request, "connect"), named(request, "webhookId")
        hours = (await read(request, f.Rotate)).overlap_hours
        before = await webhooks.one(me.workspace_id, id)
        until = edge.room.clock.now() + hours * HOUR_MS if hours else 0
        changes = {
            "generation": edge.webhooks.secrets.fresh("out", id),
            "former": before.generation,
            "former_until": until,
        }
        noted = hand(edge, request, me, "webhook.rotate", id).webhooks
        return answer(_with_secret(edge, await noted.change(me.workspace_id, id, changes)))

    return [Route("/v1/admin/webhooks/{id}/rotate", rotated, methods=["POST"])]


def _events(edge: Edge) -> list[Route]:
    webhooks, events = edge.webhooks.webhooks, edge.webhooks.events

    async def listed(request: Request) -> Response:
        me, id = await leader(edge, request, "connect"), named(request, "webhookId")
        ask = queried(request, f.AskEvents)
        await webhooks.one(me.workspace_id, id)
        state = "" if ask.state is msgspec.UNSET else ask.state
        found = await events.page(id, state, ask.after, ask.limit)
        return answer(f.EventCards(items=tuple(_event(each) for each in found)))

    async def shown(request: Request) -> Response:
        me = await leader(edge, request, "connect")
        event = await events.one(me.workspace_id, named(request, "eventId"))
        tries = tuple(f.AttemptCard(**msgspec.structs.asdict(each)) for each in await events.attempts(event))
        return answer(f.EventPage(event=_event(event), attempts=tries))

    async def again(request: Request) -> Response:
        me, _ = await leader(edge, request, "connect"), await read(request, f.Nothing)
        event = await events.one(me.workspace_id, named(request, "eventId"))
        await hand(edge, request, me, "events.resend", event.id).events.resend(event, edge.room.clock.now())
        return answer(f.Resent(count=1))

    async def all_again(request: Request) -> Response:
        me, ask = await leader(edge, request, "connect"), await read(request, f.Resend)
        webhook = await webhooks.one(me.workspace_id, named(request, "webhookId"))
        now = edge.room.clock.now()
        noted = hand(edge, request, me, "events.resend", webhook.id).events
        return answer(f.Resent(count=await noted.resend_since(webhook.id, ask.since, now, delivered=ask.delivered)))

    return [
        Route("/v1/admin/webhooks/{id}/events", listed, methods=["GET"]),
        Route("/v1/admin/webhooks/{id}/resend", all_again, methods=["POST"]),
        Route("/v1/admin/webhook-events/{id}", shown, methods=["GET"]),
        Route("/v1/admin/webhook-events/{id}/resend", again, methods=["POST"]),
    ]


def _readable(url: str) -> str:
    """Whether it is an address at all; whether it may be asked is judged each time it is."""
    try:
        target(url)
    except Unreached:
        raise Refusal("bad_request", "url") from None
    return url


def _with_secret(edge: Edge, webhook: Webhook) -> f.NewSecret:
    secret = edge.webhooks.secrets.of("out", webhook.id, webhook.generation)[0]
    return f.NewSecret(webhook=_card(webhook), secret=written(secret))


def _card(webhook: Webhook) -> f.WebhookCard:
    return f.WebhookCard(**{name: getattr(webhook, name) for name in f.WebhookCard.__struct_fields__})


def _event(event: WebhookEvent) -> f.EventCard:
    return f.EventCard(**{name: getattr(event, name) for name in f.EventCard.__struct_fields__})
