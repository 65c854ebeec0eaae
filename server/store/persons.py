"""What is stored of one person, gathered for them: found by whatever they may call themselves, told whole."""

from collections.abc import AsyncIterator
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict
from sqlalchemy import ColumnElement, Select, exists, func, or_, select

from server.domain.people import Customer
from server.store import tables as t
from server.store.files import File
from server.store.load import entry_of
from server.store.reads import Reads
from server.store.records import Records, once

PAGE = 500
HIDDEN = frozenset({"workspace_id", "digest", "client_id"})
"""What our own machinery keeps beside it."""


class Consent(Struct, frozen=True, kw_only=True):
    """A yes or a no (`given`) to a `purpose`, to the text of a `version`, said at a time (ms) in a place (`source`)."""

    id: str
    workspace_id: str
    customer_id: str
    purpose: str
    given: bool
    version: str
    source: str
    at: int


class Persons:
    """Whoever calls has checked the right to it."""

    def __init__(self, reads: Reads, records: Records) -> None:
        self._reads = reads
        self._records = records

    async def find(self, workspace_id: str, words: str, limit: int = 20) -> list[Customer]:
        """By id, conversation, e-mail address or an outside name as they are, or by how a name begins; the newest first."""
        query = select(t.customer).where(t.customer.c.workspace_id == workspace_id, _called(words))
        rows = await self._reads.rows(query.order_by(t.customer.c.created_at.desc()).limit(limit))
        return [Customer(**row._mapping) for row in rows]

    async def consents(self, workspace_id: str, customer_id: str) -> list[Consent]:
        """What they said yes and no to, the latest first."""
        c = t.consent.c
        query = select(t.consent).where(c.workspace_id == workspace_id, c.customer_id == customer_id)
        return [Consent(**row._mapping) for row in await self._reads.rows(query.order_by(c.at.desc(), c.id))]

    async def consented(self, consent: Consent) -> None:
        """Keep what was said; said again under the same id it is the same."""
        async with self._records.write() as connection:
            await connection.execute(once(connection, t.consent, asdict(consent)))

    async def files(self, workspace_id: str, customer_id: str) -> list[File]:
        """All stored files of their conversations, whoever sent them, and those they never sent."""
        c, v = t.file.c, t.conversation.c
        theirs = select(v.id).where(v.customer_id == customer_id, v.workspace_id == workspace_id)
        mine = or_(c.conversation_id.in_(theirs), c.owner == f"customer:{customer_id}")
        query = select(t.file).where(c.workspace_id == workspace_id, c.owner != "", c.stored_at > 0, mine)
        return [File(**row._mapping) for row in await self._reads.rows(query.order_by(c.created_at, c.id))]

    async def about(self, customer: Customer) -> dict[str, Any]:
        """All of it but the conversations, which may be long."""
        whose = (customer.workspace_id, customer.id)
        b = t.bridge_customer.c
        names = select(t.bridge_customer).where(b.workspace_id == whose[0], b.customer_id == whose[1])
        return {
            "person": _plain(await self._one(select(t.customer).where(t.customer.c.id == customer.id))),
            "identities": [_plain(row) for row in await self._reads.rows(names)],
            "tickets": [await self._ticket(row) for row in await self._reads.rows(_of(t.ticket, *whose))],
            "profile": [_plain(row) for row in await self._reads.rows(_of(t.profile, *whose))],
            "earlier_names": [_plain(row) for row in await self._reads.rows(_of(t.merged_customer, *whose))],
            "consents": [
                _plain(row) for row in await self._reads.rows(_of(t.consent, *whose).order_by(t.consent.c.at))
            ],
        }

    async def conversations(self, customer: Customer) -> AsyncIterator[dict[str, Any]]:
        """Each with its log, notes among it; what the rules and the router decided; and what left by a bridge."""
        c = t.conversation.c
        query = _of(t.conversation, customer.workspace_id, customer.id)
        for row in await self._reads.rows(query.order_by(c.created_at, c.id)):
            told = {"entries": [entry async for entry in self._entries(row.id)]}
            for name in ("verdict", "assignment", "delivery", "rich"):
                table = t.metadata.tables[name]
                found = await self._reads.rows(select(table).where(table.c.conversation_id == row.id))
                told["formatted" if name == "rich" else f"{name}s"] = [_plain(each) for each in found]
            yield _plain(row) | told

    async def _entries(self, id: str) -> AsyncIterator[dict[str, Any]]:
        e, last = t.entry.c, 0
        while True:
            query = select(t.entry).where(e.conversation_id == id, e.seq > last).order_by(e.seq).limit(PAGE)
            rows = await self._reads.rows(query)
            for row in rows:
                entry = entry_of(row)
                yield {"seq": entry.seq, "cseq": entry.cseq, "at": entry.at, "author": entry.author, "body": entry.body}
            if len(rows) < PAGE:
                return
            last = rows[-1].seq

    async def _ticket(self, row: Any) -> dict[str, Any]:
        """With its history, comments among it."""
        e = t.ticket_entry.c
        history = await self._reads.rows(select(t.ticket_entry).where(e.ticket_id == row.id).order_by(e.version))
        return _plain(row) | {"history": [_plain(each) for each in history]}

    async def _one(self, query: Select[Any]) -> Any:
        return (await self._reads.rows(query))[0]


def _called(words: str) -> ColumnElement[bool]:
    c, b, v = t.customer.c, t.bridge_customer.c, t.conversation.c
    outside = exists().where(b.customer_id == c.id, b.workspace_id == c.workspace_id, b.external_id == words)
    inside = exists().where(v.customer_id == c.id, v.workspace_id == c.workspace_id, v.id == words)
    letters = exists().where(
        v.customer_id == c.id, v.workspace_id == c.workspace_id, func.lower(v.mail_to) == words.lower()
    )
    named = func.lower(c.name).startswith(words.lower(), autoescape=True)
    addressed = func.lower(c.email) == words.lower()
    return or_(c.id == words, c.external_id == words, addressed, named, outside, inside, letters)


def _of(table: Any, workspace_id: str, customer_id: str) -> Select[Any]:
    return select(table).where(table.c.workspace_id == workspace_id, table.c.customer_id == customer_id)


def _plain(row: Any) -> dict[str, Any]:
    return {name: value for name, value in row._mapping.items() if name not in HIDDEN}
