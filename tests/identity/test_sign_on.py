"""Single sign-on with a real provider's process: who comes in, who stays outside, and what forged answers are worth."""

import asyncio
import base64
import secrets
import time
from collections.abc import AsyncIterator
from urllib.parse import parse_qs, urlsplit

import pytest
import pytest_asyncio

from server.identity.totp import STEP, code_at
from tests.support.provider import CLIENT, signs_out
from tests.support.sign_on import PATH, Town, Walk, ann, town, why
from tests.support.worlds import PASSWORD

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def place(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    """The server and the provider of this file."""
    async with town(tmp_path_factory.mktemp("sign-on")) as found:
        yield found


@pytest_asyncio.fixture(loop_scope="module")
async def here(place: Town) -> AsyncIterator[Town]:
    """As at the beginning, whatever the test before did."""
    yield place
    await place.is_there()
    kept = await place.set()
    assert kept.status_code == 200, kept.text


async def test_whoever_has_the_address_comes_in_and_is_known_by_the_subject_for_ever(here: Town) -> None:
    offer = (await here.world.client.get(PATH, params={"workspace": "north"})).json()
    assert offer == {"name": "Harbor ID", "only": False}
    assert (await here.world.client.get(PATH, params={"workspace": "south"})).json() == {"name": "", "only": False}
    walk = here.walk()
    arrived = await walk.walks("ann-there")
    assert arrived.status_code == 200, arrived.text
    assert arrived.json()["signedIn"]["me"]["id"] == ann()
    assert (await walk.me()).json()["me"]["name"] == "Ann"
    assert here.world.rows("SELECT proof FROM session WHERE agent_id = ? AND proof != ''", ann()) == [("sso",)]
    (cookie,) = [each for each in arrived.headers.get_list("set-cookie") if each.startswith("tw_session=")]
    assert "HttpOnly" in cookie
    moved = {"ann-there": {"email": "ann@elsewhere.example", "email_verified": False}}
    await here.is_there(people=moved)
    again = await here.walk().walks("ann-there")
    assert again.json()["signedIn"]["me"]["id"] == ann(), "the subject counts, not the address"
    thief = {"thief": {"email": "ann@north.example", "email_verified": True}}
    await here.is_there(people=thief)
    assert why(await here.walk().walks("thief")) == (403, "signOn.linked")
    log = (await (await here.world.agent("north", "dana")).http("GET", "/v1/admin/audit?limit=5")).json()["items"]
    assert [line["action"] for line in log if line["actorId"] == ann()] == ["link.add"]


async def test_the_request_is_the_code_flow_with_pkce_and_the_exact_address(here: Town) -> None:
    walk = here.walk()
    begun = await walk.begins()
    asked = {name: values[0] for name, values in parse_qs(urlsplit(begun.json()["url"]).query).items()}
    assert (asked["response_type"], asked["code_challenge_method"], asked["scope"]) == (
        "code",
        "S256",
        "openid email profile",
    )
    assert asked["redirect_uri"] == walk.back
    assert all(len(asked[name]) >= 43 for name in ("state", "nonce", "code_challenge"))
    (cookie,) = begun.headers.get_list("set-cookie")
    assert all(word in cookie for word in ("HttpOnly", "SameSite=strict", f"Path={PATH}"))
    assert asked["nonce"] not in cookie
    again = (await walk.begins()).json()["url"]
    assert parse_qs(urlsplit(again).query)["state"] != [asked["state"]]
    assert why(await walk.begins("south")) == (404, "signOnId")
    assert why(await walk.begins("nowhere")) == (404, "signOnId"), "no other word than for a desk that has none"


FORGERIES = {
    "none": "token.alg",
    "secret": "token.alg",
    "key": "token.signature",
    "unknown": "token.key",
    "embedded": "token.form",
    "words": "token.signature",
    "aud": "token.aud",
    "azp": "token.azp",
    "iss": "token.iss",
    "nonce": "token.nonce",
    "missing": "token.nonce",
    "expired": "token.expired",
    "old": "token.iat",
}


@pytest.mark.parametrize("kind", FORGERIES)
async def test_a_forged_token_opens_nothing(here: Town, kind: str) -> None:
    before = here.world.counts()["session"]
    await here.is_there(forge=kind)
    walk = here.walk()
    assert why(await walk.walks("ann-there")) == (401, FORGERIES[kind])
    assert (await walk.me()).status_code == 401
    assert here.world.counts()["session"] == before


async def test_an_answer_opens_once_and_only_in_the_browser_that_began(here: Town) -> None:
    walk, stranger = here.walk(), here.walk()
    came = await walk.comes_back("ann-there")
    assert why(await stranger.finishes(came)) == (401, "signOn.state"), "no walk began there"
    await stranger.begins()
    assert why(await stranger.finishes(came)) == (401, "signOn.state"), "another walk began there"
    kept = dict(walk.client.cookies)
    answers = await asyncio.gather(*(walk.finishes(came) for _ in range(3)))
    assert min(why(each) for each in answers) == (200, "")
    assert sum(each.status_code == 200 for each in answers) == 1
    for name, value in kept.items():
        walk.client.cookies.set(name, value, domain="127.0.0.1", path=PATH)
    assert why(await walk.finishes(came)) == (401, "signOn.spent"), "and never again"
    other = here.walk()
    fresh = await other.comes_back("ann-there")
    assert why(await other.finishes({**fresh, "code": came["code"]})) == (401, "signOn.code"), "a code of another walk"
    for wrong in ({"state": "x" * 43}, {}, {"state": "", "code": "x"}):
        assert (await other.finishes(wrong)).status_code in (400, 401)


async def test_an_answer_of_another_provider_is_no_answer(here: Town) -> None:
    await here.is_there(iss="https://another.example")
    assert why(await here.walk().walks("ann-there")) == (401, "signOn.iss")
    await here.is_there()
    walk = here.walk()
    came = await walk.comes_back("ann-there")
    assert why(await walk.finishes({name: came[name] for name in ("state", "code")})) == (401, "signOn.iss")
    walk = here.walk()
    came = await walk.comes_back("ann-there")
    await here.set(clientId="another")
    assert why(await walk.finishes(came)) == (401, "signOn.state"), "the desk has another client by now"


async def test_who_is_nobody_here_unverified_from_elsewhere_or_gone_stays_outside(here: Town) -> None:
    dana, hal = await here.person("hal")
    await here.person("kim")
    people = {
        "stranger": {"email": "stranger@north.example", "email_verified": True},
        "liar": {"email": "ben@north.example", "email_verified": False},
        "silent": {"email": "ben@north.example"},
        "bare": {},
        "kelvin": {"email": "\u212aim@north.example", "email_verified": True},
        "hal-there": {"email": "hal@north.example", "email_verified": True},
    }
    await here.is_there(people=people)
    assert why(await here.walk().walks("stranger")) == (403, "signOn.person")
    for who in ("liar", "silent", "bare", "kelvin"):
        assert why(await here.walk().walks(who)) == (403, "signOn.unverified")
    assert why(await here.walk().walks("")) == (401, "signOn.denied")
    await here.set(domains=["south.example"])
    assert why(await here.walk().walks("hal-there")) == (403, "signOn.domain")
    await here.set(domains=["north.example"])
    walk = here.walk()
    assert (await walk.walks("hal-there")).status_code == 200
    await dana.http("PATCH", f"/v1/admin/agents/{hal}", {"active": False})
    assert (await walk.me()).status_code == 401
    assert why(await here.walk().walks("hal-there")) == (403, "signOn.inactive")
    await here.set(trustsEmail=True)
    assert why(await here.walk().walks("liar")) == (403, "signOn.unverified"), "a plain no is a no"
    assert (await here.walk().walks("silent")).json()["signedIn"]["me"]["name"] == "Ben"


async def test_the_invited_come_in_as_what_they_were_invited_and_newcomers_where_they_are_wanted(here: Town) -> None:
    dana = await here.world.agent("north", "dana")
    name = secrets.token_hex(4)
    ask = {"email": f"{name}@north.example", "role": "supervisor", "locale": "ja"}
    await dana.http("POST", "/v1/admin/invitations", ask)
    people = {
        "in": {"email": f"{name}@north.example", "email_verified": "true", "name": "Ina\u0000 \n Vited"},
        "new": {"email": f"new-{name}@north.example", "email_verified": True, "locale": "pt-BR"},
    }
    await here.is_there(people=people)
    answers = await asyncio.gather(*(here.walk().walks("in") for _ in range(6)))
    assert [each.status_code for each in answers] == [200] * 6, "first times at once are one"
    me = answers[0].json()["signedIn"]["me"]
    assert (me["name"], me["role"], me["locale"]) == ("Ina Vited", "supervisor", "ja")
    assert here.world.rows("SELECT count(*) FROM agent WHERE email = ?", f"{name}@north.example") == [(1,)]
    assert here.world.rows("SELECT count(*) FROM invitation WHERE email = ?", f"{name}@north.example") == [(0,)]
    await here.set(newcomers="create", domains=["north.example"], role="agent")
    made = (await here.walk().walks("new")).json()["signedIn"]["me"]
    assert (made["name"], made["role"], made["locale"]) == (f"new-{name}", "agent", "pt-BR")
    login = {"workspace": "north", "email": f"new-{name}@north.example", "password": "a-long-password"}
    assert (await here.world.client.post("/v1/agent/login", json=login)).status_code == 401, "has no password"


async def test_keys_change_thin_tokens_are_asked_about_and_a_provider_that_is_away_lets_nobody_in(here: Town) -> None:
    assert (await here.walk().walks("ann-there")).status_code == 200
    await here.is_there(rotate=True)
    assert (await here.walk().walks("ann-there")).status_code == 200, "the new key is looked up"
    await here.person("ida")
    thin = {"ida-there": {"email": "ida@north.example", "email_verified": True}}
    await here.is_there(thin=True, people=thin)
    assert (await here.walk().walks("ida-there")).status_code == 200, "the userinfo endpoint knows the address"
    walk = here.walk()
    came = await walk.comes_back("ann-there")
    await here.is_there(broken=True)
    assert why(await walk.finishes(came)) == (503, "provider.status")
    walk = here.walk()
    await here.is_there()
    came = await walk.comes_back("ann-there")
    await here.is_there(slow=60_000)
    assert why(await walk.finishes(came)) == (503, "provider.timeout")
    assert (await walk.me()).status_code == 401


async def _phone(walk: Walk, csrf: str) -> bytes:
    """A second factor for who came by a provider and has no password to say."""
    headers = {"x-csrf": csrf}
    begun = await walk.client.post("/v1/agent/second-factor/begin", json={}, headers=headers)
    secret = base64.b32decode(begun.raise_for_status().json()["secret"])
    code = {"code": code_at(secret, int(time.time()) // STEP)}
    on = await walk.client.post("/v1/agent/second-factor/confirm", json=code, headers=headers)
    assert on.status_code == 200, on.text
    return secret


async def test_the_provider_s_word_for_several_factors_counts_where_the_desk_lets_it(here: Town) -> None:
    admin = here.walk()
    csrf = (await admin.walks("dana-there")).json()["signedIn"]["csrf"]
    headers = {"x-csrf": csrf}
    await admin.client.patch("/v1/admin/policy", json={"secondFactor": "everybody"}, headers=headers)
    try:
        assert (await admin.client.get("/v1/agent/directory")).status_code == 200, "the provider said `mfa`"
        name = secrets.token_hex(4)
        await admin.client.post("/v1/admin/invitations", json={"email": f"{name}@north.example"}, headers=headers)
        one = {"email": f"{name}@north.example", "email_verified": True}
        await here.is_there(people={"one": one})
        walk = here.walk()
        csrf = (await walk.walks("one")).json()["signedIn"]["csrf"]
        assert why(await walk.client.get("/v1/agent/directory")) == (403, "secondFactor"), "a password alone is one"
        secret = await _phone(walk, csrf)
        assert (await walk.client.get("/v1/agent/directory")).status_code == 200
        walk = here.walk()
        asked = await walk.walks("one")
        assert asked.json() == {"signedIn": None, "code": True}
        assert (await walk.me()).status_code == 401
        assert why(await walk.client.post(f"{PATH}/code", json={"code": "000000"})) == (401, "wrong code")
        right = {"code": code_at(secret, int(time.time()) // STEP + 1)}
        assert why(await here.walk().client.post(f"{PATH}/code", json=right)) == (401, "signOn.state")
        assert (await walk.client.post(f"{PATH}/code", json=right)).json()["signedIn"]["me"]["email"] == one["email"]
        await here.is_there(people={"one": {**one, "amr": ["mfa"]}})
        assert (await here.walk().walks("one")).json()["signedIn"], "the provider asked for more"
        asks = here.settings(factor="desk")
        assert (await admin.client.post("/v1/admin/sign-on", json=asks, headers=headers)).status_code == 200
        assert (await here.walk().walks("one")).json()["code"], "this desk asks itself"
    finally:
        await admin.client.patch("/v1/admin/policy", json={"secondFactor": "optional"}, headers=headers)


async def test_where_the_provider_alone_opens_one_spare_key_is_left_and_its_use_is_noted(here: Town) -> None:
    dana, id = await here.person("spare", "admin")
    ben = await here.world.agent("north", "ben", fresh=True)
    assert why(await here.set(only=True)) == (400, "opener")
    assert why(await here.set(only=True, opener=ann())) == (400, "opener")
    assert (await here.set(only=True, opener=id)).status_code == 200
    assert (await ben.http("GET", "/v1/agent/me")).status_code == 401, "came in by a password"
    assert (await dana.http("GET", "/v1/agent/me")).status_code == 200, "who turned it, stays"
    assert why(await here.world.login("north", "ben", PASSWORD)) == (403, "signOn")
    assert why(await here.world.login("north", "ben", "wrong")) == (401, "credentials")
    assert (await here.world.login("south", "ben", PASSWORD)).status_code == 200, "another desk"
    assert (await here.world.client.get(PATH, params={"workspace": "north"})).json()["only"]
    assert (await here.walk().walks("ann-there")).status_code == 200
    assert (await here.world.login("north", "spare", "a-long-password")).status_code == 200
    log = (await dana.http("GET", "/v1/admin/audit?limit=1")).json()["items"]
    assert (log[0]["action"], log[0]["actorId"]) == ("door.spare", id)
    link = (await dana.http("POST", "/v1/admin/invitations", {"email": "late@north.example"})).json()["token"]
    join = {"token": link, "name": "Late", "password": "a-long-password"}
    assert why(await here.world.client.post("/v1/agent/join", json=join)) == (403, "signOn"), "a password for nothing"
    for change in ({"active": False}, {"role": "agent"}):
        assert why(await dana.http("PATCH", f"/v1/admin/agents/{id}", change)) == (409, "opener"), "the last way in"


async def test_logging_out_may_go_on_at_the_provider(here: Town) -> None:
    await here.set(leaves=True)
    walk, other = here.walk(), here.walk()
    other.there = walk.there
    await other.walks("ann-there")
    csrf = (await walk.walks("ann-there")).json()["signedIn"]["csrf"]
    left = (await walk.client.post("/v1/agent/logout", headers={"x-csrf": csrf})).json()
    there = urlsplit(left["url"])
    assert left["url"].startswith(f"{here.there.issuer}/session/end?")
    asked = {"client_id": ["desk"], "post_logout_redirect_uri": [f"{here.world.url}/console/"]}
    assert parse_qs(there.query) == asked
    assert (await walk.me()).status_code == 401
    assert (await other.me()).status_code == 200
    assert await signs_out(walk.there, left["url"]) == f"{here.world.url}/console/"
    assert (await other.me()).status_code == 401, "the provider told us"


EVENT = "http://schemas.openid.net/event/backchannel-logout"


async def test_a_logout_there_ends_the_logins_it_opened_and_no_other_word_does(here: Town) -> None:
    walk, now = here.walk(), int(time.time())
    assert (await walk.walks("ann-there")).status_code == 200
    own = await here.world.agent("north", "ann", fresh=True)
    good = {
        "iss": here.there.issuer,
        "aud": CLIENT,
        "sub": "ann-there",
        "iat": now,
        "exp": now + 120,
        "events": {EVENT: {}},
    }

    async def told(claims: dict[str, object], token: str = "") -> int:
        form = {"logout_token": token or await here.there.signs(claims)}
        return (await here.world.client.post(f"{PATH}/ended", data=form)).status_code

    wrong: list[dict[str, object]] = [
        {"jti": ""},
        {"events": {"another": {}}},
        {"events": EVENT},
        {"nonce": "of-an-id-token"},
        {"aud": "another"},
        {"iss": "https://another.example"},
        {"iat": now - 7200},
        {"exp": now - 120},
        {"sub": ""},
    ]
    for change in wrong:
        assert await told({**good, "jti": secrets.token_hex(8), **change}) == 400, change
    token = await here.there.signs({**good, "jti": "x"})
    head, _, mac = token.split(".")
    for forged in ("", "a.b.c", token[:-8] + "AAAAAAAA", f"{head}.e30.{mac}", "x" * 20_000):
        assert await told(good, forged or "x") == 400
    assert (await walk.me()).status_code == 200, "none of these ended anything"
    assert await told(good, token) == 200
    assert (await walk.me()).status_code == 401
    assert (await own.http("GET", "/v1/agent/me")).status_code == 200, "the password opened that one"
    again = here.walk()
    await again.walks("ann-there")
    assert await told(good, token) == 400, "a token is good once"
    assert (await again.me()).status_code == 200
