"""A customer who wants to go on elsewhere has a link to the conversation sent by e-mail: the link alone, whatever is answered."""

from server.conversations.contact import ADDRESS
from server.conversations.letters import page_link
from server.conversations.room import Caller, Room
from server.domain.errors import Refusal
from server.domain.ids import derived_id
from server.domain.workspace import Shop
from server.protocol.acks import Done
from server.protocol.link_commands import MailLink
from server.store.link_letters import Wish


async def mail_link(room: Room, caller: Caller, ask: MailLink) -> Done:
    """Write down who is owed one; the worker sends it. Nothing tells whether anybody knows the address.

    Refuses `bad_request` with `email`, `bad_state` with `mail` where no such link is given, and `rate_limited`.
    """
    actor, email = caller.actor, ask.email.strip()
    if not ADDRESS.fullmatch(email):
        raise Refusal("bad_request", "email")
    c = await room.reads.conversation(actor, ask.conversation_id)
    shop = next(shop for shop in await room.desk.shops(c.workspace_id) if shop.id == c.shop_id)
    if actor.signed or not (gives_links(room, shop) and page_link(c, shop)):
        raise Refusal("bad_state", "mail")
    now = room.clock.now()
    wish = Wish(
        id=derived_id("ll", c.id, ask.client_id),
        workspace_id=c.workspace_id,
        conversation_id=c.id,
        email=email,
        asked_at=now,
        due_at=now,
    )
    await room.link_letters.ask(wish)
    return Done()


def gives_links(room: Room, shop: Shop) -> bool:
    """Whether letters can be sent, and a link would open something: never for whom the shop signs.

    Without the shop's own list of its pages a stranger could have any address of the web sent in its name.
    """
    return room.mails and bool(shop.origins) and not shop.signed_only
