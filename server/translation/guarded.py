"""An engine with what keeps it from hurting others: its own room, a breaker for each pair and operation, its rests.

One a process for the house's engines, however many workspaces ask them: who keeps failing fails for everybody.
"""

import asyncio
import logging
import random
from collections import OrderedDict, defaultdict
from collections.abc import Awaitable, Callable

from msgspec import Struct
from msgspec.structs import replace

from server.domain.clock import Clock
from server.domain.reading import Reading
from server.translation.breaker import Breaker, BreakerOptions
from server.translation.cached import key_of
from server.translation.detect import Detector
from server.translation.engines import EngineError, Pairs, Translator
from server.translation.glossary import Prepared, missing, prepared, put_back
from server.translation.request import Operation, Request
from server.translation.validate import fault

log = logging.getLogger(__name__)
Key = tuple[str, str, Operation]


TEXTS_FAULT = frozenset({"http_400", "http_413", "http_414", "http_422", "too_large"})
"""What a server says of one text, and not of itself."""
REFUSALS = 500


class GuardOptions(Struct, frozen=True):
    """`at_once` requests an engine, `try_s` seconds a try; a text it made nothing of is not asked again for `refused_s`."""

    at_once: int = 4
    try_s: float = 2.0
    refused_s: float = 60.0
    breaker: BreakerOptions = BreakerOptions()


class Tally(Struct):
    """What tries of one kind have cost: how many, and how long in all."""

    count: int = 0
    seconds: float = 0.0


Pay = Callable[["Guarded", int], Awaitable[bool]]
"""Whether an engine may be sent so many characters; a yes counts them."""


async def free(_engine: "Guarded", _characters: int) -> bool:
    """Nothing costs anything."""
    return True


class Terms(Struct, frozen=True):
    """A workspace's: who judges the language of answers, and who pays."""

    judge: Detector | None = None
    pay: Pay = free


class Guarded:
    """`id` names it among a workspace's engines; `only` are the pairs it may be asked for, all when empty."""

    def __init__(
        self,
        engine: Translator,
        clock: Clock,
        options: GuardOptions | None = None,
        id: str = "",
        only: Pairs = frozenset(),
    ) -> None:
        self.engine = engine
        self.id = id or engine.name
        self.only = only
        self._clock = clock
        self._options = options or GuardOptions()
        self._room = asyncio.Semaphore(self._options.at_once)
        self._breakers: dict[Key, Breaker] = {}
        self._chance = random.Random()
        self._left_alone_until = 0.0
        self._pairs: Pairs = frozenset()
        self._refused: OrderedDict[bytes, tuple[float, str]] = OrderedDict()
        self.stats: dict[tuple[str, str, str, str], Tally] = defaultdict(Tally)

    async def ask(self, request: Request, seconds: float, terms: Terms = Terms()) -> Reading | str:
        """A reading that was judged good within so many seconds, or why there is none."""
        key: Key = (request.source, request.target, request.operation)
        breaker = self._breakers.setdefault(key, Breaker(self._clock, self._options.breaker, self._chance))
        began = self._clock.monotonic()
        if self.only and key[:2] not in self.only:
            return "no_pair"
        digest = key_of(request)
        refused = self._refused.get(digest)
        if refused and began < refused[0]:
            return refused[1]
        if began < self._left_alone_until or not breaker.admits():
            return "resting"
        judged = False
        try:
            ask = prepared(request, inflects=self.engine.inflects)
            outcome = await self._try(ask, min(seconds, self._options.try_s), (breaker, terms))
            if isinstance(outcome, Reading):
                outcome = self._judged(request, ask, outcome, (breaker, terms))
                judged = not isinstance(outcome, Reading)
            if isinstance(outcome, str) and (judged or outcome in TEXTS_FAULT):
                self._refuse(digest, outcome)
        except BaseException:
            breaker.released()
            raise
        name = "ok" if isinstance(outcome, Reading) else outcome
        tally = self.stats[key[0], key[1], key[2], name]
        tally.count += 1
        tally.seconds += self._clock.monotonic() - began
        return outcome

    def _refuse(self, digest: bytes, reason: str) -> None:
        self._refused[digest] = (self._clock.monotonic() + self._options.refused_s, reason)
        while len(self._refused) > REFUSALS:
            self._refused.popitem(last=False)

    async def pairs(self) -> Pairs:
        """What it says it translates; when it does not answer, what it said last."""
        try:
            self._pairs = await self.engine.pairs()
        except EngineError as error:
            log.info("%s does not say what it translates: %s", self.id, error.reason)
        return self._pairs & self.only if self.only else self._pairs

    def state(self, source: str, target: str) -> str:
        """The worst of the pair's breakers: `closed`, `half-open` or `open`; `open` also while it asked to be left alone."""
        if self._clock.monotonic() < self._left_alone_until:
            return "open"
        states = {breaker.state for key, breaker in self._breakers.items() if key[:2] == (source, target)}
        return next((state for state in ("open", "half-open") if state in states), "closed")

    def timed(self, source: str, target: str) -> float:
        """Seconds that a good answer for the pair has taken on average; 0 before the first."""
        good = [tally for key, tally in self.stats.items() if (key[0], key[1], key[3]) == (source, target, "ok")]
        return sum(tally.seconds for tally in good) / max(1, sum(tally.count for tally in good))

    async def _try(self, ask: Prepared, seconds: float, by: tuple[Breaker, Terms]) -> Reading | str:
        (breaker, terms), turn_came = by, False
        try:
            async with asyncio.timeout(seconds), self._room:
                turn_came = True
                if (ask.request.source, ask.request.target) not in await self.engine.pairs():
                    breaker.released()
                    return "no_pair"
                if not await terms.pay(self, len(ask.request.text)):
                    breaker.released()
                    return "cap"
                return await self.engine.translate(ask.request)
        except TimeoutError:
            if not turn_came:  # our own crowd is no fault of the engine
                breaker.released()
                return "busy"
            breaker.failed()
            return "timeout"
        except EngineError as failure:
            breaker.failed()
            self._left_alone_until = self._clock.monotonic() + (failure.after_s or 0.0)
            return failure.reason
        except Exception as wrong:
            log.error("engine %s broke its contract: %s", self.id, type(wrong).__name__)  # never its words
            breaker.failed()
            return "broken"

    def _judged(self, request: Request, ask: Prepared, answer: Reading, by: tuple[Breaker, Terms]) -> Reading | str:
        breaker, terms = by
        reason: str | None = fault(ask.masked, answer.text, (request.source, request.target), terms.judge)
        reason = reason or missing(answer.text, ask.wanted)
        if reason is not None:
            breaker.failed()
            return reason
        breaker.succeeded()
        return replace(answer, language=request.target, text=put_back(answer.text, ask.masked, request.glossary))
