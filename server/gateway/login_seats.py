"""Which logins agents' sockets of this process came in by, so that a login that ended closes them, whichever node ended it."""

import asyncio
from collections.abc import Awaitable, Callable, Collection

import structlog

from server.domain.errors import Refusal
from server.domain.people import Actor
from server.gateway.doors import Seats

log = structlog.get_logger()
Good = Callable[[Collection[str]], Awaitable[set[str]]]


class LoginSeats:
    """Keeps count beside presence. `good` asks the store which logins live; `show_out` is told of one that does not."""

    def __init__(self, presence: Seats, good: Good, show_out: Callable[[Actor], Awaitable[None]]) -> None:
        self._presence = presence
        self._good = good
        self._show_out = show_out
        self._seated: dict[str, Actor] = {}
        self._soon: asyncio.Task[None] | None = None
        self._again = False

    @property
    def logins(self) -> set[str]:
        """The names of all logins with a socket here."""
        return {actor.session_id for actor in self._seated.values()}

    def arrived(self, actor: Actor, connection_id: str) -> None:
        """An agent's socket is here."""
        self._seated[connection_id] = actor
        self._presence.arrived(actor, connection_id)

    def left(self, actor: Actor, connection_id: str) -> None:
        """It is gone."""
        self._seated.pop(connection_id, None)
        self._presence.left(actor, connection_id)

    async def look(self) -> None:
        """Compare with the store, in one question; whose login ended is shown out."""
        if not (logins := self.logins):
            return
        ended = logins - await self._good(logins)
        for actor in {a.session_id: a for a in self._seated.values() if a.session_id in ended}.values():
            await self._show_out(actor)

    def look_soon(self) -> None:
        """Somebody says that a login ended. Looks at once, and once more when told again meanwhile."""
        if self._soon and not self._soon.done():
            self._again = True
        else:
            self._soon = asyncio.create_task(self._look(), name="logins-look")

    async def _look(self) -> None:
        self._again = True
        while self._again:
            self._again = False
            try:
                await self.look()
            except Refusal as refusal:
                log.info("logins.not_compared", code=refusal.code)
