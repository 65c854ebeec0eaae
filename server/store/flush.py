"""Write what a batch decided, each kind in one statement."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any

from msgspec.structs import asdict
from sqlalchemy import Integer, Update, bindparam, delete, insert, select, update

from server.domain.conversation import Conversation
from server.domain.people import Agent
from server.domain.timeline import Entry, Posted
from server.store import tables as t
from server.store.chain import Sealer
from server.store.indexing import note_terms
from server.store.pen import Pen
from server.store.rulings import TABLE as VERDICT
from server.store.rulings import sealed
from server.store.turn import END, MET, OLD, Outcome
from server.store.webhook_outbox import owed

MOVED = ("load", "loads", "availability", "away_reason", "idle_since", "misses", "rests_until", "since")
"""What the desk itself changes of an agent."""
KEPT = {"id", "workspace_id", "shop_id", "customer_id", "created_at"}

FIELDS = Conversation.__struct_fields__
_SAID = ("last_seq", "last_cseq", "last_text", "last_from", "last_at", "updated_at", "public_at", "language")
SPOKEN = frozenset((*_SAID, "pending", "awaiting_since", "dues", "customers_read", "agents_read"))
"""What changes of a conversation while people only talk: a third of the columns, and half of its indexes stay as they are."""


def _updating(names: Iterable[str]) -> Update:
    change = update(t.conversation).where(t.conversation.c.id == bindparam("the_id"))
    return change.values({name: bindparam(name) for name in names})


WHOLE = frozenset(FIELDS) - KEPT
_LASTING = attrgetter(*(WHOLE - SPOKEN))
UPDATES = {names: _updating(names) for names in (SPOKEN, WHOLE)}
"""By what they write; the short one first."""
UPDATE_AGENT = update(t.agent).where(t.agent.c.id == bindparam("the_id")).values({n: bindparam(n) for n in MOVED})
UPDATE_CUSTOMER = (
    update(t.customer)
    .where(t.customer.c.id == bindparam("the_id"), t.customer.c.email == "")
    .values(email=bindparam("the_email"))
)
"""Customers' rows are not locked: of two addresses at once the first stays."""
UPDATE_MET = (
    update(t.customer)
    .where(t.customer.c.id == bindparam("the_id"), t.customer.c.erased_at > 0)
    .values({n: bindparam(f"the_{n}") for n in ("name", "external_id", "locale", "market")} | {"erased_at": 0})
)
UPDATE_VIP = update(t.customer).where(t.customer.c.id == bindparam("the_id")).values(vip=bindparam("the_vip"))
UPDATE_ENTRY = (
    update(t.entry)
    .where(t.entry.c.conversation_id == bindparam("the_id"), t.entry.c.seq == bindparam("the_seq"))
    .values({n: bindparam(n) for n in ("cseq", "state", "body")})
)
END_ASSIGNMENT = (
    update(t.assignment)
    .where(t.assignment.c.conversation_id == bindparam("the_id"), t.assignment.c.ended_at.is_(None))
    .values(ended_at=bindparam("now"))
)
FORGET_ATTENDANCE = delete(t.attendance).where(
    t.attendance.c.number.in_(
        select(t.attendance.c.number)
        .where(t.attendance.c.workspace_id == bindparam("the_workspace"), t.attendance.c.at < bindparam("before"))
        .order_by(t.attendance.c.at)
        .limit(bindparam("most", type_=Integer))
    )
)
CHANGES: dict[str, Any] = {END: END_ASSIGNMENT, OLD: FORGET_ATTENDANCE, MET: UPDATE_MET}


INSERTS = {name: insert(table) for name, table in t.metadata.tables.items()}


async def flush(pen: Pen, outcome: Outcome, sealer: Sealer) -> None:
    """All of it, or an exception and a rollback by the caller."""
    await _write(pen, INSERTS["customer"], [asdict(customer) for customer in outcome.new_customers.values()])
    new = outcome.new_conversations
    await _write(pen, INSERTS["conversation"], [asdict(outcome.conversations[id]) for id in new])
    for names, rows_of in groupby(sorted(_moved(outcome), key=_size), key=itemgetter(0)):
        await _write(pen, UPDATES[names], [_conversation_row(c, names) for _, c in rows_of])
    await _write(pen, UPDATE_AGENT, [_agent_row(agent) for agent in outcome.agents.values()])
    customers = outcome.customers.values()
    await _write(pen, UPDATE_CUSTOMER, [{"the_id": one.id, "the_email": one.email} for one in customers])
    await _write(pen, UPDATE_VIP, [{"the_id": one.id, "the_vip": one.vip} for one in customers])
    rows = zip(outcome.appended, outcome.digests, strict=True)
    await _write(pen, INSERTS["entry"], [_entry_row(entry, digest) for entry, digest in rows])
    await _write(pen, UPDATE_ENTRY, [_amended_row(entry) for entry in outcome.amended])
    await note_terms(pen, outcome)
    await _write(pen, INSERTS["webhook_event"], await owed(pen, (*outcome.appended, *outcome.amended)))
    for name, group in groupby(outcome.rows, key=itemgetter(0)):
        if name != VERDICT:
            await _write(pen, CHANGES.get(name, INSERTS.get(name)), [row for _, row in group])
    rulings = [row for name, row in outcome.rows if name == VERDICT]
    if rulings:
        await _write(pen, INSERTS[VERDICT], await sealed(pen, rulings, sealer))
    if pen.memory:
        pen.memory.conversations.stage(outcome.conversations)
        pen.memory.agents.stage(outcome.agents)


async def _write(pen: Pen, change: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        await pen.write(change, rows)


def _moved(outcome: Outcome) -> Iterator[tuple[frozenset[str], Conversation]]:
    """Conversations that were there before, each with the smallest set of columns that holds all that changed."""
    for id, c in outcome.conversations.items():
        if id not in outcome.new_conversations:
            before = outcome.before.get(id)
            spoken = before is not None and _LASTING(before) == _LASTING(c)
            yield (SPOKEN if spoken else WHOLE), c


def _size(moved: tuple[frozenset[str], Conversation]) -> int:
    return len(moved[0])


def _conversation_row(c: Conversation, names: frozenset[str]) -> dict[str, Any]:
    return {name: getattr(c, name) for name in names} | {"the_id": c.id}


def _agent_row(agent: Agent) -> dict[str, Any]:
    return {name: getattr(agent, name) for name in MOVED} | {"the_id": agent.id}


def _entry_row(entry: Entry, digest: str) -> dict[str, Any]:
    return {
        "conversation_id": entry.conversation_id,
        "seq": entry.seq,
        "workspace_id": entry.workspace_id,
        "cseq": entry.cseq,
        "kind": entry.kind,
        "author_kind": entry.author.kind,
        "author_id": entry.author.id,
        "author_name": entry.author.name,
        "client_id": entry.client_id,
        "digest": digest,
        "state": _state(entry),
        "at": entry.at,
        "body": entry.body,
    }


def _amended_row(entry: Entry) -> dict[str, Any]:
    return {
        "the_id": entry.conversation_id,
        "the_seq": entry.seq,
        "cseq": entry.cseq,
        "state": _state(entry),
        "body": entry.body,
    }


def _state(entry: Entry) -> str:
    return entry.body.state if isinstance(entry.body, Posted) else ""
