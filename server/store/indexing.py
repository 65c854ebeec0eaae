"""Making what is said findable, in the transaction that stores it; and what was stored before anything was findable."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Executable, Table, exists, insert, select, tuple_
from sqlalchemy.dialects import postgresql, sqlite

from server.domain.people import Customer
from server.domain.terms import terms
from server.domain.timeline import Entry, Noted, Posted, Released, Translated
from server.store import tables as t
from server.store.hand import Writing
from server.store.load import entry_of
from server.store.pen import Pen
from server.store.records import Records, once, upsert
from server.store.turn import Outcome

PAGE, PAGES = 500, 8
CURSOR, DONE = "searched", "done:"
"""The key in `meta` of how far the past is findable (a customer's id, then `conversation:seq`), and that all of it is."""


def tenant(workspace_id: str) -> str:
    """The term all rows of a workspace have: a sign no text has begins it."""
    return f"\ue000{workspace_id}"


def _upserting(make: Callable[[Table], Any]) -> Executable:
    keys = ("customer_id", "conversation_id", "entry_seq")
    change = make(t.searched)
    names = [column.name for column in t.searched.c]
    rest = {name: change.excluded[name] for name in names if name not in (*keys, "number")}
    whole: Executable = change.on_conflict_do_update(index_elements=list(keys), set_=rest)
    return whole


INSERT = insert(t.searched)
UPSERT = {True: _upserting(sqlite.insert), False: _upserting(postgresql.insert)}
"""By whether the database is the embedded one."""


async def note_terms(pen: Pen, outcome: Outcome) -> None:
    """Index what a batch stored: messages, notes, translations; and customers as they are now."""
    rows = [
        row
        for entry in outcome.appended
        if (row := _entry_row(entry, outcome.conversations[entry.conversation_id].customer_id))
    ]
    if rows:
        await pen.write(INSERT, rows, together=True)
    people = (outcome.new_customers | outcome.customers).values()
    if people:
        await pen.write(UPSERT[pen.embedded], [_customer_row(customer) for customer in people])


class Past:
    """What was stored before anything was findable, made findable a page at a time: customers, then the log."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._done = False

    async def walk(self) -> None:
        """One page more, or some where all was findable; nothing once all is done."""
        if self._done:
            return
        async with self._records.write() as connection:
            c = t.meta.c
            place = (await connection.execute(select(c.value).where(c.key == CURSOR))).scalar() or ""
            for _ in range(PAGES):
                if place == DONE:
                    break
                page = _past_log if ":" in place else _past_customers
                rows, place = await page(connection, place)
                if rows:
                    await connection.execute(once(connection, t.searched), rows)
                    break
            await connection.execute(upsert(connection, t.meta, {"key": CURSOR, "value": place}, "key"))
        self._done = place == DONE


Page = tuple[list[dict[str, Any]], str]


def _lacking(*same: ColumnElement[bool]) -> ColumnElement[bool]:
    return ~exists().where(*same).correlate_except(t.searched)


async def _past_customers(connection: Writing, place: str) -> Page:
    c, s = t.customer.c, t.searched.c
    after = select(c.id).where(c.id > place).order_by(c.id)
    last = (await connection.execute(after.offset(PAGE - 1).limit(1))).scalar()
    lacking = _lacking(s.customer_id == c.id, s.conversation_id == "", s.entry_seq == 0)
    query = select(t.customer).where(c.id > place, *([c.id <= last] if last else ()), lacking)
    rows = [_customer_row(Customer(**row._mapping)) for row in await connection.execute(query)]
    return rows, last or ":0"


async def _past_log(connection: Writing, place: str) -> Page:
    conversation_id, _, seq = place.partition(":")
    e, owner, s = t.entry.c, t.conversation.c, t.searched.c
    at = tuple_(e.conversation_id, e.seq)
    rest = at > (conversation_id, int(seq))
    after = select(e.conversation_id, e.seq).where(rest).order_by(e.conversation_id, e.seq)
    last = (await connection.execute(after.offset(PAGE - 1).limit(1))).first()
    lacking = _lacking(s.customer_id == owner.customer_id, s.conversation_id == e.conversation_id, s.entry_seq == e.seq)
    query = select(t.entry, owner.customer_id).join(t.conversation, owner.id == e.conversation_id)
    found = await connection.execute(query.where(rest, *([at <= tuple(last)] if last else ()), lacking))
    rows = [row for each in found if (row := _entry_row(entry_of(each), each.customer_id))]
    return rows, f"{last[0]}:{last[1]}" if last else DONE


def _entry_row(entry: Entry, customer_id: str) -> dict[str, Any] | None:
    found = terms("\n".join(texts_of(entry)))
    if not found:
        return None
    seq = entry.body.ref if isinstance(entry.body, Translated | Released) else entry.seq
    return {
        "workspace_id": entry.workspace_id,
        "kind": "note" if isinstance(entry.body, Noted) else "message",
        "conversation_id": entry.conversation_id,
        "customer_id": customer_id,
        "entry_seq": entry.seq,
        "seq": seq,
        "at": entry.at,
        "terms": [*found, tenant(entry.workspace_id)],
    }


def texts_of(entry: Entry) -> Iterator[str]:
    """Everything somebody may read in a line of the log, the original first."""
    match entry.body:
        case Posted() as body:
            yield body.text
            yield from (reading.text for reading in (*body.readings, *([body.reading] if body.reading else ())))
            yield from (file.name for file in body.attachments)
        case Noted() as note:
            yield note.text
            yield from (file.name for file in note.attachments)
        case Translated(reading=reading):
            yield reading.text
        case Released() as released:
            yield from filter(None, (released.text, released.reading and released.reading.text))


def _customer_row(customer: Customer) -> dict[str, Any]:
    return {
        "workspace_id": customer.workspace_id,
        "kind": "customer",
        "conversation_id": "",
        "customer_id": customer.id,
        "entry_seq": 0,
        "seq": 0,
        "at": customer.created_at,
        "terms": [*terms("\n".join(words_of(customer))), tenant(customer.workspace_id)],
    }


def words_of(customer: Customer) -> Iterable[str]:
    """What a customer can be found by."""
    return (customer.name, customer.email, customer.external_id, *customer.attributes.values())
