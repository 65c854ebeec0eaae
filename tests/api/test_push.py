"""One's own browser, told by push: on and off, with this login alone; and whether one looks is written down."""

import asyncio
import secrets

from tests.support.push_service import Browser
from tests.support.wire import Json
from tests.support.worlds import PASSWORD, Somebody, World

SEATS = "SELECT address, words FROM push_seat WHERE agent_id = ?"
SEEN = "SELECT watching FROM session WHERE agent_id = ? AND watched_at > 0"


async def fresh(world: World) -> tuple[Somebody, str]:
    """Somebody of north with a login of their own, and their id."""
    dana, name = await world.agent("north", "dana"), f"hal{secrets.token_hex(4)}"
    ask = {"email": f"{name}@north.example", "name": "Hal", "password": PASSWORD}
    made = (await dana.http("POST", "/v1/admin/agents", ask)).json()
    return await world.agent("north", name, fresh=True), made["id"]


def wish(**more: object) -> Json:
    """What a browser says of itself."""
    browser = Browser()
    endpoint = f"https://push.example/{secrets.token_hex(8)}"
    return {"endpoint": endpoint, "p256dh": browser.p256dh, "auth": browser.auth, "language": "de", **more}


async def test_it_is_on_for_this_login_until_it_leaves(world: World) -> None:
    hal, id = await fresh(world)
    off = (await hal.http("GET", "/v1/agent/push")).json()
    assert (off["on"], off["words"]) == (False, False)
    on = (await hal.http("POST", "/v1/agent/push", wish(words=True))).json()
    assert on == {"key": off["key"], "on": True, "words": True}
    again = (await hal.http("POST", "/v1/agent/push", wish())).json()
    assert (again["on"], again["words"]) == (True, False)
    ((address, words),) = world.rows(SEATS, id)
    assert (address[:3], bool(words)) == ("s1.", False), "sealed, and one for each login"
    ((private,),) = world.rows("SELECT private FROM push_key LIMIT 1")
    assert private.startswith("s1.")
    assert (await hal.http("DELETE", "/v1/agent/push")).status_code == 200
    assert not world.rows(SEATS, id)
    await hal.http("POST", "/v1/agent/push", wish())
    assert (await hal.http("POST", "/v1/agent/logout", {})).status_code == 200
    assert not world.rows(SEATS, id)


async def test_what_is_no_address_is_refused_and_nothing_is_kept(world: World) -> None:
    hal, id = await fresh(world)
    for bad in (
        {"endpoint": "http://push.example/1"},
        {"endpoint": "https://me:you@push.example/1"},
        {"endpoint": "https://0x7f.1/"},
        {"p256dh": "A" * 87},
        {"auth": "A" * 24},
        {"language": "<b>"},
        {"more": 1},
    ):
        answer = await hal.http("POST", "/v1/agent/push", wish(**bad))
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad_request"), bad
    assert (await hal.http("POST", "/v1/agent/push", wish(), **{"X-CSRF": ""})).status_code == 403
    assert not world.rows(SEATS, id)


async def test_whether_one_looks_is_written_down_soon(world: World) -> None:
    hal, id = await fresh(world)
    for looks in (True, False):
        assert (await hal.http("POST", "/v1/agent/watch", {"visible": looks})).status_code == 200
        async with asyncio.timeout(20):
            while [bool(row[0]) for row in world.rows(SEEN, id)] != [looks]:  # noqa: ASYNC110 - only the database knows
                await asyncio.sleep(0.05)
