"""The desk's lists: pages of conversations and how many there are."""

from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from server.domain.conversation import Conversation
from server.domain.errors import Refusal
from server.domain.people import Actor
from server.domain.presets import Filter
from server.store import tables as t
from server.store.narrowing import narrowed
from server.store.reads import Reads

VIEWS = ("mine", "queue", "all", "closed", "held")


class Asked(Struct, frozen=True, kw_only=True):
    """A page of a view: from `cursor` on, `limit` lines; with a filter `all` is everything, else all that is not closed."""

    view: str = "all"
    cursor: str = ""
    limit: int = 50
    filter: Filter | None = None


class Lists:
    """Pages by time and id, so that a page stays right while the list moves."""

    def __init__(self, reads: Reads) -> None:
        self._reads = reads

    async def page(self, actor: Actor, asked: Asked) -> tuple[list[Conversation], str]:
        """A page and the cursor of the next one (empty at the end). Refuses `bad_request` for a foreign cursor."""
        c = t.conversation.c
        view, cursor, limit = asked.view, asked.cursor, asked.limit
        oldest_first = view == "queue"
        stamp = c.waiting_since if oldest_first else c.last_at
        query = select(t.conversation).where(_seen(actor))
        if not (asked.filter and view == "all"):
            query = query.where(_view(actor, view))
        if asked.filter:
            query = query.where(*narrowed(actor, asked.filter))
        if cursor:
            at, id = _read_cursor(cursor)
            later = or_(stamp > at, and_(stamp == at, c.id > id))
            earlier = or_(stamp < at, and_(stamp == at, c.id > id))
            query = query.where(later if oldest_first else earlier)
        query = query.order_by(stamp if oldest_first else stamp.desc(), c.id)
        rows = [Conversation(**row._mapping) for row in await self._reads.rows(query.limit(limit + 1))]
        if len(rows) <= limit:
            return rows, ""
        last = rows[limit - 1]
        return rows[:limit], f"{last.waiting_since if oldest_first else last.last_at}:{last.id}"

    async def counts(self, actor: Actor) -> dict[str, int]:
        """How many each view holds, in one statement."""
        columns: list[Any] = [func.count().filter(_view(actor, view)).label(view) for view in VIEWS if view != "closed"]
        query = select(*columns).where(_seen(actor), t.conversation.c.status != "closed")
        return {key: int(value) for key, value in (await self._reads.rows(query))[0]._mapping.items()}


def _seen(actor: Actor) -> ColumnElement[bool]:
    """What `rights.may_see` says of an agent, where rows are picked."""
    c = t.conversation.c
    mine = c.workspace_id == actor.workspace_id
    return and_(mine, c.shop_id.in_(actor.shop_ids)) if actor.shop_ids else mine


def _view(actor: Actor, view: str) -> ColumnElement[bool]:
    c = t.conversation.c
    match view:
        case "mine":
            return and_(c.assignee_id == actor.id, c.status.in_(("offered", "assigned", "snoozed")))
        case "queue":
            return c.status == "waiting"
        case "closed":
            return c.status == "closed"
        case "held":
            return exists().where(t.entry.c.conversation_id == c.id, t.entry.c.state == "held")
        case _:
            return c.status != "closed"


def _read_cursor(cursor: str) -> tuple[int, str]:
    at, _, id = cursor.partition(":")
    if not (at.isascii() and at.isdigit()) or len(at) > 16 or not id:
        raise Refusal("bad_request", "cursor")
    return int(at), id
