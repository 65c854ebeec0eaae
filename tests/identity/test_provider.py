"""What is remembered of a provider: by issuer, once for all who wait, failures for a moment; and keys that change."""

import asyncio
from typing import Any

import msgspec
import pytest
from joserfc.jwk import RSAKey

from server.domain.clock import Clock
from server.domain.errors import Refusal
from server.identity.provider import FAILED_S, KEPT_S, SPARE_S, WELL_KNOWN, Providers
from server.outside.fetch import Answer, Ask

ONE, OTHER = "https://one.example", "https://other.example"


class Web:
    """What the outside answers, by address; `asked` is what was asked."""

    def __init__(self) -> None:
        self.pages: dict[str, Any] = {}
        self.asked: list[str] = []

    async def __call__(self, ask: Ask) -> Answer:
        self.asked.append(ask.url)
        await asyncio.sleep(0)
        page = self.pages.get(ask.url)
        body = b"" if page is None else msgspec.json.encode(page)
        return Answer(status=200 if page is not None else 404, headers={}, body=body, url=ask.url)


class Time:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def now(self) -> int:
        return int(self.seconds * 1000)

    def monotonic(self) -> float:
        return self.seconds


def described(issuer: str, **more: str) -> dict[str, str]:
    """A provider's description."""
    places = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    return {"issuer": issuer, **{name: f"{issuer}/{name}" for name in places}, **more}


def keys(*names: str) -> dict[str, Any]:
    """A key set."""
    return {"keys": [RSAKey.generate_key(2048, {"kid": name, "use": "sig"}).as_dict(private=False) for name in names]}


@pytest.fixture
def web() -> Web:
    """Two providers."""
    web = Web()
    for issuer in (ONE, OTHER):
        web.pages[issuer + WELL_KNOWN] = described(issuer)
        web.pages[f"{issuer}/jwks_uri"] = keys(f"{issuer}-1")
    return web


@pytest.fixture
def clock() -> Time:
    """Stands."""
    return Time()


@pytest.fixture
def providers(web: Web, clock: Clock) -> Providers:
    """As the server has them."""
    return Providers(web, (), clock)  # type: ignore[arg-type]


async def test_it_is_asked_once_for_all_who_wait_and_again_after_an_hour(
    web: Web, clock: Time, providers: Providers
) -> None:
    await asyncio.gather(*(providers.facts(ONE) for _ in range(20)))
    assert web.asked == [ONE + WELL_KNOWN]
    clock.seconds += KEPT_S
    await providers.facts(ONE)
    assert len(web.asked) == 2


async def test_a_failure_is_remembered_for_a_moment_only(web: Web, clock: Time, providers: Providers) -> None:
    page = web.pages.pop(ONE + WELL_KNOWN)
    for _ in range(20):
        with pytest.raises(Refusal, match=r"provider\.status"):
            await providers.facts(ONE)
    assert len(web.asked) == 1
    web.pages[ONE + WELL_KNOWN] = page
    clock.seconds += FAILED_S
    assert (await providers.facts(ONE)).issuer == ONE


async def test_no_tenant_s_provider_has_a_say_in_another_s(web: Web, providers: Providers) -> None:
    web.pages[OTHER + WELL_KNOWN] = described(OTHER, jwks_uri=ONE)
    web.pages[ONE] = {"keys": []}
    with pytest.raises(Refusal, match=r"provider\.keys"):
        await providers.keys(await providers.facts(OTHER), "x")
    with pytest.raises(Refusal):
        await providers.facts(f"{ONE}/jwks_uri")
    facts = await providers.facts(ONE)
    assert [key.kid for key in await providers.keys(facts, f"{ONE}-1")] == [f"{ONE}-1"]
    web.pages[OTHER + WELL_KNOWN] = described(ONE)
    with pytest.raises(Refusal, match=r"provider\.issuer"):
        await providers.look(OTHER)


@pytest.mark.parametrize("name", ["authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint"])
@pytest.mark.parametrize("address", ["http://one.example/x", "javascript:alert(1)", "", "//one.example"])
async def test_nothing_is_asked_in_clear_and_nobody_sent_elsewhere_than_to_the_web(
    web: Web, providers: Providers, name: str, address: str
) -> None:
    if (name, address) == ("userinfo_endpoint", ""):
        return  # there need not be one
    web.pages[ONE + WELL_KNOWN] = described(ONE, **{name: address})
    with pytest.raises(Refusal, match=r"provider\.endpoints"):
        await providers.facts(ONE)


async def test_an_unknown_key_is_looked_up_for_a_login_at_once_and_for_strangers_not_all_the_time(
    web: Web, clock: Time, providers: Providers
) -> None:
    facts = await providers.facts(ONE)
    for number in range(3):
        found = await providers.keys(facts, f"made-up-{number}", sparing=True)
        assert [key.kid for key in found] == [f"{ONE}-1"]
    assert web.asked.count(f"{ONE}/jwks_uri") == 1
    web.pages[f"{ONE}/jwks_uri"] = keys(f"{ONE}-2")
    await asyncio.gather(*(providers.keys(facts, f"{ONE}-2") for _ in range(20)))
    assert web.asked.count(f"{ONE}/jwks_uri") == 2, "one look for all who came with it"
    clock.seconds += SPARE_S
    await providers.keys(facts, "made-up", sparing=True)
    assert web.asked.count(f"{ONE}/jwks_uri") == 3


async def test_secret_and_encrypting_keys_are_no_keys_that_sign(web: Web, providers: Providers) -> None:
    good = keys("sig")["keys"][0]
    web.pages[f"{ONE}/jwks_uri"] = {
        "made": 1,
        "keys": [
            {"kty": "oct", "k": "AAAA", "kid": "secret"},
            {**good, "kid": "enc", "use": "enc"},
            {"kty": "RSA"},
            good,
        ],
    }
    assert [key.kid for key in await providers.keys(await providers.facts(ONE), None)] == ["sig"]
