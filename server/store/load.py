"""Read what a batch of verbs needs, each kind in one statement, locking rows in id order so that batches cannot deadlock."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row, Select, Table, bindparam, select, tuple_

from server.domain.conversation import Conversation
from server.domain.people import Agent, Author, Customer
from server.domain.timeline import Entry
from server.store import tables as t
from server.store.pen import Pen
from server.store.turn import Key, Needs, World

AGENT_COLUMNS = tuple(t.agent.c[name] for name in Agent.__struct_fields__)


def _locking(table: Table, columns: Iterable[Any]) -> Select[Any]:
    """Take the row locks that are free; SQLite, whose one writer holds them all, ignores the clause."""
    query = select(*columns).where(table.c.id.in_(bindparam("ids", expanding=True))).order_by(table.c.id)
    return query.with_for_update(skip_locked=True)


def _some(table: Table, *columns: Any) -> Select[Any]:
    return select(*columns).where(table.c.id.in_(bindparam("ids", expanding=True)))


CONVERSATIONS = _locking(t.conversation, t.conversation.c)
AGENTS = _locking(t.agent, AGENT_COLUMNS)
CUSTOMERS = _some(t.customer, *t.customer.c)
EXISTING = {table: _some(table, table.c.id) for table in (t.conversation, t.agent)}
UNIQUE = (t.entry.c.conversation_id, t.entry.c.author_kind, t.entry.c.author_id, t.entry.c.client_id)
BY_KEY = select(t.entry).where(tuple_(*UNIQUE).in_(bindparam("keys", expanding=True)))
BY_NUMBER = select(t.entry).where(
    tuple_(t.entry.c.conversation_id, t.entry.c.seq).in_(bindparam("places", expanding=True))
)


async def load(pen: Pen, needs: Iterable[Needs], now: int) -> World:
    """The world these verbs will decide in."""
    wanted = list(needs)
    world = World(now=now)
    conversations = {id for n in wanted for id in n.conversations}
    if conversations:
        await _conversations(pen, conversations, world)
    await _agents(pen, wanted, world)
    customers = {id for n in wanted for id in n.customers}
    if customers:
        for row in await pen.read(CUSTOMERS, ids=sorted(customers)):
            world.customers[row.id] = Customer(**row._asdict())
    await _entries(pen, wanted, world)
    return world


async def _conversations(pen: Pen, ids: set[str], world: World) -> None:
    kept = pen.memory and pen.memory.conversations
    found = kept.some(ids) if kept else {}
    missing = ids.difference(found)
    if missing:
        read = {row.id: Conversation(**row._asdict()) for row in await pen.read(CONVERSATIONS, ids=sorted(missing))}
        if kept:
            kept.seen(read)
        found |= read
    world.conversations |= found
    world.outcome.before |= found
    world.locked = await _held_elsewhere(pen, t.conversation, ids.difference(found))


async def _held_elsewhere(pen: Pen, table: Table, missing: set[str]) -> set[str]:
    """Which of the rows that were not handed out exist: another node holds their lock."""
    if not missing or pen.embedded:
        return set()
    return {row.id for row in await pen.read(EXISTING[table], ids=sorted(missing))}


async def _agents(pen: Pen, wanted: list[Needs], world: World) -> None:
    owned = {id: world.conversations.get(id) for n in wanted if n.owners for id in n.conversations}
    owners = {id: c.assignee_id for id, c in owned.items() if c and c.assignee_id}
    ids = {id for n in wanted for id in n.agents} | set(owners.values())
    if not ids:
        return
    kept = pen.memory and pen.memory.agents
    found = kept.some(ids) if kept else {}
    missing = ids.difference(found)
    if missing:
        read = {row.id: Agent(**row._asdict()) for row in await pen.read(AGENTS, ids=sorted(missing))}
        if kept:
            kept.seen(read)
        found |= read
    world.agents |= found
    locked = await _held_elsewhere(pen, t.agent, ids - set(world.agents))
    world.locked |= locked | {id for id, owner in owners.items() if owner in locked}


async def _entries(pen: Pen, wanted: list[Needs], world: World) -> None:
    keys = {
        (key.conversation_id, *key.author.split(":", 1), key.client_id)
        for n in wanted
        for key in n.keys
        if key.conversation_id in world.conversations
    }
    if keys:
        for row in await pen.read(BY_KEY, keys=sorted(keys)):
            entry = entry_of(row)
            world.keys[Key(entry.conversation_id, entry.author.key, entry.client_id)] = (entry, row.digest)
    numbers = {place for n in wanted for place in n.entries}
    if numbers:
        for row in await pen.read(BY_NUMBER, places=sorted(numbers)):
            world.entries[row.conversation_id, row.seq] = entry_of(row)


def entry_of(row: Row[Any]) -> Entry:
    """A line of the log from its row."""
    return Entry(
        workspace_id=row.workspace_id,
        conversation_id=row.conversation_id,
        seq=row.seq,
        cseq=row.cseq,
        author=Author(row.author_kind, row.author_id, row.author_name),
        client_id=row.client_id,
        at=row.at,
        body=row.body,
    )
