"""What browsers are told they may do with our pages, and what they tell back."""

import re

import httpx2
import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from server.api.policies import Strict, console_headers, directives
from server.domain.errors import Refusal
from tests.support.worlds import World

OLD = {"csp-report": {"violated-directive": "script-src-elem 'self'", "blocked-uri": "https://canary.example/?words"}}


async def test_the_console_has_another_nonce_each_time_and_no_unsafe_word(world: World) -> None:
    seen = set()
    for path in ("/console/", "/console/index.html", "/console/any/place"):
        page = await world.client.get(path)
        policy = page.headers["content-security-policy"]
        nonce = re.search(r"script-src 'nonce-([\w-]{22})'", policy)
        assert nonce, path
        seen.add(nonce[1])
        assert f'nonce="{nonce[1]}"' in page.text
        assert "{nonce}" not in page.text
        assert not re.search(r"unsafe|\*|https?:", policy)
        assert "require-trusted-types-for 'script'" in policy
        assert page.headers["cache-control"] == "no-store"
    assert len(seen) == 3


@pytest.mark.parametrize("host", ["a.example; script-src *", "a b", "'self'", "", "x" * 300])
def test_a_host_that_is_none_adds_nothing(host: str) -> None:
    assert "connect-src 'self';" in console_headers("n", host)["Content-Security-Policy"]


async def test_answers_are_data(world: World) -> None:
    for path in ("/openapi.json", "/health/live", "/v1/agent/me"):
        answer = await world.client.get(path)
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"


async def counted(world: World) -> float:
    """Reports so far."""
    text = (await world.client.get("/metrics")).text
    return sum(
        float(line.rsplit(" ", 1)[1]) for line in text.splitlines() if line.startswith("tradewind_csp_reports_total{")
    )


async def test_reports_are_counted_by_directive_and_their_words_are_not_kept(world: World) -> None:
    before = await counted(world)
    new = [{"type": "csp-violation", "body": {"effectiveDirective": "canary <words>"}}]
    for body, kind in ((OLD, "application/csp-report"), (new, "application/reports+json")):
        told = await world.client.post("/v1/reports/csp", json=body, headers={"content-type": kind})
        assert told.status_code == 204
    assert await counted(world) == before + 2
    assert "canary" not in world.server.log.read_text() + (await world.client.get("/metrics")).text
    plain = await world.client.post("/v1/reports/csp", content=b"x", headers={"content-type": "text/plain"})
    assert plain.status_code == 415
    large = await world.client.post(
        "/v1/reports/csp", content=b"[" * 20_000, headers={"content-type": "application/json"}
    )
    assert large.status_code == 413


@pytest.mark.parametrize("said", [b"", b"{}", b"[1]", b"[[[[", b"\xff", b'{"csp-report":3}'])
def test_what_is_no_report_is_refused(said: bytes) -> None:
    with pytest.raises(Refusal):
        directives(said)


async def test_where_https_is_certain_every_answer_says_to_stay_with_it() -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await PlainTextResponse("x")(scope, receive, send)

    async with httpx2.AsyncClient(
        transport=httpx2.ASGITransport(app=Strict(app)), base_url="http://a.example"
    ) as client:
        answer = await client.get("/")
    assert answer.headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"


async def test_where_it_is_not_nobody_is_locked_out(world: World) -> None:
    assert "strict-transport-security" not in (await world.client.get("/console/")).headers
