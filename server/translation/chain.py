"""The engines in order: the first answer that can be believed, or a typed reason why there is none."""

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from server.domain.clock import Clock
from server.domain.reading import Reading
from server.translation.detect import Detector
from server.translation.engines import Pairs, Translator
from server.translation.glossary import used
from server.translation.guarded import Guarded, GuardOptions, Pay, Terms, free
from server.translation.request import Request

_LEAST_S = 0.005
"""Of an engine's time; timers may ring a millisecond early, and what is left then is no time to ask another."""


class Failure(Struct, frozen=True):
    """No translation: `no_engine`, `deadline`, `too_long` or `failed`; `tries` say what each engine did."""

    reason: str
    tries: tuple[str, ...] = ()


class ChainOptions(GuardOptions, frozen=True):
    """Texts longer than `longest` are not sent. `first`: for these pairs the engine of that id is asked before others."""

    longest: int = 8000
    first: Mapping[tuple[str, str], str] = {}


class Chain:
    """Asks `engines` in order. It never outlives its deadline and raises nothing but its own cancellation.

    Engines that other chains ask too come with their guard; for one that is this chain's alone it is made here.
    """

    def __init__(
        self,
        engines: tuple[Guarded | Translator, ...],
        judge: Detector | None,
        clock: Clock,
        options: ChainOptions = ChainOptions(),
        pay: Pay = free,
    ) -> None:
        self.engines = tuple(each if isinstance(each, Guarded) else Guarded(each, clock, options) for each in engines)
        self._terms = Terms(judge, pay)
        self._clock = clock
        self._options = options

    def order(self, source: str, target: str) -> tuple[Guarded, ...]:
        """The engines as they are asked for a pair."""
        first = self._options.first.get((source, target), "")
        return tuple(sorted(self.engines, key=lambda engine: engine.id != first))

    def only(self, id: str) -> "Chain":
        """This chain with one engine alone; with all when no id is named."""
        if not id:
            return self
        engines = tuple(each for each in self.engines if each.id == id)
        return Chain(engines, self._terms.judge, self._clock, self._options, self._terms.pay)

    async def translate(self, request: Request, deadline_s: float) -> Reading | Failure:
        """The text for the request's target within `deadline_s` seconds, or why not."""
        if len(request.text) > self._options.longest:
            return Failure("too_long")
        request = replace(request, glossary=used(request.text, request.glossary))
        until = self._clock.monotonic() + deadline_s
        tries: list[str] = []
        for engine in self.order(request.source, request.target):
            left = until - self._clock.monotonic()
            if left < _LEAST_S:
                return Failure("deadline", tuple(tries))
            outcome = await engine.ask(request, left, self._terms)
            if isinstance(outcome, Reading):
                return outcome
            tries.append(f"{engine.id}:{outcome}")
        return Failure(_reason(tries), tuple(tries))

    async def pairs(self) -> Pairs:
        """(from, to) that some engine says it can translate; an engine that does not answer keeps what it said last."""
        return frozenset().union(*[await engine.pairs() for engine in self.engines])


def _reason(tries: list[str]) -> str:
    outcomes = {line.partition(":")[2] for line in tries}
    if outcomes <= {"no_pair"}:
        return "no_engine"
    return "deadline" if outcomes <= {"timeout", "busy"} else "failed"
