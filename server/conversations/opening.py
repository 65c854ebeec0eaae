"""A shopper's first word, and a bridge's: what makes a conversation."""

import msgspec

from server.conversations.post_message import say
from server.conversations.rich import mail_of
from server.conversations.room import Caller, Room
from server.conversations.saying import Opening, Saying
from server.conversations.signing import begun, proved, sign_in
from server.domain import conversation as laws
from server.domain.conversation import Conversation
from server.domain.errors import Refusal
from server.domain.ids import derived_id
from server.domain.people import Actor, Author, Customer
from server.protocol.acks import Sent
from server.protocol.bridge_commands import Deliver
from server.protocol.commands import Open

LOOK_BACK = 5
"""Conversations of a returning customer, the newest first, that may tell who served them."""


async def open_conversation(room: Room, caller: Caller, ask: Open) -> Sent:
    """Start a conversation with its first message. The same client id always names the same conversation."""
    actor = caller.actor
    if ask.body.pieces:
        raise Refusal("bad_request", "body.pieces")
    id = await begun(room, actor, ask.client_id) or derived_id("cv", actor.workspace_id, actor.id, ask.client_id)
    customer = Customer(
        id=actor.id,
        workspace_id=actor.workspace_id,
        name=ask.name.strip(),
        email=ask.email.strip(),
        locale=ask.locale or actor.locale,
        market=ask.market.upper(),
        created_at=room.clock.now(),
    )
    if actor.signed:
        customer = proved(customer, actor.signed)
    conversation = Conversation(
        id=id,
        workspace_id=actor.workspace_id,
        shop_id=actor.shop_id,
        customer_id=actor.id,
        customer_name=customer.name,
        locale=customer.locale,
        market=customer.market or (await _market(room, actor.workspace_id, actor.shop_id)),
        page_url=ask.page.url if ask.page.url.startswith(("https://", "http://")) else "",
        page_title=ask.page.title,
        attributes=await _topic(room, actor, ask.topic),
    )
    sent = await say(
        room,
        actor,
        Saying(
            conversation_id=id,
            client_id=ask.client_id,
            author=Author("customer", actor.id, customer.name),
            text=ask.body.text,
            attachments=ask.body.attachments,
            opening=Opening(customer=customer, conversation=await _preferring(room, conversation)),
        ),
    )
    if actor.signed:
        await sign_in(room, actor, actor.signed)
    caller.follow(id)
    return sent


async def deliver_message(room: Room, caller: Caller, ask: Deliver) -> Sent:
    """A message that came in by a bridge: at least once in, stored exactly once, one conversation a thread."""
    bridge, who = caller.actor, ask.customer
    rich, text = await mail_of(ask.html, ask.text)
    customer = Customer(
        id=await room.bridges.customer_of(bridge, who.external_id, room.clock.now()),
        workspace_id=bridge.workspace_id,
        name=who.name,
        locale=who.locale,
        market=who.market.upper(),
        external_id=who.external_id,
        channel=bridge.channel,
        created_at=room.clock.now(),
    )
    id = derived_id("cv", bridge.workspace_id, bridge.id, ask.thread)
    if ask.after and not await room.reads.said(id, outside_id(bridge, ask.after)):
        raise Refusal("too_early", "after", after_ms=1000)
    conversation = Conversation(
        id=id,
        workspace_id=bridge.workspace_id,
        shop_id=bridge.shop_id,
        customer_id=customer.id,
        customer_name=who.name,
        channel=bridge.channel,
        bridge_id=bridge.id,
        thread=ask.thread,
        locale=who.locale,
        market=customer.market or (await _market(room, bridge.workspace_id, bridge.shop_id)),
    )
    return await say(
        room,
        bridge,
        Saying(
            conversation_id=id,
            client_id=outside_id(bridge, ask.external_id),
            author=Author("customer", customer.id, who.name),
            text=text,
            rich=rich,
            attachments=ask.attachments,
            language=ask.language,
            opening=Opening(customer=customer, conversation=await _preferring(room, conversation)),
        ),
    )


def outside_id(bridge: Actor, external_id: str) -> str:
    """The client id of a message that has a name outside."""
    return f"ext:{bridge.channel}:{external_id}"


async def _preferring(room: Room, c: Conversation) -> Conversation:
    """A new conversation prefers whoever served this customer last, while they work here."""
    if room.known.peek(c.id):
        return c
    before = await room.reads.of_customer(c.workspace_id, c.customer_id, LOOK_BACK)
    last = next((owner for owner in map(laws.last_owner, before) if owner), "")
    if not last:
        return c
    try:
        await room.desk.agent(c.workspace_id, last)
    except Refusal as refusal:
        if refusal.code != "not_found":
            raise
        return c
    return msgspec.structs.replace(c, preferred_id=last)


async def _topic(room: Room, actor: Actor, topic: str) -> dict[str, str]:
    """What it is about, when that is one of the shop's own topics; anything else is nobody's word."""
    shops = await room.desk.shops(actor.workspace_id) if topic else ()
    offered = {
        each for shop in shops if shop.id == actor.shop_id for said in shop.front.words.values() for each in said.topics
    }
    return {"topic": topic} if topic in offered else {}


async def _market(room: Room, workspace_id: str, shop_id: str) -> str:
    for shop in await room.desk.shops(workspace_id):
        if shop.id == shop_id:
            return shop.market
    raise Refusal("not_found", "shop")
