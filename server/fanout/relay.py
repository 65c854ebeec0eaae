"""The backstop: tells what was not told, from the database, whatever became of the bus."""

from collections.abc import Iterable
from typing import Protocol

from server.domain.conversation import Conversation
from server.domain.people import Actor
from server.domain.timeline import Entry
from server.fanout import bus
from server.fanout.publisher import Publisher

PAGE = 300


class Source(Protocol):
    """The store, as far as the relay asks it."""

    async def some(self, ids: list[str]) -> list[Conversation]:
        """Conversations by id."""
        ...

    async def changed(self, since: int, limit: int = 500) -> list[Conversation]:
        """Conversations touched since a time."""
        ...

    async def entries(self, actor: Actor, id: str, after: int, limit: int) -> tuple[Entry, ...]:
        """A part of a series."""
        ...


class Relay:
    """Compares what this node told its followers with what the database holds."""

    def __init__(self, source: Source, publisher: Publisher) -> None:
        self._source = source
        self._publisher = publisher
        self._since = 0

    async def followed(self, ids: Iterable[str]) -> int:
        """Tell the followers of these conversations what they have not been told. Answers how many were behind."""
        told = self._publisher.told
        behind = [c for c in await self._source.some(sorted(ids)) if told.behind(c)]
        for c in behind:
            mark = told.mark(c.id)
            desk = Actor(kind="system", id="relay", workspace_id=c.workspace_id)
            shopper = Actor(kind="customer", id=c.customer_id, workspace_id=c.workspace_id)
            appended = await self._source.entries(desk, c.id, mark.seq, PAGE)
            public = await self._source.entries(shopper, c.id, mark.cseq, PAGE)
            known = {entry.seq for entry in appended}
            released = tuple(entry for entry in public if entry.seq not in known)
            self._publisher.tell(bus.News(conversation=c, appended=appended, released=released))
        return len(behind)

    async def lists(self, now: int, overlap_ms: int = 10_000) -> None:
        """Tell the desks of conversations that changed without this node hearing of it."""
        changed = await self._source.changed(self._since or now)
        fresh = [c for c in changed if self._publisher.told.state(c)]
        for workspace_id in {c.workspace_id for c in fresh}:
            news = bus.DeskNews(conversations=tuple(c for c in fresh if c.workspace_id == workspace_id))
            self._publisher.tell_desk(workspace_id, news)
        newest = max((c.updated_at for c in changed), default=now)
        self._since = max(self._since, newest - overlap_ms)
