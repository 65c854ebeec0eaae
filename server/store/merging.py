"""An unknown visitor turns out to be somebody the shop signed: what they said becomes that person's, in one transaction.

The other way round does not exist: nothing of a signed person ever becomes anybody else's.
"""

from msgspec import Struct
from msgspec.structs import asdict
from sqlalchemy import delete, insert, select, update

from server.domain.people import Customer
from server.domain.profile import Profile
from server.store import tables as t
from server.store.endings import Ending
from server.store.hand import Writing
from server.store.profiles import put, stored
from server.store.reads import Reads
from server.store.records import Records, once
from server.store.tickets import hold_numbers

ALIASES = 5
"""Visitors of a person, the newest first, whose unanswered first word may still come again under the person's name."""


class Merge(Struct, frozen=True, kw_only=True):
    """`visitor` is the unknown one's id; `person` is who they are, as they shall be written where nothing is known of them yet.

    `ending` names what opens nothing any more.
    """

    visitor: str
    person: Customer
    shop_id: str
    ending: Ending


class Merging:
    """Whoever calls has both proofs: the visitor's own token, and the shop's signature."""

    def __init__(self, reads: Reads, records: Records) -> None:
        self._reads = reads
        self._records = records

    async def merge(self, merge: Merge) -> list[str]:
        """Do it; answers which conversations moved. Safe to do again."""
        async with self._records.write() as connection:
            moved = await _conversations(connection, merge)
            if moved:
                await _beside(connection, merge)
            now = merge.ending.at
            row = {"id": merge.visitor, "workspace_id": merge.person.workspace_id, "customer_id": merge.person.id}
            await connection.execute(once(connection, t.merged_customer, row | {"at": now}))
            for id in merge.ending.ids:
                over = {"id": id, "workspace_id": merge.person.workspace_id, "at": now, "until": merge.ending.until}
                await connection.execute(once(connection, t.ended_login, over))
        return moved

    async def aliases(self, workspace_id: str, customer_id: str) -> list[str]:
        """The visitors who turned out to be this person lately."""
        c = t.merged_customer.c
        query = select(c.id).where(c.workspace_id == workspace_id, c.customer_id == customer_id)
        return [str(row.id) for row in await self._reads.rows(query.order_by(c.at.desc()).limit(ALIASES))]


async def _conversations(connection: Writing, merge: Merge) -> list[str]:
    c, e, person = t.conversation.c, t.entry.c, merge.person
    theirs = (c.customer_id == merge.visitor, c.workspace_id == person.workspace_id, c.shop_id == merge.shop_id)
    ids = [
        str(row.id) for row in await connection.execute(select(c.id).where(*theirs).order_by(c.id).with_for_update())
    ]
    if not ids:
        return []
    known = (await connection.execute(select(t.customer.c.erased_at).where(t.customer.c.id == person.id))).one_or_none()
    if known is None:
        await connection.execute(insert(t.customer).values(asdict(person)))
    elif known.erased_at:
        met = {"name": person.name, "email": person.email, "locale": person.locale, "erased_at": 0}
        await connection.execute(update(t.customer).where(t.customer.c.id == person.id).values(met))
    named = {"customer_name": person.name} if person.name else {}
    await connection.execute(update(t.conversation).where(c.id.in_(ids)).values(customer_id=person.id, **named))
    said = (e.conversation_id.in_(ids), e.author_kind == "customer", e.author_id == merge.visitor)
    await connection.execute(update(t.entry).where(*said).values(author_id=person.id))
    await hold_numbers(connection, person.workspace_id)
    about = (t.ticket.c.customer_id == merge.visitor, t.ticket.c.shop_id == merge.shop_id)
    await connection.execute(
        update(t.ticket).where(*about, t.ticket.c.workspace_id == person.workspace_id).values(customer_id=person.id)
    )
    found = (t.searched.c.customer_id == merge.visitor, t.searched.c.conversation_id.in_(ids))
    await connection.execute(update(t.searched).where(*found).values(customer_id=person.id))
    return ids


async def _beside(connection: Writing, merge: Merge) -> None:
    """Files, consents, what a page told; of the visitor nothing stays."""
    visitor, person, mine = merge.visitor, merge.person.id, merge.person.workspace_id
    owned = (t.file.c.owner == f"customer:{visitor}", t.file.c.workspace_id == mine)
    await connection.execute(update(t.file).where(*owned).values(owner=f"customer:{person}"))
    said = (t.consent.c.customer_id == visitor, t.consent.c.workspace_id == mine)
    await connection.execute(update(t.consent).where(*said).values(customer_id=person))
    told = await stored(connection, mine, visitor)
    if told:
        await connection.execute(delete(t.profile).where(t.profile.c.customer_id == visitor))
        fields = {name: getattr(told, name) for name in Profile.__struct_fields__} | {"customer_id": person}
        await put(connection, Profile(**fields))
    card = (t.searched.c.customer_id == visitor, t.searched.c.workspace_id == mine)
    await connection.execute(delete(t.searched).where(*card))
    blank = {"name": "", "email": "", "locale": "", "market": "", "attributes": {}, "erased_at": merge.ending.at}
    await connection.execute(update(t.customer).where(t.customer.c.id == visitor).values(blank))
