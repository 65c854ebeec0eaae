"""Whatever fails inside a proof lets nobody in: an exception, a time-out, a database that is away; how long a token tells who."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from server.domain.errors import Refusal
from tests.support.indoors import Indoors, indoors
from tests.support.worlds import PASSWORD

pytestmark = pytest.mark.asyncio(loop_scope="module")
FAULTS = {
    "an exception": (RuntimeError("a fault of ours"), 500),
    "a time-out": (TimeoutError(), 500),
    "the database away": (Refusal("unavailable", "store", after_ms=1000), 503),
}
HOUR = 3_600_000


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Indoors]:
    """North and south."""
    async with indoors(tmp_path_factory.mktemp("failing")) as house:
        yield house


@pytest.mark.parametrize("name", FAULTS)
@pytest.mark.parametrize(
    "place", ["sessions.by_token", "desk.bridge_by_token", "desk.bridge_by_key", "desk.credentials"]
)
async def test_a_fault_inside_a_proof_refuses(
    house: Indoors, monkeypatch: pytest.MonkeyPatch, name: str, place: str
) -> None:
    fault, status = FAULTS[name]
    room, _, method = place.partition(".")

    async def fails(*_: Any) -> Any:
        raise fault

    login = {"workspace": "north", "email": "ann@north.example", "password": PASSWORD}
    asks: dict[str, tuple[str, str, dict[str, str], Any]] = {
        "sessions.by_token": ("GET", "/v1/agent/directory", {"Cookie": "tw_session=somebody"}, None),
        "desk.bridge_by_token": ("GET", "/v1/bridge/deliveries", {"Authorization": "Bearer north-bridge"}, None),
        "desk.bridge_by_key": (
            "GET",
            "/v1/bridge/deliveries",
            {"webhook-key": "bt_1", "webhook-signature": "v1,x", "webhook-id": "1"},
            None,
        ),
        "desk.credentials": ("POST", "/v1/agent/login", {}, login),
    }
    verb, path, headers, body = asks[place]
    async with house.client() as client:
        before = await client.request(verb, path, headers=headers, json=body)
        monkeypatch.setattr(getattr(house.house.store, room), method, fails)
        answer = await client.request(verb, path, headers=headers, json=body)
    assert before.status_code in (200, 401), before.text
    assert (answer.status_code, answer.json()["ok"]) == (status, False)
    assert "set-cookie" not in answer.headers
    assert "fault of ours" not in answer.text


async def test_a_shoppers_token_opens_for_an_hour_and_tells_who_for_half_a_year(house: Indoors) -> None:
    async def begins(token: str | None = None) -> Any:
        async with house.client() as client:
            return (await client.post("/v1/customer/session", json={"shop": "north-web", "token": token})).json()

    async def lists(token: str) -> int:
        bearer = {"Authorization": f"Bearer {token}"}
        async with house.client() as client:
            path = "/v1/customer/commands/conversation.list"
            return (await client.post(path, json={}, headers=bearer)).status_code

    first = await begins()
    assert await lists(first["token"]) == 200
    house.clock.ms += HOUR
    assert await lists(first["token"]) == 401
    again = await begins(first["token"])
    assert again["customerId"] == first["customerId"]
    assert await lists(again["token"]) == 200
    house.clock.ms += 181 * 24 * HOUR
    assert (await begins(again["token"]))["error"]["code"] == "unauthenticated"
