"""The engines of every workspace: those it set up itself, then the house's, with what each may cost."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol

from msgspec import Struct

from server.domain.clock import Clock
from server.domain.errors import Refusal
from server.domain.reading import Reading
from server.translation.cached import Cached
from server.translation.chain import Chain, ChainOptions, Failure
from server.translation.detect import Detector
from server.translation.engines import Pairs, Translator
from server.translation.engines.kinds import PAID, AnyOptions
from server.translation.guarded import Guarded, Pay
from server.translation.request import Request
from server.translation.spending import Caps, Spending

FRESH_S = 5.0
SAYS_S = 1.0


class SetUp(Struct, frozen=True):
    """An engine that a workspace set up; `only` these pairs, all when empty."""

    id: str
    options: AnyOptions
    only: Pairs = frozenset()


class Shelf(Protocol):
    """The store's side."""

    async def engines(self, workspace_id: str) -> tuple[SetUp, ...]:
        """A workspace's own engines that are switched on, in their order."""
        ...


class Tools(Struct, frozen=True, kw_only=True):
    """What a workshop works with. `make` refuses with ValueError; `caps` are a workspace's, `options` of every chain."""

    shelf: Shelf
    judge: Detector | None
    spending: Spending
    make: Callable[[AnyOptions], Translator]
    caps: Callable[[str], Awaitable[Caps]]
    options: ChainOptions = ChainOptions()


class Desk(Struct, frozen=True):
    """A workspace's chain, and the short memory before it."""

    set_up: tuple[SetUp, ...]
    chain: Chain
    cached: Cached


class Workshop:
    """One a process. The house's engines keep one guard for all workspaces."""

    def __init__(self, own: tuple[Translator, ...], tools: Tools, clock: Clock) -> None:
        self.own = tuple(Guarded(engine, clock, tools.options) for engine in own)
        self.spending = tools.spending
        self._tools = tools
        self._clock = clock
        self._desks: dict[str, tuple[float, Desk]] = {}

    async def ask(self, workspace_id: str, request: Request, seconds: float) -> Reading | None:
        """A translation that can be believed, or None."""
        return await (await self.desk(workspace_id)).cached.translate(request, seconds)

    async def able(self, workspace_id: str, pair: tuple[str, str]) -> bool:
        """Whether some engine has the pair; True as well when they take too long to say."""
        try:
            async with asyncio.timeout(SAYS_S):
                return pair in await (await self.desk(workspace_id)).chain.pairs()
        except TimeoutError:
            return True

    async def desk(self, workspace_id: str) -> Desk:
        """The workspace's engines as they were set up at most five seconds ago."""
        kept = self._desks.get(workspace_id)
        if kept and self._clock.monotonic() - kept[0] < FRESH_S:
            return kept[1]
        try:
            set_up = await self._tools.shelf.engines(workspace_id)
        except Refusal:
            set_up = kept[1].set_up if kept else ()
        desk = kept[1] if kept and kept[1].set_up == set_up else self._made(workspace_id, set_up, kept and kept[1])
        self._desks[workspace_id] = (self._clock.monotonic(), desk)
        return desk

    def forget(self, workspace_id: str) -> None:
        """Its engines were changed: look again."""
        if kept := self._desks.get(workspace_id):
            self._desks[workspace_id] = (-FRESH_S, kept[1])

    async def caps(self, workspace_id: str) -> Caps:
        """What holds for this workspace."""
        return await self._tools.caps(workspace_id)

    def _made(self, workspace_id: str, set_up: tuple[SetUp, ...], before: Desk | None) -> Desk:
        """Engines that stay as they were keep their guard and what it knows."""
        known = dict(zip(before.set_up, before.chain.engines, strict=False)) if before else {}
        engines = tuple(known.get(each) or self._guarded(each) for each in set_up)
        chain = Chain(
            (*engines, *self.own), self._tools.judge, self._clock, self._tools.options, self._pay(workspace_id)
        )

        async def translate(request: Request, seconds: float) -> Reading | None:
            answer = await chain.translate(request, seconds)
            return None if isinstance(answer, Failure) else answer

        return Desk(set_up, chain, Cached(translate, self._clock))

    def _guarded(self, each: SetUp) -> Guarded:
        return Guarded(self._tools.make(each.options), self._clock, self._tools.options, each.id, each.only)

    def _pay(self, workspace_id: str) -> Pay:
        async def pay(engine: Guarded, characters: int) -> bool:
            if engine.engine.name not in PAID:
                return True
            try:
                free = await self.spending.room(workspace_id, characters, await self.caps(workspace_id))
            except Refusal:  # the store is away: nobody is left without a translation for that
                free = True
            if free:
                self.spending.add(workspace_id, engine.id, characters)
            return free

        return pay
