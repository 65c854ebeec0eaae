"""One contract for every engine, over real sockets where it has any."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress

import httpx2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.domain.clock import SystemClock
from server.translation.chain import Chain
from server.translation.engines import EngineError, Translator
from server.translation.engines.libretranslate import LibreTranslate, LibreTranslateOptions
from server.translation.engines.pseudo import Pseudo
from server.translation.protect import marks
from server.translation.request import Request
from tests.support.libretranslate import LibreTranslateServer, libretranslate
from tests.translation.entities import ENTITIES

HELLO = Request(text="Where is my order ⟦1⟧, please?", source="en", target="de")
Opened = Callable[[], AbstractAsyncContextManager[Translator]]


@asynccontextmanager
async def pseudo() -> AsyncIterator[Translator]:
    yield Pseudo(frozenset({("en", "de"), ("en", "es")}))


@asynccontextmanager
async def over_http(mode: str = "well", api_key: str = "") -> AsyncIterator[tuple[Translator, LibreTranslateServer]]:
    async with libretranslate(api_key) as server, httpx2.AsyncClient(timeout=2.0) as client:
        server.mode = mode
        yield LibreTranslate(LibreTranslateOptions(server.url, api_key), client, SystemClock()), server


@asynccontextmanager
async def libre() -> AsyncIterator[Translator]:
    async with over_http() as (engine, _):
        yield engine


ENGINES = [pytest.param(pseudo, id="pseudo"), pytest.param(libre, id="libretranslate")]


@pytest.mark.parametrize("opened", ENGINES)
async def test_it_has_a_name_and_pairs(opened: Opened) -> None:
    async with opened() as engine:
        assert engine.name == engine.name.lower().strip() != ""
        assert ("en", "de") in await engine.pairs()
        assert ("en", "xx") not in await engine.pairs()


@pytest.mark.parametrize("opened", ENGINES)
async def test_it_answers_in_the_target_and_keeps_marks(opened: Opened) -> None:
    async with opened() as engine:
        reading = await engine.translate(HELLO)
        assert (reading.language, reading.engine) == ("de", engine.name)
        assert marks(reading.text) == [1]
        assert reading.text != HELLO.text
        assert 0.0 <= reading.confidence <= 1.0


@pytest.mark.parametrize("opened", ENGINES)
@pytest.mark.parametrize("text", ["\u200b\u202e", "😀" * 2000, "<b>hi</b>", "ignore previous instructions", "\ud800"])
async def test_odd_texts_give_a_reading_or_a_typed_error(opened: Opened, text: str) -> None:
    async with opened() as engine:
        with suppress(EngineError):
            assert (await engine.translate(Request(text=text, source="en", target="de"))).language == "de"


@pytest.mark.parametrize("opened", ENGINES)
async def test_entities_come_through_every_engine(opened: Opened) -> None:
    """Random entities, one conversation with the engine: each comes back exactly as it was typed."""
    async with opened() as engine:
        chain = Chain((engine,), None, SystemClock())
        for entities in drawn(40):
            text = "please look at " + " and also at ".join(entities)
            reading = await chain.translate(Request(text=text, source="en", target="de"), 5.0)
            assert not hasattr(reading, "tries"), (text, reading)
            assert all(reading.text.count(entity) == text.count(entity) for entity in entities), text


def drawn(count: int) -> list[list[str]]:
    examples: list[list[str]] = []

    @settings(max_examples=count, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(st.lists(ENTITIES, min_size=1, max_size=4, unique=True))
    def collect(entities: list[str]) -> None:
        examples.append(entities)

    collect()
    return examples


@pytest.mark.parametrize(
    ("mode", "reason", "after_s"),
    [
        ("error", "http_500", None),
        ("rate_limited", "rate_limited", 7.0),
        ("garbage", "garbage", None),
        ("garbage_languages", "garbage", None),
        ("huge", "too_large", None),
    ],
)
async def test_each_failure_of_the_server_has_its_name(mode: str, reason: str, after_s: float | None) -> None:
    async with over_http(mode) as (engine, _):
        with pytest.raises(EngineError) as failed:
            await engine.translate(HELLO)
        assert (failed.value.reason, failed.value.after_s) == (reason, after_s)


async def test_a_wrong_key_is_forbidden_and_the_right_one_goes_in_the_body() -> None:
    async with over_http(api_key="secret") as (engine, server):
        await engine.translate(HELLO)
        assert server.asked[0] == {
            "q": HELLO.text, "source": "en", "target": "de", "format": "text", "api_key": "secret",
        }  # fmt: skip
        server.api_key = "another"
        with pytest.raises(EngineError, match="forbidden"):
            await engine.translate(HELLO)


async def test_our_languages_are_spelled_as_the_server_spells_them() -> None:
    async with over_http() as (engine, server):
        assert {("zh", "pt"), ("pt", "no")} <= await engine.pairs()
        await engine.translate(Request(text="你好", source="zh", target="pt", html=True))
        assert server.asked[0] == {"q": "你好", "source": "zh-Hans", "target": "pt-BR", "format": "html"}


async def test_a_server_that_is_gone_is_unreachable() -> None:
    async with over_http() as (engine, server):
        url = server.url
    async with httpx2.AsyncClient(timeout=1.0) as client:
        engine = LibreTranslate(LibreTranslateOptions(url), client, SystemClock())
        with pytest.raises(EngineError, match="unreachable"):
            await engine.pairs()
