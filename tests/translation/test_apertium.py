"""A real engine, not one of ours: Apertium from Debian, by its own server, and what happens when it is killed."""

import asyncio

import httpx2
import pytest

from server.domain.clock import SystemClock
from server.domain.reading import Reading
from server.translation.chain import Chain, ChainOptions
from server.translation.detect import Detector
from server.translation.engines.apertium import Apertium, ApertiumOptions
from server.translation.engines.pseudo import Pseudo
from server.translation.engines.wire import by_client
from server.translation.request import Request
from tests.support.apertium import apertium, installed

pytestmark = pytest.mark.skipif(not installed(), reason="apertium-apy and apertium-es-pt are not installed")

ASKED = "¿Dónde está mi pedido #1001? Llegó roto y pagué 25 € 😀"
ODD = (
    "😀" * 2000,
    "\u200b\u202e",
    "\ud800",
    "<b>hola</b> ^x<n>$ [y] {z} \\",
    "Mi pedido es *roto*",
    "a\n\nhola",
    "^$",
    "@",
)


async def test_it_translates_for_real_and_nobody_misses_it_when_it_is_killed(detector: Detector) -> None:
    async with apertium() as apy, httpx2.AsyncClient(timeout=10.0) as client:
        engine = Apertium(ApertiumOptions(url=apy.url), by_client(client), SystemClock())
        assert {("es", "pt"), ("pt", "es")} <= await engine.pairs()
        assert not any(source == "en" for source, _ in await engine.pairs())

        spare = Pseudo(frozenset({("es", "pt")}))
        chain = Chain((engine, spare), None, SystemClock(), ChainOptions(try_s=8))
        judged = Chain((engine,), detector, SystemClock(), ChainOptions(try_s=8))
        request = Request(text=ASKED, source="es", target="pt")
        reading = await judged.translate(request, 10.0)
        assert isinstance(reading, Reading), reading
        assert "pedido #1001?" in reading.text
        assert "25 € 😀" in reading.text
        assert "Llegó" not in reading.text
        assert (reading.engine, reading.confidence > 0.4) == ("apertium", True)
        for text in ODD:
            assert (await engine.translate(Request(text=text, source="es", target="pt"))).language == "pt"
        unknown = await engine.translate(Request(text="el xyzzyq está roto", source="es", target="pt"))
        assert "*" not in unknown.text
        assert unknown.confidence < reading.confidence

        asking = [asyncio.create_task(chain.translate(request, 10.0)) for _ in range(8)]
        await asyncio.sleep(0)
        await apy.kill()
        answers = await asyncio.gather(*asking)
        assert all(isinstance(answer, Reading) for answer in answers), answers
        assert (await chain.translate(request, 10.0)).engine == "pseudo"  # type: ignore[union-attr]
