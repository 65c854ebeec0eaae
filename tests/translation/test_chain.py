"""The chain: the first answer that can be believed, within the deadline, whatever the engines do."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx2
import pytest

from server.domain.clock import SystemClock
from server.domain.reading import Reading
from server.translation.breaker import Breaker, BreakerOptions
from server.translation.chain import Chain, ChainOptions, Failure
from server.translation.detect import Detector
from server.translation.engines.libretranslate import LibreTranslate, LibreTranslateOptions
from server.translation.engines.pseudo import Pseudo
from server.translation.engines.wire import by_client
from server.translation.request import Request
from tests.support.libretranslate import LibreTranslateServer, libretranslate
from tests.translation.conftest import HandClock

TEXT = "Please look at my order #1001 for 25 €, it is not here and I am waiting"
REQUEST = Request(text=TEXT, source="en", target="de")
SPARE = Pseudo(frozenset({("en", "de")}))
CAREFUL = ChainOptions(breaker=BreakerOptions(failures=2, rest_s=30, jitter=0))


@asynccontextmanager
async def engine_and_server() -> AsyncIterator[tuple[LibreTranslate, LibreTranslateServer]]:
    async with libretranslate() as server, httpx2.AsyncClient(timeout=5.0) as client:
        yield LibreTranslate(LibreTranslateOptions(url=server.url), by_client(client), SystemClock()), server


async def test_a_good_answer_has_its_entities_back(detector: Detector) -> None:
    async with engine_and_server() as (engine, server):
        reading = await Chain((engine,), detector, SystemClock()).translate(REQUEST, 5.0)
        assert isinstance(reading, Reading)
        assert (reading.language, reading.engine) == ("de", "libretranslate")
        assert "#1001" in reading.text
        assert "25 €" in reading.text
        assert "1001" not in server.asked[0]["q"]


@pytest.mark.parametrize(
    ("mode", "reason"),
    [
        ("error", "http_500"),
        ("rate_limited", "rate_limited"),
        ("garbage", "garbage"),
        ("huge", "too_large"),
        ("untranslated", "same"),
        ("wrong_language", "language"),
        ("drops_mark", "marks"),
        ("doubles_mark", "marks"),
        ("invents", "invented"),
        ("wrong_digits", "digits"),
        ("stutters", "repetition"),
    ],
)
async def test_a_bad_answer_is_a_failed_engine_and_the_next_one_is_asked(
    detector: Detector, mode: str, reason: str
) -> None:
    async with engine_and_server() as (engine, server):
        server.mode = mode
        chain = Chain((engine,), detector, SystemClock())
        assert await chain.translate(REQUEST, 5.0) == Failure("failed", (f"libretranslate:{reason}",))
        spared = await Chain((engine, SPARE), None, SystemClock()).translate(REQUEST, 5.0)
        if reason != "language":  # nobody judges the language without a detector
            assert isinstance(spared, Reading)
            assert spared.text == f"[de] {TEXT}"


async def test_a_slow_engine_leaves_time_for_the_next() -> None:
    async with engine_and_server() as (engine, server):
        server.mode = "slow"
        chain = Chain((engine, SPARE), None, SystemClock(), ChainOptions(try_s=0.1))
        reading = await chain.translate(REQUEST, 5.0)
        assert isinstance(reading, Reading)
        assert reading.engine == "pseudo"
        assert chain.engines[0].stats["en", "de", "read", "timeout"].count == 1
        assert chain.engines[1].stats["en", "de", "read", "ok"].count == 1


async def test_the_deadline_holds_over_all_engines() -> None:
    async with engine_and_server() as (engine, server):
        server.mode = "slow"
        chain = Chain((engine, SPARE), None, SystemClock())
        assert await chain.translate(REQUEST, 0.1) == Failure("deadline", ("libretranslate:timeout",))
        assert await chain.translate(REQUEST, 0.0) == Failure("deadline")


async def test_no_engine_for_a_pair_is_no_fault_of_the_engine() -> None:
    chain = Chain((SPARE,), None, SystemClock(), CAREFUL)
    other = Request(text=TEXT, source="en", target="fr")
    for _ in range(4):
        assert await chain.translate(other, 1.0) == Failure("no_engine", ("pseudo:no_pair",))
    assert await Chain((), None, SystemClock()).translate(REQUEST, 1.0) == Failure("no_engine")
    assert (await chain.translate(Request(text="x" * 8001, source="en", target="de"), 1.0)) == Failure("too_long")


async def test_an_engine_that_keeps_failing_rests_and_is_probed_once(clock: HandClock) -> None:
    async with engine_and_server() as (engine, server):
        chain = Chain((engine,), None, clock, CAREFUL)
        server.mode = "error"
        for _ in range(2):
            await chain.translate(REQUEST, 5.0)
        asked = len(server.asked)
        assert await chain.translate(REQUEST, 5.0) == Failure("failed", ("libretranslate:resting",))
        assert len(server.asked) == asked
        assert chain.engines[0].state("en", "de") == "open"
        other = Request(text="Where is it?", source="en", target="es")
        server.mode = "well"
        assert isinstance(await chain.translate(other, 5.0), Reading)
        clock.seconds += 31
        assert isinstance(await chain.translate(REQUEST, 5.0), Reading)
        assert chain.engines[0].state("en", "de") == "closed"


async def test_a_text_that_an_engine_made_nothing_of_is_not_asked_again_at_once(clock: HandClock) -> None:
    async with engine_and_server() as (engine, server):
        chain = Chain((engine, SPARE), None, clock)
        server.mode = "drops_mark"
        for _ in range(3):
            spared = await chain.translate(REQUEST, 5.0)
            assert isinstance(spared, Reading)
            assert spared.engine == "pseudo"
        assert len(server.asked) == 1
        server.mode = "well"
        other = Request(text="Where is my parcel #7?", source="en", target="de")
        assert isinstance(got := await chain.translate(other, 5.0), Reading)
        assert got.engine == "libretranslate", "another text, another try"
        clock.seconds += 61
        assert isinstance(got := await chain.translate(REQUEST, 5.0), Reading)
        assert got.engine == "libretranslate"


async def test_who_asks_for_time_gets_it(clock: HandClock) -> None:
    async with engine_and_server() as (engine, server):
        chain = Chain((engine,), None, clock, ChainOptions(breaker=BreakerOptions(failures=9, rest_s=1)))
        server.mode = "rate_limited"
        await chain.translate(REQUEST, 5.0)
        server.mode = "well"
        clock.seconds += 6.9
        other = Request(text="Where is it?", source="en", target="es")
        for request in (REQUEST, other):
            assert await chain.translate(request, 5.0) == Failure("failed", ("libretranslate:resting",))
        clock.seconds += 0.2
        assert isinstance(await chain.translate(REQUEST, 5.0), Reading)


async def test_a_caller_who_gives_up_takes_no_probe_with_him(clock: HandClock) -> None:
    async with engine_and_server() as (engine, server):
        chain = Chain((engine,), None, clock, CAREFUL)
        server.mode = "error"
        for _ in range(2):
            await chain.translate(REQUEST, 5.0)
        clock.seconds += 31
        server.mode = "slow"
        asking = asyncio.create_task(chain.translate(REQUEST, 5.0))
        await server.reached(3)
        assert await chain.translate(REQUEST, 5.0) == Failure("failed", ("libretranslate:resting",))
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        server.mode = "well"
        assert isinstance(await chain.translate(REQUEST, 5.0), Reading)


async def test_a_crowd_before_an_engine_is_no_fault_of_the_engine() -> None:
    async with engine_and_server() as (engine, server):
        server.mode = "slow"
        options = ChainOptions(at_once=1, try_s=30, breaker=BreakerOptions(failures=1))
        chain = Chain((engine,), None, SystemClock(), options)
        first = asyncio.create_task(chain.translate(REQUEST, 30))
        await server.reached(1)
        assert await chain.translate(REQUEST, 0.05) == Failure("deadline", ("libretranslate:busy",))
        assert chain.engines[0].state("en", "de") == "closed"
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first


class Crowded:
    """Counts how many ask at once, and breaks its contract on request."""

    name = "crowded"
    inflects = False

    def __init__(self) -> None:
        self.now = self.most = 0

    async def pairs(self) -> frozenset[tuple[str, str]]:
        return frozenset({("en", "de")})

    async def translate(self, request: Request) -> Reading:
        self.now += 1
        self.most = max(self.most, self.now)
        await asyncio.sleep(0.001)
        self.now -= 1
        if request.html:
            raise ZeroDivisionError
        return Reading(language="de", text=f"das ist {request.text}", engine=self.name)


async def test_the_bulkhead_holds_and_a_broken_engine_is_contained() -> None:
    engine = Crowded()
    chain = Chain((engine,), None, SystemClock(), ChainOptions(at_once=3))
    answers = await asyncio.gather(*(chain.translate(REQUEST, 5.0) for _ in range(20)))
    assert all(isinstance(answer, Reading) for answer in answers)
    assert engine.most == 3
    broken = Request(text=TEXT, source="en", target="de", html=True)
    assert await chain.translate(broken, 5.0) == Failure("failed", ("crowded:broken",))


def test_a_breaker_gives_one_probe_only(clock: HandClock) -> None:
    breaker = Breaker(clock, BreakerOptions(failures=1, rest_s=10, jitter=0))
    breaker.failed()
    assert (breaker.state, breaker.admits()) == ("open", False)
    clock.seconds += 10
    assert [breaker.admits(), breaker.admits()] == [True, False]
    breaker.failed()
    clock.seconds += 19
    assert breaker.state == "open", "each rest is twice the one before"
    clock.seconds += 1
    assert breaker.admits()
    breaker.succeeded()
    assert [breaker.admits(), breaker.admits()] == [True, True]


def test_half_of_the_tries_failing_opens_a_breaker_too(clock: HandClock) -> None:
    breaker = Breaker(clock, BreakerOptions(failures=5, sample=6))
    for good in (True, False, True, False, True):
        (breaker.succeeded if good else breaker.failed)()
    assert breaker.state == "closed"
    breaker.failed()
    assert breaker.state == "open"
    clock.seconds += 1000
    assert breaker.admits()
    breaker.succeeded()
    breaker.failed()
    assert breaker.state == "closed", "a probe that went well forgets what was before"
