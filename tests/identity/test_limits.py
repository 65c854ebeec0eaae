"""Patience by person, by address and by workspace: who is really asking, and that strangers lock nobody out."""

from collections.abc import AsyncIterator, Sequence
from ipaddress import ip_network
from typing import Any

import httpx2
import pytest
import pytest_asyncio

from server.api.proxies import Header, Proxied, Proxies
from server.domain.addresses import asked_from, household
from tests.support.indoors import Indoors, indoors
from tests.support.people import client_id
from tests.support.wire import Json
from tests.support.worlds import PASSWORD

CARRIER = "100.64.0.1"
PROXY = "10.0.0.1"


SHARED = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def small(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Indoors]:
    """A house that is soon out of patience, behind one proxy."""
    options = {"address_burst": 20, "address_refill": 1, "workspace_burst": 30, "workspace_refill": 1}
    async with indoors(tmp_path_factory.mktemp("limits"), trusted_proxies="10.0.0.0/8", **options) as house:
        yield house


@pytest.mark.parametrize(
    ("peer", "hops", "found"),
    [
        ("203.0.113.9", ["198.51.100.1"], "203.0.113.9"),
        (PROXY, [], PROXY),
        (PROXY, ["198.51.100.1"], "198.51.100.1"),
        (PROXY, ["1.1.1.1", "198.51.100.1"], "198.51.100.1"),
        (PROXY, ["1.1.1.1", "198.51.100.1", "10.9.9.9"], "198.51.100.1"),
        (PROXY, ["198.51.100.1", "unknown"], PROXY),
        (PROXY, ["198.51.100.1", "unknown", "10.9.9.9"], "10.9.9.9"),
        (PROXY, ["10.1.1.1", "10.2.2.2"], "10.1.1.1"),
        (PROXY, [""], PROXY),
        ("::ffff:10.0.0.1", ["2001:db8::1"], "2001:db8::1"),
        ("not an address", ["198.51.100.1"], "not an address"),
    ],
)
def test_only_what_a_trusted_proxy_wrote_is_believed(peer: str, hops: Sequence[str], found: str) -> None:
    assert asked_from(peer, hops, [ip_network("10.0.0.0/8")]) == found


@pytest.mark.parametrize(
    ("header", "said", "found"),
    [
        ("x-forwarded-for", "1.1.1.1, 198.51.100.1:4711", "198.51.100.1"),
        ("x-forwarded-for", "[2001:db8::7]:80", "2001:db8::7"),
        ("x-forwarded-for", "2001:db8::7", "2001:db8::7"),
        ("forwarded", 'for=1.1.1.1, for="[2001:db8::7]:80";proto=https;by=10.0.0.1', "2001:db8::7"),
        ("forwarded", "proto=http;For=198.51.100.1:80", "198.51.100.1"),
        ("forwarded", "for=_hidden", PROXY),
        ("forwarded", "by=198.51.100.1", PROXY),
    ],
)
async def test_both_spellings_are_read_and_only_the_one_that_was_named(header: Header, said: str, found: str) -> None:
    seen: list[Any] = []

    async def app(scope: Any, _receive: Any, _send: Any) -> None:
        seen.append(scope["client"][0])

    other = {"x-forwarded-for": "forwarded", "forwarded": "x-forwarded-for"}[header]
    lies = [(other.encode(), b"for=9.9.9.9" if other == "forwarded" else b"9.9.9.9")]
    scope = {"type": "http", "client": (PROXY, 1), "headers": [*lies, (header.encode(), said.encode())]}
    proxied = Proxied(app, Proxies((ip_network("10.0.0.0/8"),), header))
    await proxied(scope, None, None)  # type: ignore[arg-type]
    assert seen == [found]


def test_one_line_of_ipv6_is_one_address() -> None:
    assert household("2001:db8:1:2::7") == household("2001:db8:1:2:ffff::1") != household("2001:db8:1:3::7")
    assert household("::ffff:192.0.2.1") == household("192.0.2.1") != household("192.0.2.2")
    assert household("testclient") == "testclient"


