"""The engines in order: the first answer that can be believed, or a typed reason why there is none."""

import asyncio
import logging
from collections import defaultdict

from msgspec import Struct

from server.domain.clock import Clock
from server.domain.reading import Reading
from server.translation.breaker import Breaker, BreakerOptions
from server.translation.detect import Detector
from server.translation.engines import EngineError, Pairs, Translator
from server.translation.protect import Masked, mask, restore
from server.translation.request import Request
from server.translation.validate import fault

log = logging.getLogger(__name__)


class Failure(Struct, frozen=True):
    """No translation: `no_engine`, `deadline`, `too_long` or `failed`; `tries` say what each engine did."""

    reason: str
    tries: tuple[str, ...] = ()


class ChainOptions(Struct, frozen=True):
    """`at_once` requests an engine, `try_s` seconds a try; texts longer than `longest` are not sent."""

    at_once: int = 4
    try_s: float = 2.0
    longest: int = 8000
    breaker: BreakerOptions = BreakerOptions()


class Tally(Struct):
    """What tries of one kind have cost: how many, and how long in all."""

    count: int = 0
    seconds: float = 0.0


class Chain:
    """Asks `engines` in order. It never outlives its deadline and raises nothing but its own cancellation."""

    def __init__(
        self,
        engines: tuple[Translator, ...],
        detector: Detector | None,
        clock: Clock,
        options: ChainOptions | None = None,
    ) -> None:
        self._engines = engines
        self._detector = detector
        self._clock = clock
        self._options = options or ChainOptions()
        self._room = {engine.name: asyncio.Semaphore(self._options.at_once) for engine in engines}
        self._breakers: dict[tuple[str, str, str], Breaker] = {}
        self._left_alone_until: dict[str, float] = {}
        self._pairs: dict[str, Pairs] = {}
        self.stats: dict[tuple[str, str, str, str], Tally] = defaultdict(Tally)

    async def translate(self, request: Request, deadline_s: float) -> Reading | Failure:
        """The text for the request's target within `deadline_s` seconds, or why not."""
        if len(request.text) > self._options.longest:
            return Failure("too_long")
        masked = mask(request.text, request.kept)
        until = self._clock.monotonic() + deadline_s
        tries: list[str] = []
        for engine in self._engines:
            left = until - self._clock.monotonic()
            if left <= 0:
                return Failure("deadline", tuple(tries))
            outcome = await self._ask(engine, request, masked, min(left, self._options.try_s))
            if isinstance(outcome, Reading):
                return outcome
            tries.append(f"{engine.name}:{outcome}")
        return Failure(_reason(tries), tuple(tries))

    async def pairs(self) -> Pairs:
        """(from, to) that some engine says it can translate; an engine that does not answer keeps what it said last."""
        for engine in self._engines:
            try:
                self._pairs[engine.name] = await engine.pairs()
            except EngineError as error:
                log.info("%s does not say what it translates: %s", engine.name, error.reason)
        return frozenset().union(*self._pairs.values())

    def levels(self) -> dict[tuple[str, str, str], str]:
        """For the health page: (engine, source, target) -> state of its breaker."""
        return {key: breaker.state for key, breaker in self._breakers.items()}

    async def _ask(self, engine: Translator, request: Request, masked: Masked, seconds: float) -> Reading | str:
        key = (engine.name, request.source, request.target)
        if key not in self._breakers:
            self._breakers[key] = Breaker(self._clock, self._options.breaker)
        breaker = self._breakers[key]
        began = self._clock.monotonic()
        if began < self._left_alone_until.get(engine.name, 0.0) or not breaker.admits():
            return "resting"
        try:
            outcome = await self._try(engine, request, masked, seconds, breaker)
        except BaseException:
            breaker.released()
            raise
        tally = self.stats[*key, "ok" if isinstance(outcome, Reading) else outcome]
        tally.count += 1
        tally.seconds += self._clock.monotonic() - began
        return outcome

    async def _try(
        self, engine: Translator, request: Request, masked: Masked, seconds: float, breaker: Breaker
    ) -> Reading | str:
        turn_came = False
        try:
            async with asyncio.timeout(seconds), self._room[engine.name]:
                turn_came = True
                if (request.source, request.target) not in await engine.pairs():
                    breaker.released()
                    return "no_pair"
                answer = await engine.translate(_masked_request(request, masked))
        except TimeoutError:
            if not turn_came:  # our own crowd is no fault of the engine
                breaker.released()
                return "busy"
            breaker.failed()
            return "timeout"
        except EngineError as failure:
            breaker.failed()
            self._left_alone_until[engine.name] = self._clock.monotonic() + (failure.after_s or 0.0)
            return failure.reason
        except Exception as wrong:
            log.error("engine %s broke its contract: %s", engine.name, type(wrong).__name__)  # never its words
            breaker.failed()
            return "broken"
        return self._judged(request, masked, answer, breaker)

    def _judged(self, request: Request, masked: Masked, answer: Reading, breaker: Breaker) -> Reading | str:
        reason = fault(masked, answer.text, (request.source, request.target), self._detector)
        if reason is not None:
            breaker.failed()
            return reason
        breaker.succeeded()
        text = restore(answer.text, masked.entities)
        return Reading(language=request.target, text=text, engine=answer.engine, confidence=answer.confidence)


def _masked_request(request: Request, masked: Masked) -> Request:
    return Request(
        text=masked.text, source=request.source, target=request.target, html=request.html,
        formality=request.formality, glossary=request.glossary,
    )  # fmt: skip


def _reason(tries: list[str]) -> str:
    outcomes = {line.partition(":")[2] for line in tries}
    if outcomes <= {"no_pair"}:
        return "no_engine"
    return "deadline" if outcomes <= {"timeout", "busy"} else "failed"
