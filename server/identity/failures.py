"""Logins that failed, in the sealed log of the desk whose account it was: a line in a while for each, however many come."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from typing import Protocol

from server.domain.addresses import shortened
from server.domain.clock import Clock
from server.domain.errors import Refusal
from server.domain.people import Agent
from server.store.audit import Deed

PAUSE_MS = 600_000
MOST = 10_000
"""Accounts kept in mind at a time; who is forgotten is only noted once more."""


class Noted(Protocol):
    """Tools whose next change is one line of the log."""

    async def noted(self) -> None:
        """Nothing changes, and it is noted."""
        ...


class Failures:
    """Noted beside the answer, which takes no longer for it: how long it takes tells nobody whether there is such an account."""

    def __init__(self, noting: Callable[[Deed], Noted], clock: Clock) -> None:
        self._noting = noting
        self._clock = clock
        self._last: OrderedDict[tuple[str, str], int] = OrderedDict()
        self._tasks: set[asyncio.Task[None]] = set()

    def password(self, agent: Agent, address: str) -> None:
        """A wrong password for this account."""
        self._note(Deed(agent=agent, action="login.refused", target=agent.id, address=shortened(address)))

    def code(self, agent: Agent, address: str) -> None:
        """The right password and a wrong code."""
        self._note(Deed(agent=agent, action="login.wrong_code", target=agent.id, address=shortened(address)))

    def _note(self, deed: Deed) -> None:
        key, now = (deed.agent.id, deed.action), self._clock.now()
        if now - self._last.get(key, -PAUSE_MS) < PAUSE_MS:
            return
        self._last[key] = now
        self._last.move_to_end(key)
        if len(self._last) > MOST:
            self._last.popitem(last=False)
        task = asyncio.create_task(self._write(deed))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _write(self, deed: Deed) -> None:
        try:
            await self._noting(deed).noted()
        except Refusal:  # the store is away; the next one is noted
            self._last.pop((deed.agent.id, deed.action), None)
