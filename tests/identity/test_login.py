"""The agents' door: the same no for everybody, patience with an end, sessions that end."""

import asyncio
import secrets

import httpx2
import pytest

from tests.support.running import PLAIN
from tests.support.worlds import PASSWORD, World, refusal_of


async def test_a_wrong_password_and_a_stranger_get_the_same_answer(world: World) -> None:
    wrong = await world.login("north", "ben", "not-the-password")
    answers = [
        wrong,
        await world.login("north", "nobody-of-this-name", PASSWORD),
        await world.login("no-such-tenant", "ben", PASSWORD),
        await world.login("south", "ben", "not-the-password"),
    ]
    assert wrong.json()["error"] == {"code": "unauthenticated", "retry": False, "detail": "credentials"}
    assert {(answer.status_code, answer.text) for answer in answers} == {(401, wrong.text)}
    assert not any("set-cookie" in answer.headers for answer in answers)


async def test_what_failed_stands_in_the_log_once_and_says_no_word_of_it(world: World) -> None:
    """Of an account that is there; one that is not has no desk to be told of it."""
    tried = f"canary-{secrets.token_hex(6)}"
    for name in ("rita", "rita", "rita", f"{tried}-who"):
        assert (await world.login("north", name, tried)).status_code == 401
    query = (
        "SELECT actor_name, target, address, changes FROM audit WHERE action = 'login.refused' AND actor_name = 'Rita'"
    )
    for _ in range(100):
        if found := world.rows(query):
            break
        await asyncio.sleep(0.05)
    assert len(found) == 1
    assert found[0][1].startswith("ag_")
    assert found[0][2] in ("127.0.0.0", "127.0.0.1", "127.0.0.0/24")
    dana = await world.agent("north", "dana")
    log = (await dana.http("GET", "/v1/admin/audit?limit=200")).text
    assert tried not in log
    assert '"login.refused"' in log


@pytest.mark.parametrize("name", ["guessed", "ann"])
async def test_guessing_ends_and_says_when_to_come_back(world: World, name: str) -> None:
    codes: list[int] = []
    while 429 not in codes and len(codes) < 60:
        answer = await world.login("south" if name == "ann" else "north", f"{name}+guess", "wrong")
        codes.append(answer.status_code)
    assert codes[:8] == [401] * 8
    assert codes[-1] == 429
    error = answer.json()["error"]
    assert (error["code"], error["retry"]) == ("rate_limited", True)
    assert 0 < error["afterMs"] <= 6000
    assert int(answer.headers["retry-after"]) >= 1
    assert (await world.login("north", "another", "wrong")).status_code == 401


async def test_a_session_lives_in_a_cookie_no_script_can_read(world: World) -> None:
    answer = await world.login("north", "ben", PASSWORD)
    cookie = answer.headers["set-cookie"].lower()
    assert answer.status_code == 200
    assert all(word in cookie for word in ("httponly", "samesite=lax", "path=/"))
    assert "password" not in answer.text.lower().replace("/password", "")


async def test_a_login_says_what_one_is_told_at_every_later_look(world: World) -> None:
    answer = await world.login("north", "ben", PASSWORD)
    cookies = {"Cookie": f"tw_session={answer.cookies['tw_session']}"}
    async with httpx2.AsyncClient(base_url=world.url, verify=PLAIN) as client:
        later = (await client.get("/v1/agent/me", headers=cookies)).json()
    assert answer.json()["me"] == later["me"]
    assert "answer" in later["me"]["permissions"]


async def test_after_the_logout_neither_cookie_nor_ticket_opens_anything(world: World) -> None:
    ben = await world.agent("north", "ben", fresh=True)
    ticket = (await ben.http("POST", "/v1/agent/ticket")).json()["ticket"]
    assert (await ben.http("GET", "/v1/agent/me")).status_code == 200
    assert (await ben.http("POST", "/v1/agent/logout")).json() == {"ok": True}
    for method, path in (("GET", "/v1/agent/me"), ("POST", "/v1/agent/ticket"), ("POST", "/v1/agent/logout")):
        assert (await ben.http(method, path)).status_code == 401
    refused = await refusal_of(world.url, "/agent", {"version": 1, "ticket": ticket})
    assert refused["data"]["code"] == "unauthenticated"


async def test_a_ticket_opens_one_socket(world: World) -> None:
    ann = await world.agent("north", "ann")
    ticket = (await ann.http("POST", "/v1/agent/ticket")).json()["ticket"]
    ann.proof.auth["ticket"] = ticket
    await (await world.agent("north", "ann")).connect()
    first = await refusal_or_none(world, ticket)
    second = await refusal_or_none(world, ticket)
    assert first is None
    assert second == "unauthenticated"


async def refusal_or_none(world: World, ticket: str) -> str | None:
    """The code a ticket is refused with; None when it opens."""
    try:
        refused = await refusal_of(world.url, "/agent", {"version": 1, "ticket": ticket})
    except AssertionError:
        return None
    return str(refused["data"]["code"])


async def test_a_ticket_needs_the_csrf_word(world: World) -> None:
    ann = await world.agent("north", "ann")
    answer = await ann.http("POST", "/v1/agent/ticket", **{"X-CSRF": ""})
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "forbidden")


async def test_a_logout_ends_the_sockets_of_its_session_and_no_others(world: World) -> None:
    leaving, staying = await world.agent("south", "ben", fresh=True), await world.agent("south", "ann")
    await leaving.connect()
    await staying.connect()
    assert leaving.wire is not None
    assert (await leaving.http("POST", "/v1/agent/logout")).status_code == 200
    assert (await leaving.wire.event("server.bye")) == {"code": "revoked"}
    assert (await staying.asks("people.list", {}))["ok"]
