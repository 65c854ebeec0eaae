"""How a desk gave its work, read in pages: no read is long, however long the time that is asked for."""

from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, Row, Select, exists, func, select, tuple_

from server.domain.past import Facts, Lost, Mark, Spell
from server.store import tables as t
from server.store.reads import Reads

PAGE = 1000
LOOK_BACK_MS = 30 * 86_400_000
"""How far before a time the last word about somebody's availability is looked for."""
FACTS = tuple(t.conversation.c[name] for name in Facts.__struct_fields__)


class Given(Struct, frozen=True):
    """An assignment with the decision that was written down about it, JSON; a hand's has none."""

    fence: int
    agent_id: str
    started_at: int
    ended_at: int | None
    step: str
    decision: str


class History:
    """Questions about what was, for replay and explanation; whoever calls has checked the right to them."""

    def __init__(self, reads: Reads) -> None:
        self._reads = reads

    async def spells(self, workspace_id: str, since: int, until: int, most: int) -> list[Spell]:
        """Assignments that began in [since, until), the newest first, `most` at most."""
        a = t.assignment.c
        routed = (a.decision != "").label("routed")
        own = (a.fence, a.agent_id, a.started_at, a.ended_at, a.waiting_since, a.step, routed)
        query = select(*FACTS, *own, t.conversation.c.waiting_since.label("kept")).join_from(
            t.assignment, t.conversation, t.conversation.c.id == a.conversation_id
        )
        mine = query.where(a.workspace_id == workspace_id, a.started_at >= since, a.started_at < until)
        rows = await self._pages(mine, (a.started_at, a.conversation_id, a.fence), most)
        return [_spell(row) for row in rows]

    async def lost(self, workspace_id: str, since: int, until: int, most: int) -> list[Lost]:
        """Waits that began in [since, until) and that nobody ended, the newest activity first."""
        c, a = t.conversation.c, t.assignment.c
        taken = exists().where(a.conversation_id == c.id, a.started_at >= c.waiting_since)
        query = select(*FACTS, c.waiting_since, c.status, c.last_at).where(
            c.workspace_id == workspace_id,
            c.status.in_(("waiting", "closed")),
            c.last_at >= since,
            c.waiting_since >= since,
            c.waiting_since < until,
            ~taken,
        )
        rows = await self._pages(query, (c.last_at, c.id), most)
        return [Lost(_facts(row), row.waiting_since, row.last_at if row.status == "closed" else None) for row in rows]

    async def marks(self, workspace_id: str, since: int, until: int, most: int) -> list[Mark]:
        """Everybody's changes of availability in [since, until), the oldest first, after the last one before."""
        c = t.attendance.c
        mine = (c.workspace_id == workspace_id, c.at < until)
        last = select(func.max(c.number)).where(*mine, c.at < since, c.at >= since - LOOK_BACK_MS).group_by(c.agent_id)
        before = await self._reads.rows(select(c.number, c.agent_id, c.at, c.availability).where(c.number.in_(last)))
        query = select(c.number, c.agent_id, c.at, c.availability).where(*mine, c.at >= since)
        rows = await self._pages(query, (c.at, c.number), most)
        ordered = sorted({row.number: row for row in (*before, *rows)}.values(), key=lambda row: (row.at, row.number))
        return [Mark(row.agent_id, row.at, row.availability) for row in ordered]

    async def given(self, workspace_id: str, conversation_id: str, limit: int = 200) -> list[Given]:
        """Everybody who had a conversation, in order; the newest `limit`."""
        c = t.assignment.c
        columns = (c.fence, c.agent_id, c.started_at, c.ended_at, c.step, c.decision)
        query = select(*columns).where(c.workspace_id == workspace_id, c.conversation_id == conversation_id)
        rows = await self._reads.rows(query.order_by(c.fence.desc()).limit(limit))
        return [Given(**row._mapping) for row in reversed(rows)]

    async def _pages(self, query: Select[Any], place: tuple[ColumnElement[Any], ...], most: int) -> list[Row[Any]]:
        """The rows with the greatest places, the greatest first, a page at a time."""
        found: list[Row[Any]] = []
        ordered = query.add_columns(*(column.label(f"place_{n}") for n, column in enumerate(place)))
        ordered = ordered.order_by(*(column.desc() for column in place))
        page = ordered.limit(min(PAGE, most))
        while rows := await self._reads.rows(page):
            found += rows[: most - len(found)]
            if len(rows) < PAGE or len(found) >= most:
                break
            after = tuple(rows[-1][-len(place) :])
            page = ordered.where(place[0] <= after[0], tuple_(*place) < after).limit(PAGE)
        return found


def _facts(row: Row[Any]) -> Facts:
    return Facts(*row[: len(FACTS)])


def _spell(row: Row[Any]) -> Spell:
    """Older rows do not say since when it waited; their conversation may still know."""
    kept = row.kept if 0 < row.kept <= row.started_at else row.started_at
    return Spell(
        facts=_facts(row),
        fence=row.fence,
        agent_id=row.agent_id,
        started_at=row.started_at,
        ended_at=row.ended_at,
        waiting_since=row.waiting_since or kept,
        step=row.step,
        routed=row.routed,
    )
