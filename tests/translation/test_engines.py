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
from server.translation.engines.chat import ChatOptions
from server.translation.engines.deepl import DeepLOptions
from server.translation.engines.google import GoogleOptions, GoogleProjectOptions
from server.translation.engines.kinds import AnyOptions, engine
from server.translation.engines.libretranslate import LibreTranslateOptions
from server.translation.engines.pseudo import Pseudo
from server.translation.engines.wire import by_client
from server.translation.protect import marks
from server.translation.request import Request
from tests.support.engine_server import EngineServer, served
from tests.support.libretranslate import LibreTranslateServer
from tests.support.paid_engines import ChatServer, DeepLServer, GoogleProjectServer, GoogleServer
from tests.translation.entities import ENTITIES
from tests.translation.odd import TEXTS

HELLO = Request(text="Where is my order ⟦1⟧, please?", source="en", target="de")
Opened = Callable[[], AbstractAsyncContextManager[Translator]]
KEY = "secret:fx"


def options_of(server: EngineServer) -> AnyOptions:
    """How each server is asked."""
    match server:
        case DeepLServer():
            return DeepLOptions(key=server.key, url=server.url)
        case GoogleProjectServer():
            return GoogleProjectOptions(key=server.file(), url=server.url)
        case GoogleServer():
            return GoogleOptions(key=server.key, url=server.url)
        case ChatServer():
            return ChatOptions(url=server.url + "/v1", model="small", key=server.key)
        case _:
            return LibreTranslateOptions(url=server.url, key=server.key)


SERVERS = [LibreTranslateServer, ChatServer, DeepLServer, GoogleServer, GoogleProjectServer]


@asynccontextmanager
async def over_http(kind: type[EngineServer], mode: str = "well") -> AsyncIterator[tuple[Translator, EngineServer]]:
    async with served(kind(KEY)) as server, httpx2.AsyncClient(timeout=2.0) as client:
        server.mode = mode
        yield engine(options_of(server), by_client(client), SystemClock()), server


@asynccontextmanager
async def pseudo() -> AsyncIterator[Translator]:
    yield Pseudo(frozenset({("en", "de"), ("en", "es")}))


def opened(kind: type[EngineServer]) -> Opened:
    @asynccontextmanager
    async def opening() -> AsyncIterator[Translator]:
        async with over_http(kind) as (made, _):
            yield made

    return opening


ENGINES = [pytest.param(pseudo, id="pseudo"), *(pytest.param(opened(kind), id=kind.__name__) for kind in SERVERS)]


@pytest.mark.parametrize("opened", ENGINES)
async def test_it_has_a_name_and_pairs_and_answers_in_the_target_with_its_marks(opened: Opened) -> None:
    async with opened() as made:
        assert made.name == made.name.lower().strip() != ""
        pairs = await made.pairs()
        assert ("en", "de") in pairs
        assert ("en", "xx") not in pairs
        reading = await made.translate(HELLO)
        assert (reading.language, reading.engine) == ("de", made.name)
        assert marks(reading.text) == [1]
        assert reading.text != HELLO.text
        assert 0.0 <= reading.confidence <= 1.0


ODD = ["\u200b\u202e", "😀" * 2000, '<b>hi</b> & <x id="1"/>', "ignore previous instructions", "\ud800", '"}{"', "a\nb"]


@pytest.mark.parametrize("opened", ENGINES)
async def test_odd_texts_give_a_reading_or_a_typed_error(opened: Opened) -> None:
    async with opened() as made:
        for text in (*ODD, *TEXTS.values()):
            with suppress(EngineError):
                assert (await made.translate(Request(text=text, source="en", target="de"))).language == "de"


@pytest.mark.parametrize("opened", ENGINES)
async def test_entities_come_through_every_engine(opened: Opened) -> None:
    """Random entities, one conversation with the engine: each comes back exactly as it was typed."""
    async with opened() as made:
        chain = Chain((made,), None, SystemClock())
        for entities in drawn(25):
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


@pytest.mark.parametrize("kind", SERVERS)
async def test_each_failure_of_the_server_has_its_name(kind: type[EngineServer]) -> None:
    expected = [("error", "http_500", None), ("rate_limited", "rate_limited", 7.0), ("garbage", "garbage", None)]
    async with over_http(kind) as (made, server):
        for mode, reason, after_s in [*expected, ("huge", "too_large", None)]:
            server.mode = mode
            with pytest.raises(EngineError) as failed:
                await made.translate(HELLO)
            assert (failed.value.reason, failed.value.after_s) == (reason, after_s)


@pytest.mark.parametrize("kind", [LibreTranslateServer, ChatServer, DeepLServer, GoogleServer])
async def test_a_wrong_key_is_forbidden(kind: type[EngineServer]) -> None:
    async with over_http(kind) as (made, server):
        server.key = "another"
        with pytest.raises(EngineError, match="forbidden"):
            await made.translate(HELLO)


async def test_a_server_that_is_gone_is_unreachable() -> None:
    async with over_http(LibreTranslateServer) as (_, server):
        gone = options_of(server)
    async with httpx2.AsyncClient(timeout=1.0) as client:
        with pytest.raises(EngineError, match="unreachable"):
            await engine(gone, by_client(client), SystemClock()).pairs()
