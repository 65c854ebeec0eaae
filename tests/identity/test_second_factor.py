"""The second factor: the RFC's own numbers, each code once, a desk that wants it, and the way back for who lost a phone."""

import base64
import secrets
import time
from collections.abc import AsyncIterator
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from server.identity.totp import STEP, code_at, step_of, uri
from tests.support.wire import Json
from tests.support.worlds import PASSWORD, Somebody, World

RFC = b"12345678901234567890"


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "94287082"), (1111111109, "07081804"), (1111111111, "14050471"), (1234567890, "89005924"),
     (2000000000, "69279037"), (20000000000, "65353130")],
)  # fmt: skip
def test_the_vectors_of_rfc_6238(seconds: int, code: str) -> None:
    assert code_at(RFC, seconds // STEP, digits=8) == code
    assert code_at(RFC, seconds // STEP) == code[2:]


def test_the_vectors_of_rfc_4226() -> None:
    assert [code_at(RFC, counter) for counter in (0, 1, 9)] == ["755224", "287082", "520489"]


def test_one_step_of_drift_is_forgiven_and_no_more() -> None:
    now = 1_700_000_015
    step = now // STEP
    near = [step_of(RFC, code_at(RFC, step + off), now) for off in (-2, -1, 0, 1, 2)]
    assert near == [None, step - 1, step, step + 1, None]
    assert [step_of(RFC, wrong, now) for wrong in ("", "0", code_at(RFC, step) + "0", "٧٥٥٢٢٤")] == [None] * 4


def test_a_phone_reads_the_same_secret() -> None:
    parts = urlsplit(uri(RFC, "Tradewind", "a+b@x.example"))
    query = parse_qs(parts.query)
    assert (parts.scheme, parts.netloc, unquote(parts.path)) == ("otpauth", "totp", "/Tradewind:a+b@x.example")
    assert base64.b32decode(query["secret"][0]) == RFC


class Phone:
    """Somebody of south with a phone; steps are used one after the other, so that no test waits."""

    def __init__(self, world: World, name: str) -> None:
        self.world = world
        self.name = name
        self.secret = b""
        self.who: Somebody

    def code(self, off: int = 0) -> str:
        """What the phone shows, so many steps from now. Of the steps that are good, the past one may be over any moment."""
        return code_at(self.secret, int(time.time()) // STEP + off)

    async def knocks(self, code: str = "") -> tuple[int, str]:
        """Ask to be let in; the status and why not. Whoever is let in is `who` from now on."""
        login = {"workspace": "south", "email": f"{self.name}@south.example", "password": PASSWORD, "code": code}
        answer = await self.world.client.post("/v1/agent/login", json=login)
        self.world.client.cookies.clear()
        if answer.status_code == 200:
            self.holds(answer.cookies["tw_session"], answer.json()["csrf"])
        return answer.status_code, answer.json().get("error", {}).get("detail", "")

    def holds(self, cookie: str, csrf: str) -> None:
        """This is the proof now."""
        proof = {"Cookie": f"tw_session={cookie}", "X-CSRF": csrf}
        self.who = self.world._comes(self.name, "agent", proof, {})

    async def asks(self, what: str, **body: str) -> tuple[int, Json]:
        """Something about the second factor."""
        answer = await self.who.http("POST", f"/v1/agent/second-factor/{what}", body)
        self.world.client.cookies.clear()
        if "tw_session" in answer.cookies:
            self.holds(answer.cookies["tw_session"], answer.json()["csrf"])
        return answer.status_code, answer.json()

    async def enrols(self) -> list[str]:
        """Has a phone from now on; answers the recovery codes."""
        status, begun = await self.asks("begin", password=PASSWORD)
        assert status == 200, begun
        self.secret = base64.b32decode(begun["secret"])
        status, on = await self.asks("confirm", code=self.code())
        assert status == 200, on
        codes: list[str] = on["codes"]
        return codes


@pytest.fixture
async def phone(world: World) -> AsyncIterator[Phone]:
    """An admin of the south, made for one test."""
    dana, name = await world.agent("south", "dana"), f"gus{secrets.token_hex(4)}"
    ask = {"email": f"{name}@south.example", "name": "Gus", "password": PASSWORD, "role": "admin"}
    made = (await dana.http("POST", "/v1/admin/agents", ask)).json()
    phone = Phone(world, name)
    assert await phone.knocks() == (200, "")
    yield phone
    await dana.http("PATCH", f"/v1/admin/agents/{made['id']}", {"active": False})


async def test_it_is_on_only_once_confirmed_and_then_asked_for(world: World, phone: Phone) -> None:
    assert (await phone.asks("begin", password="guess"))[0] == 403
    status, begun = await phone.asks("begin", password=PASSWORD)
    assert await phone.knocks() == (200, ""), "begun is not on"
    assert (await phone.asks("confirm", code="000000"))[1]["error"]["detail"] == "code"
    phone.secret = base64.b32decode(begun["secret"])
    other = phone.who
    await phone.knocks()
    status, on = await phone.asks("confirm", code=phone.code())
    assert (status, len(set(on["codes"]))) == (200, 10)
    assert (await other.http("GET", "/v1/agent/me")).status_code == 401, "the other logins are over"
    assert (await phone.who.http("GET", "/v1/agent/second-factor")).json() == {
        "on": True, "required": False, "codesLeft": 10, "password": True
    }  # fmt: skip
    assert await phone.knocks() == (401, "code")
    assert (await phone.asks("begin", password=PASSWORD))[0] == 409
    stored = str(world.rows("SELECT * FROM second_factor") + world.rows("SELECT * FROM recovery_code"))
    assert begun["secret"] not in stored
    assert not any(code in stored for code in on["codes"])


async def test_a_code_opens_once_and_none_before_it_opens_after(phone: Phone) -> None:
    await phone.enrols()
    assert await phone.knocks(phone.code()) == (401, "wrong code"), "the one that confirmed"
    later = phone.code(1)
    assert await phone.knocks(later) == (200, "")
    assert await phone.knocks(later) == (401, "wrong code")
    assert await phone.knocks(phone.code()) == (401, "wrong code"), "a step before the last one"


async def test_recovery_codes_open_once_each_and_are_ones_own(phone: Phone) -> None:
    codes = await phone.enrols()
    spelled = "-".join(codes[0][at : at + 4] for at in range(0, 16, 4)).upper()
    assert await phone.knocks(spelled) == (200, "")
    assert await phone.knocks(codes[0]) == (401, "wrong code")
    assert await phone.knocks(codes[1]) == (200, "")
    assert (await phone.who.http("GET", "/v1/agent/second-factor")).json()["codesLeft"] == 8


async def test_guessing_codes_ends_wherever_it_comes_from_and_without_the_password_nobody_is_asked(
    phone: Phone,
) -> None:
    await phone.enrols()
    answers = [await phone.knocks(f"{n:06}") for n in range(6)]
    assert answers[0] == (401, "wrong code")
    assert answers[-1][0] == 429
    assert (await phone.knocks(phone.code(1)))[0] == 429, "also for the right one"
    login = {"workspace": "south", "email": f"{phone.name}@south.example", "password": "guess"}
    assert (await phone.world.client.post("/v1/agent/login", json=login)).json()["error"]["detail"] == "credentials"


async def test_where_it_is_wanted_nothing_else_is_done_before(world: World, phone: Phone) -> None:
    dana = await world.agent("south", "dana")
    await dana.http("PATCH", "/v1/admin/policy", {"secondFactor": "admins"})
    try:
        for method, path in (("GET", "/v1/admin/agents"), ("GET", "/v1/agent/directory"), ("POST", "/v1/agent/ticket")):
            answer = await phone.who.http(method, path)
            assert (answer.status_code, answer.json()["error"]["detail"]) == (403, "secondFactor")
        assert (await phone.who.http("POST", "/v1/agent/commands/people.list", {})).status_code == 403
        assert (await phone.who.http("GET", "/v1/agent/me")).status_code == 200
        cleo = await world.agent("south", "cleo")
        assert (await cleo.http("GET", "/v1/agent/directory")).status_code == 200, "no admin"
        await phone.enrols()
        assert (await phone.who.http("GET", "/v1/admin/agents")).status_code == 200
        assert (await phone.asks("end", password=PASSWORD, code=phone.code(1)))[1]["error"]["detail"] == "secondFactor"
        await phone.who.http("PATCH", "/v1/admin/policy", {"secondFactor": "optional"})
        assert (await phone.asks("end", password=PASSWORD, code=phone.code(1)))[0] == 200
        assert await phone.knocks() == (200, "")
    finally:
        await dana.http("PATCH", "/v1/admin/policy", {"secondFactor": "optional"})


async def test_an_admin_takes_it_off_for_who_lost_the_phone_and_nobody_for_themselves(
    world: World, phone: Phone
) -> None:
    await phone.enrols()
    id = (await phone.who.http("GET", "/v1/agent/me")).json()["me"]["id"]
    path = f"/v1/admin/agents/{id}/second-factor"
    assert (await phone.who.http("DELETE", path)).status_code == 403
    assert (await (await world.agent("south", "cleo")).http("DELETE", path)).status_code == 403
    assert (await (await world.agent("north", "dana")).http("DELETE", path)).status_code == 404
    await phone.who.connect()
    assert (await (await world.agent("south", "dana")).http("DELETE", path)).json() == {"ok": True}
    assert phone.who.wire is not None
    assert (await phone.who.wire.event("server.bye")) == {"code": "revoked"}
    assert await phone.knocks() == (200, "")
