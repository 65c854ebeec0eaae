"""Finding by words: full-text on both databases, the newest first, within the asker's workspace."""

from typing import Any

from msgspec import Struct
from sqlalchemy import Select, and_, bindparam, false, func, literal_column, or_, select, text

from server.domain import rights
from server.domain.conversation import Conversation
from server.domain.people import Actor, Customer
from server.domain.terms import Phrase
from server.domain.timeline import Entry
from server.store import tables as t
from server.store.indexing import tenant
from server.store.load import entry_of
from server.store.reads import Reads

MOST = 200
"""Lines looked at for one question; the newest."""
LATELY = 15_000
"""PostgreSQL sorts all that fits: of a frequent word that would be half of the log, so the newest lines are asked first."""


class Hit(Struct, frozen=True):
    """A line of a log (`entry_seq`) about the entry `seq`, or a customer's card (`customer`), that has all the terms."""

    kind: str
    conversation_id: str
    customer_id: str
    entry_seq: int
    seq: int


COLUMNS = tuple(t.searched.c[name] for name in Hit.__struct_fields__)


class Search:
    """Questions by words. Rights are asked of each conversation before it is handed out."""

    def __init__(self, reads: Reads, *, embedded: bool) -> None:
        self._reads = reads
        self._embedded = embedded

    async def find(self, actor: Actor, phrases: tuple[Phrase, ...]) -> list[Hit]:
        """The newest lines and cards with all these phrases."""
        if self._embedded:
            return await self._hits(_embedded(actor, phrases))
        newest = (await self._reads.rows(select(func.max(t.searched.c.number))))[0][0] or 0
        lately = await self._hits(_served(actor, phrases, newest - LATELY))
        return lately if len(lately) == MOST or newest <= LATELY else await self._hits(_served(actor, phrases, 0))

    async def _hits(self, query: Select[Any]) -> list[Hit]:
        return [Hit(**row._mapping) for row in await self._reads.rows(query)]

    async def conversations(self, actor: Actor, ids: list[str]) -> dict[str, Conversation]:
        """Those of these conversations that the actor may see."""
        return {c.id: c for c in await self._reads.some(ids) if rights.may_see(actor, c)}

    async def of_customers(self, actor: Actor, ids: list[str], limit: int) -> list[Conversation]:
        """What these customers have with the desk, the newest first."""
        c = t.conversation.c
        query = select(t.conversation).where(c.workspace_id == actor.workspace_id, c.customer_id.in_(ids))
        rows = await self._reads.rows(query.order_by(c.last_at.desc()).limit(limit))
        found = (Conversation(**row._mapping) for row in rows)
        return [c for c in found if rights.may_see(actor, c)]

    async def entries(self, places: list[tuple[str, int]]) -> dict[tuple[str, int], Entry]:
        """These lines; whoever calls has checked the right to their conversations."""
        c = t.entry.c
        each = [and_(c.conversation_id == id, c.seq == seq) for id, seq in places]  # of pairs SQLite uses no index
        rows = await self._reads.rows(select(t.entry).where(or_(false(), *each)))
        return {(row.conversation_id, row.seq): entry_of(row) for row in rows}

    async def customers(self, actor: Actor, ids: list[str]) -> dict[str, Customer]:
        """These cards."""
        c = t.customer.c
        query = select(t.customer).where(c.workspace_id == actor.workspace_id, c.id.in_(ids))
        return {row.id: Customer(**row._mapping) for row in await self._reads.rows(query)}


def _embedded(actor: Actor, phrases: tuple[Phrase, ...]) -> Select[Any]:
    asked = [f'"{" ".join(phrase.terms)}"{" *" if phrase.open else ""}' for phrase in phrases]
    words = " AND ".join([f'"{tenant(actor.workspace_id)}"', *asked])
    return (
        select(*COLUMNS)
        .select_from(text("searched_terms"))
        .join(t.searched, t.searched.c.number == literal_column("searched_terms.rowid"))
        .where(text("searched_terms MATCH :words").bindparams(bindparam("words", words)))
        .where(t.searched.c.workspace_id == actor.workspace_id)
        .order_by(literal_column("searched_terms.rowid").desc())
        .limit(MOST)
    )


def _served(actor: Actor, phrases: tuple[Phrase, ...], after: int) -> Select[Any]:
    """All that fits is found before it is sorted: else the planner may walk the whole log for a rare word."""
    asked = [" <-> ".join(_spelt(phrase)) for phrase in phrases]
    words = " & ".join([f"'{tenant(actor.workspace_id)}'", *(f"({one})" for one in asked)])
    c = t.searched.c
    fits = c.terms.op("@@")(text("CAST(:words AS tsquery)").bindparams(bindparam("words", words)))
    found = select(*COLUMNS, c.number).where(fits, c.workspace_id == actor.workspace_id, c.number > after)
    hits = found.cte("hits").prefix_with("MATERIALIZED", dialect="postgresql")
    return select(*(hits.c[column.name] for column in COLUMNS)).order_by(hits.c.number.desc()).limit(MOST)


def _spelt(phrase: Phrase) -> list[str]:
    spelt = [f"'{term}'" for term in phrase.terms]
    return [*spelt[:-1], f"{spelt[-1]}:*" if phrase.open else spelt[-1]]
