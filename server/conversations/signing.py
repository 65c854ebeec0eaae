"""A shopper whom the shop signed comes in: what they said before as a visitor is theirs, what the shop says of them is kept."""

from msgspec.structs import replace

from server.conversations.room import Room, system
from server.domain.ids import derived_id
from server.domain.people import Actor, Customer
from server.domain.profile import SignedPerson
from server.store.endings import Ending
from server.store.merging import Merge
from server.store.turn import Change, Needs, Turn


async def sign_in(room: Room, actor: Actor, signed: SignedPerson) -> bool:
    """Keep what the shop signed, of who has said something; answers whether they have."""
    return await room.shoppers.profiles.sign(actor, signed, room.clock.now())


async def become(room: Room, visitor: Ending, actor: Actor, signed: SignedPerson) -> None:
    """The visitor whom `visitor` names is this person. Safe to do again; whoever has the thread open goes on with it."""
    person = Customer(id=actor.id, workspace_id=actor.workspace_id, locale=actor.locale, created_at=room.clock.now())
    merge = Merge(visitor=visitor.ids[0], person=proved(person, signed), shop_id=actor.shop_id, ending=visitor)
    for id in await room.shoppers.merging.merge(merge):
        await room.writer.commit(_telling(id, actor))


async def begun(room: Room, actor: Actor, client_id: str) -> str:
    """The conversation that these first words made when they were a visitor's, and whose answer got lost; empty for none."""
    if not actor.signed:
        return ""
    for visitor in await room.shoppers.merging.aliases(actor.workspace_id, actor.id):
        id = derived_id("cv", actor.workspace_id, visitor, client_id)
        if await room.reads.exists(actor.workspace_id, id):
            now = room.clock.now()
            await become(
                room, Ending(workspace_id=actor.workspace_id, ids=(visitor,), at=now, until=now), actor, actor.signed
            )
            return id
    return ""


def proved(customer: Customer, signed: SignedPerson) -> Customer:
    """The person as the shop signs them; what it does not say stays as they said it."""
    said = {name: value for name in ("name", "email", "locale") if (value := getattr(signed, name))}
    return replace(customer, external_id=signed.sub, **said)


def _telling(id: str, actor: Actor) -> Change[None]:
    needs = Needs(conversations=(id,), customers=(actor.id,))
    return Change(needs, lambda turn: _told(turn, id, actor))


def _told(turn: Turn, id: str, actor: Actor) -> None:
    """Lists and other nodes learn whose it is."""
    c = turn.conversation(system(actor.workspace_id), id)
    turn.save(replace(c, updated_at=max(turn.now, c.updated_at)))
    customer = turn.customer(actor.id)
    if customer:
        turn.save_customer(customer)
