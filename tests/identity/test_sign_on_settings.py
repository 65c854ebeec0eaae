"""Who sets a desk's provider, what is kept of it, and what the test says when something is wrong."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from typing import Any

import pytest
import pytest_asyncio

from server.domain.permissions import EVERY
from server.identity.sealing import Vault, is_sealed
from server.settings import Settings, keys_of
from tests.support.provider import CLIENT, SECRET
from tests.support.running import free_port, run
from tests.support.sign_on import Town, town, why
from tests.support.worlds import PASSWORD, Somebody

pytestmark = pytest.mark.asyncio(loop_scope="module")
SETTINGS = "/v1/admin/sign-on"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def place(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    """The server and the provider of this file."""
    async with town(tmp_path_factory.mktemp("settings")) as found:
        yield found


@pytest_asyncio.fixture(loop_scope="module")
async def dana(place: Town) -> Somebody:
    """Who may do everything; the provider is as at the beginning."""
    await place.is_there()
    assert (await place.set()).status_code == 200
    return await place.world.agent("north", "dana")


async def test_the_secret_is_kept_sealed_told_to_nobody_and_not_to_another_provider(
    place: Town, dana: Somebody
) -> None:
    page = await dana.http("GET", SETTINGS)
    assert page.json()["redirectUri"] == f"{place.world.url}/console/sign-on"
    assert page.json()["provider"]["secret"]
    assert SECRET not in page.text
    ((id, sealed),) = place.world.rows("SELECT id, client_secret FROM sign_on")
    assert is_sealed(sealed)
    keys = keys_of(Settings(data_dir=place.world.server.folder / "data"))
    assert Vault(keys).open(sealed, "sso", id) == SECRET.encode()
    settings = place.settings(name="Another name")
    del settings["clientSecret"]
    assert (await dana.http("POST", SETTINGS, settings)).json()["provider"]["secret"], "kept"
    assert (await place.walk().walks("ann-there")).status_code == 200
    elsewhere = {**settings, "issuer": "https://elsewhere.example"}
    assert not (await dana.http("POST", SETTINGS, elsewhere)).json()["provider"]["secret"]
    log = (await dana.http("GET", "/v1/admin/audit?limit=1")).json()["items"][0]
    assert (log["action"], "secret" in str(log["changes"]), SECRET in str(log)) == ("sso.change", True, False)


async def test_only_who_may_do_everything_sets_it_and_what_makes_no_sense_is_refused(
    place: Town, dana: Somebody
) -> None:
    cleo = await place.world.agent("north", "cleo")
    assert why(await cleo.http("POST", SETTINGS, place.settings())) == (403, "role")
    most = [each for each in EVERY if each != "privacy"]
    role = (await dana.http("POST", "/v1/admin/roles", {"name": "Almost", "permissions": most})).json()["id"]
    _, id = await place.person("almost", role)
    login = {"workspace": "north", "email": "almost@north.example", "password": "a-long-password"}
    answer = await place.world.client.post("/v1/agent/login", json=login)
    place.world.client.cookies.clear()
    proof = {"Cookie": f"tw_session={answer.cookies['tw_session']}", "X-CSRF": answer.json()["csrf"]}
    almost = place.world._comes("almost", "agent", proof, {})
    assert why(await almost.http("POST", SETTINGS, place.settings())) == (403, "role"), "could come in as anybody"
    wrong: list[tuple[dict[str, Any], tuple[int, str]]] = [
        ({"issuer": "http://plain.example"}, (400, "issuer")),
        ({"issuer": "http://127.0.0.1:9"}, (400, "issuer")),
        ({"newcomers": "create"}, (400, "domains")),
        ({"role": "rl_nothing"}, (404, "role")),
        ({"only": True, "opener": "ag_nobody"}, (400, "opener")),
    ]
    for fields, refused in wrong:
        assert why(await dana.http("POST", SETTINGS, place.settings(**fields))) == refused
    taken = await dana.http("POST", SETTINGS, place.settings(newcomers="create", domains=["a.example"], role=role))
    assert taken.status_code == 200
    assert (await dana.http("PATCH", f"/v1/admin/agents/{id}", {"role": "agent"})).status_code == 200
    assert why(await dana.http("DELETE", f"/v1/admin/roles/{role}")) == (409, "roleId"), "newcomers get it"
    south = await place.world.agent("south", "dana")
    assert (await south.http("GET", SETTINGS)).json()["provider"] is None
    assert why(await south.http("DELETE", SETTINGS)) == (404, "signOnId")


async def test_the_test_says_what_is_wrong(place: Town, dana: Somebody) -> None:
    async def looked(**fields: Any) -> Any:
        usual = {"issuer": place.there.issuer, "clientId": CLIENT}
        answer = await dana.http("POST", f"{SETTINGS}/test", {**usual, **fields})
        assert answer.status_code == 200, answer.text
        return answer.json()

    assert await looked() == {"ok": True, "why": "", "pkce": True, "leaves": True}
    assert (await looked(clientSecret="wrong"))["why"] == "provider.client"
    assert (await looked(clientId="nobody"))["why"] == "provider.client"
    closed = f"http://127.0.0.2:{free_port()}"
    assert (await looked(issuer=closed))["why"] == "provider.connect"
    assert (await looked(issuer="https://127.0.0.1"))["why"] == "provider.address", "this machine was not opened"
    assert (await looked(issuer="http://plain.example"))["why"] == "provider.address"
    await place.is_there(broken=True)
    assert (await looked())["why"] == "provider.status"
    await place.is_there(lie="https://another.example")
    assert (await looked())["why"] == "provider.issuer"


async def test_a_provider_that_is_switched_off_or_removed_opens_nothing_and_passwords_do(
    place: Town, dana: Somebody
) -> None:
    _, spare = await place.person("spare", "admin")
    assert (await place.set(active=False, only=True, opener=spare)).status_code == 200
    assert why(await place.walk().begins()) == (404, "signOnId")
    assert (await place.world.login("north", "ben", PASSWORD)).status_code == 200
    await place.set()
    walk = place.walk()
    came = await walk.comes_back("ann-there")
    await place.set(active=False)
    assert why(await walk.finishes(came)) == (401, "signOn.state")
    assert (await dana.http("DELETE", SETTINGS)).json() == {"ok": True}
    assert (await dana.http("GET", SETTINGS)).json()["provider"] is None


async def test_who_lost_their_account_there_is_let_go_of_by_an_admin_and_known_anew(
    place: Town, dana: Somebody
) -> None:
    _, id = await place.person("kim")
    await place.is_there(people={"first": {"email": "kim@north.example", "email_verified": True}})
    assert (await place.walk().walks("first")).status_code == 200
    await place.is_there(people={"second": {"email": "kim@north.example", "email_verified": True}})
    assert why(await place.walk().walks("second")) == (403, "signOn.linked")
    assert (await dana.http("DELETE", f"/v1/admin/agents/{id}/sign-on")).json() == {"ok": True}
    assert why(await dana.http("DELETE", f"/v1/admin/agents/{id}/sign-on")) == (404, "signOnId")
    assert (await place.walk().walks("second")).status_code == 200
    log = (await dana.http("GET", "/v1/admin/audit?limit=2")).json()["items"]
    assert [line["action"] for line in log] == ["link.add", "provider.unlink"]


async def test_a_secret_that_was_moved_or_whose_key_is_gone_opens_nothing(place: Town, dana: Somebody) -> None:
    walk = place.walk()
    came = await walk.comes_back("ann-there")
    with closing(sqlite3.connect(place.world.server.database, timeout=20)) as database, database:
        database.execute("UPDATE sign_on SET client_secret = ?", (Vault((b"another",)).seal(b"x", "sso", "so_x"),))
    assert why(await walk.finishes(came)) == (503, "sealed")


async def test_the_server_s_new_key_seals_it_anew(place: Town, dana: Somebody) -> None:
    data = str(place.world.server.folder / "data")
    code, said = await run("keys", "rotate", DATA_DIR=data)
    assert code == 0, said
    ((id, sealed),) = place.world.rows("SELECT id, client_secret FROM sign_on")
    keys = keys_of(Settings(data_dir=place.world.server.folder / "data"))
    assert Vault(keys[:1]).open(sealed, "sso", id) == SECRET.encode()
