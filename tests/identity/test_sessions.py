"""One's own logins: what one sees of them, how they end, and that a cookie is never the same twice."""

import asyncio
import secrets
import sqlite3
import time
from collections.abc import AsyncIterator

import pytest

from server.domain.addresses import shortened
from server.store.sessions import HOUR
from tests.support.wire import Json
from tests.support.worlds import PASSWORD, Somebody, World

NEW = "another-good-password"


@pytest.fixture
async def fay(world: World) -> AsyncIterator[Somebody]:
    """Somebody of north with a desk of her own logins."""
    cleo = await world.agent("north", "cleo")
    name = f"fay{secrets.token_hex(4)}"
    ask = {"email": f"{name}@north.example", "name": "Fay", "password": PASSWORD}
    made = (await cleo.http("POST", "/v1/admin/agents", ask)).json()
    yield await again(world, name)
    await cleo.http("PATCH", f"/v1/admin/agents/{made['id']}", {"active": False})


async def again(world: World, name: str, password: str = PASSWORD, **headers: str) -> Somebody:
    """One more login of the same person."""
    login = {"workspace": "north", "email": f"{name}@north.example", "password": password}
    answer = await world.client.post("/v1/agent/login", json=login, headers=headers)
    world.client.cookies.clear()
    assert answer.status_code == 200, answer.text
    proof = {"Cookie": f"tw_session={answer.cookies['tw_session']}", "X-CSRF": answer.json()["csrf"]}
    return world._comes(name, "agent", proof, {})


async def mine(who: Somebody) -> list[Json]:
    """The logins somebody sees."""
    items: list[Json] = (await who.http("GET", "/v1/agent/sessions")).json()["items"]
    return items


async def in_(who: Somebody) -> bool:
    """Whether the cookie still opens."""
    return (await who.http("GET", "/v1/agent/me")).status_code == 200


async def test_one_sees_ones_logins_and_no_others(world: World, fay: Somebody) -> None:
    phone = await again(world, fay.name, **{"User-Agent": "Phone/1 " + "x" * 300})
    seen = await mine(phone)
    assert {each["browser"][:8] for each in seen} == {"Phone/1 ", seen[1]["browser"][:8]}
    assert [each["here"] for each in await mine(fay)].count(True) == 1
    assert len(seen) == 2
    assert all(each["address"] == "127.0.0.0/24" and each["expiresAt"] > each["createdAt"] for each in seen)
    hashes = world.rows("SELECT token_hash, id FROM session")
    assert not any(digest in str(seen) for digest, _ in hashes), "no hash leaves the house"
    assert len({digest for digest, _ in hashes}) == len(hashes)


async def test_one_login_ends_with_its_sockets_and_another_persons_cannot(world: World, fay: Somebody) -> None:
    phone = await (await again(world, fay.name)).connect()
    await fay.connect()
    lost = next(each["id"] for each in await mine(phone) if each["here"])
    ben = await world.agent("north", "ben")
    for id in (lost, "se_0", "%00"):
        answer = await ben.http("DELETE", f"/v1/agent/sessions/{id}")
        assert (answer.status_code, answer.json()["error"]["detail"]) == (404, "sessionId")
    assert await in_(phone)
    assert (await fay.http("DELETE", f"/v1/agent/sessions/{lost}")).json() == {"ok": True}
    assert phone.wire is not None
    assert (await phone.wire.event("server.bye")) == {"code": "revoked"}
    assert not await in_(phone)
    assert (await fay.asks("people.list", {}))["ok"]


async def test_all_others_end_at_once(world: World, fay: Somebody) -> None:
    rest = [await again(world, fay.name) for _ in range(3)]
    assert (await fay.http("DELETE", "/v1/agent/sessions", **{"X-CSRF": ""})).status_code == 403
    assert (await fay.http("DELETE", "/v1/agent/sessions")).json() == {"ended": 3, "ok": True}
    assert [await in_(each) for each in (*rest, fay)] == [False, False, False, True]


async def test_a_new_password_ends_the_other_logins_and_changes_this_ones_cookie(world: World, fay: Somebody) -> None:
    phone = await again(world, fay.name)
    await fay.connect()
    wrong = await fay.http("POST", "/v1/agent/password", {"old": "guess", "new": NEW})
    assert (wrong.status_code, wrong.json()["error"]["detail"]) == (403, "password")
    assert await in_(phone)
    answer = await fay.http("POST", "/v1/agent/password", {"old": PASSWORD, "new": NEW})
    world.client.cookies.clear()
    assert answer.status_code == 200, answer.text
    assert not await in_(phone)
    assert not await in_(fay), "the old cookie is nothing now"
    assert (await fay.asks("people.list", {}))["ok"], "this login goes on, and its socket with it"
    cookie = f"tw_session={answer.cookies['tw_session']}"
    renewed = world._comes("fay", "agent", {"Cookie": cookie, "X-CSRF": answer.json()["csrf"]}, {})
    assert [each["here"] for each in await mine(renewed)] == [True]
    assert (await world.login("north", fay.name, PASSWORD)).status_code == 401
    await again(world, fay.name, NEW)


async def test_guessing_the_old_password_ends(fay: Somebody) -> None:
    guess = {"old": "guess", "new": NEW}
    answers = await asyncio.gather(*(fay.http("POST", "/v1/agent/password", guess) for _ in range(16)))
    assert {answer.status_code for answer in answers} == {403, 429}


async def test_who_logs_in_over_a_login_leaves_the_old_one(world: World, fay: Somebody) -> None:
    cookie = fay.proof.headers["Cookie"]
    over = await again(world, fay.name, Cookie=cookie)
    assert over.proof.headers["Cookie"] != cookie
    assert [await in_(fay), await in_(over)] == [False, True]
    planted = "tw_session=chosen-by-somebody-else-0123456789"
    assert planted not in (await again(world, fay.name, Cookie=planted)).proof.headers["Cookie"]


@pytest.mark.parametrize(
    ("seen", "ends", "alive"),
    [(1, 10**15, True), (12 * HOUR - 60_000, 10**15, True), (12 * HOUR + 1, 10**15, False), (1, -1, False)],
)
async def test_a_login_ends_when_unused_and_when_old(
    world: World, fay: Somebody, seen: int, ends: int, alive: bool
) -> None:
    id = (await mine(fay))[0]["id"]
    now = time.time_ns() // 1_000_000
    with sqlite3.connect(world.server.database, timeout=20) as database:
        database.execute("UPDATE session SET seen_at = ?, expires_at = ? WHERE id = ?", (now - seen, now + ends, id))
    database.close()
    assert await in_(fay) is alive
    ((at,),) = world.rows("SELECT seen_at FROM session WHERE id = ?", id)
    assert (at >= now) is (alive and seen > 60_000), "being used is noted, a minute coarse"


def test_addresses_are_kept_no_closer_than_needed() -> None:
    shown = {
        each: shortened(each)
        for each in ("198.51.100.77", "2001:db8:1:2::9", "::ffff:198.51.100.77", "", "x", "1.2.3.4, 5")
    }
    assert list(shown.values()) == ["198.51.100.0/24", "2001:db8:1::/48", "198.51.100.0/24", "", "", ""]
