"""Read what a batch of verbs needs, each kind in one statement, locking rows in id order so that batches cannot deadlock."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row, Select, Table, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from server.domain.conversation import Conversation
from server.domain.people import Agent, Author, Customer
from server.domain.timeline import Entry
from server.store import tables as t
from server.store.turn import Key, Needs, World

AGENT_COLUMNS = tuple(t.agent.c[name] for name in Agent.__struct_fields__)


async def load(connection: AsyncConnection, needs: Iterable[Needs], now: int) -> World:
    """The world these verbs will decide in."""
    wanted = list(needs)
    world = World(now=now)
    conversations = {id for n in wanted for id in n.conversations}
    if conversations:
        for row in await connection.execute(_locking(t.conversation, t.conversation.c, conversations)):
            world.conversations[row.id] = Conversation(**row._mapping)
        world.locked = await _held_elsewhere(connection, t.conversation, conversations - set(world.conversations))
    await _agents(connection, wanted, world)
    customers = {id for n in wanted for id in n.customers}
    if customers:
        for row in await connection.execute(select(t.customer).where(t.customer.c.id.in_(sorted(customers)))):
            world.customers[row.id] = Customer(**row._mapping)
    await _entries(connection, wanted, world)
    return world


def _locking(table: Table, columns: Iterable[Any], ids: set[str]) -> Select[Any]:
    """Take the row locks that are free; SQLite, whose one writer holds them all, ignores the clause."""
    query = select(*columns).where(table.c.id.in_(sorted(ids))).order_by(table.c.id)
    return query.with_for_update(skip_locked=True)


async def _held_elsewhere(connection: AsyncConnection, table: Table, missing: set[str]) -> set[str]:
    """Which of the rows that were not handed out exist: another node holds their lock."""
    if not missing or connection.dialect.name == "sqlite":
        return set()
    found = await connection.execute(select(table.c.id).where(table.c.id.in_(sorted(missing))))
    return set(found.scalars())


async def _agents(connection: AsyncConnection, wanted: list[Needs], world: World) -> None:
    owned = {id: world.conversations.get(id) for n in wanted if n.owners for id in n.conversations}
    owners = {id: c.assignee_id for id, c in owned.items() if c and c.assignee_id}
    ids = {id for n in wanted for id in n.agents} | set(owners.values())
    if not ids:
        return
    for row in await connection.execute(_locking(t.agent, AGENT_COLUMNS, ids)):
        world.agents[row.id] = Agent(**row._mapping)
    locked = await _held_elsewhere(connection, t.agent, ids - set(world.agents))
    world.locked |= locked | {id for id, owner in owners.items() if owner in locked}


async def _entries(connection: AsyncConnection, wanted: list[Needs], world: World) -> None:
    keys = {key for n in wanted for key in n.keys if key.conversation_id in world.conversations}
    if keys:
        c = t.entry.c
        query: Select[Any] = select(t.entry).where(
            tuple_(c.conversation_id, c.client_id).in_(sorted({(k.conversation_id, k.client_id) for k in keys}))
        )
        for row in await connection.execute(query):
            entry = entry_of(row)
            world.keys[Key(entry.conversation_id, entry.author.key, entry.client_id)] = (entry, row.digest)
    numbers = {place for n in wanted for place in n.entries}
    if numbers:
        query = select(t.entry).where(tuple_(t.entry.c.conversation_id, t.entry.c.seq).in_(sorted(numbers)))
        for row in await connection.execute(query):
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