async def visits(client: httpx2.AsyncClient, token: str | None = None, shop: str = "north-web") -> httpx2.Response:
    """A page of the shop is opened."""
    return await client.post("/v1/customer/session", json={"shop": shop, "token": token})


@SHARED
async def test_a_flood_of_strangers_locks_out_no_customer_and_no_other_address(small: Indoors) -> None:
    async with small.client(PROXY, **{"X-Forwarded-For": CARRIER}) as carrier:
        known = (await visits(carrier)).json()["token"]
        answers = [(await visits(carrier)).status_code for _ in range(25)]
        assert answers == [200] * 19 + [429] * 6
        assert (await visits(carrier, known)).status_code == 200, "who is a customer already"
        assert (await visits(carrier, known, "north-amazon")).status_code == 429, "not of this shop"
    async with small.client(PROXY, **{"X-Forwarded-For": f"{CARRIER}, 100.64.0.2"}) as neighbour:
        assert (await visits(neighbour)).status_code == 200
    async with small.client("203.0.113.9", **{"X-Forwarded-For": "100.64.0.3"}) as liar:
        assert [(await visits(liar)).status_code for _ in range(21)][-1] == 429
        liar.headers["X-Forwarded-For"] = "100.64.0.4"
        assert (await visits(liar)).status_code == 429, "nobody's word but a proxy's"
    small.clock.ms += 10_000
    async with small.client(PROXY, **{"X-Forwarded-For": CARRIER}) as carrier:
        assert (await visits(carrier)).status_code == 200


async def says(client: httpx2.AsyncClient, token: str) -> Json:
    """A first word."""
    body = {"clientId": client_id(), "body": {"text": "Hello"}}
    bearer = {"Authorization": f"Bearer {token}"}
    ack: Json = (await client.post("/v1/customer/commands/conversation.open", json=body, headers=bearer)).json()
    return ack


@SHARED
async def test_a_flood_at_one_tenants_shop_costs_no_other_tenant(small: Indoors) -> None:
    async with small.client() as client:
        north = [(await visits(client)).json()["token"] for _ in range(8)]
        south = (await visits(client, shop="south-web")).json()["token"]
        answers = [await says(client, token) for token in north]
        assert [ack["ok"] for ack in answers] == [True] * 6 + [False] * 2
        assert (answers[-1]["error"]["code"], answers[-1]["error"]["retry"]) == ("rate_limited", True)
        assert (await says(client, south))["ok"]


async def logs_in(client: httpx2.AsyncClient, email: str, password: str = "wrong") -> httpx2.Response:
    """A try at the desk's door."""
    login = {"workspace": "north", "email": email, "password": password}
    return await client.post("/v1/agent/login", json=login)


@SHARED
async def test_one_address_does_not_try_every_account(small: Indoors) -> None:
    small.house.passwords.verify = quick  # type: ignore[method-assign]
    async with small.client("2001:db8::1") as one, small.client("2001:db8::2") as same:
        assert [(await logs_in(one, f"p{n}@north.example")).status_code for n in range(3)] == [401, 401, 429]
        assert (await logs_in(same, "ann@north.example")).status_code == 429


async def quick(stored: str | None, password: str) -> bool:
    """The work of the hash is not what is looked at."""
    return stored is not None and password == PASSWORD


@SHARED
async def test_one_account_is_not_tried_from_everywhere_and_its_owner_still_comes_in(small: Indoors) -> None:
    small.house.passwords.verify = quick  # type: ignore[method-assign]
    async with small.client("192.0.2.1") as owner:
        assert (await logs_in(owner, "ann@north.example", PASSWORD)).status_code == 200
        answers = []
        for n in range(62):
            async with small.client(f"198.51.100.{n}") as stranger:
                answers.append((await logs_in(stranger, "ann@north.example")).status_code)
        assert (answers[0], answers[-1]) == (401, 429)
        assert (await logs_in(owner, "ann@north.example", PASSWORD)).status_code == 200, "a browser that was in before"
        owner.cookies.set("tw_known", "forged", path="/v1/agent/login")
    async with small.client("192.0.2.77") as elsewhere:
        assert (await logs_in(elsewhere, "ann@north.example", PASSWORD)).status_code == 429
