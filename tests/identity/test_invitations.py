"""Invitations: one link, one person, for a while; by letter or by hand."""

import asyncio
import secrets
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx2
import pytest

from server.app.inviting import inviter
from server.settings import Settings
from tests.support.mailbox import mailbox
from tests.support.wire import Json
from tests.support.worlds import Somebody, World, derived_id

PASSWORD = "a-password-of-ones-own"


@pytest.fixture
async def cleo(world: World) -> Somebody:
    """Who leads the south."""
    return await world.agent("south", "cleo")


async def invited(lead: Somebody, **fields: Any) -> Json:
    """An invitation that must succeed."""
    ask = {"email": f"{secrets.token_hex(5)}@South.example", **fields}
    answer = await lead.http("POST", "/v1/admin/invitations", ask)
    assert answer.status_code == 200, answer.text
    made: Json = answer.json()
    return made


async def joins(world: World, token: str, name: str = "Hana") -> httpx2.Response:
    """Somebody follows the link. Their patience is not what is tested here."""
    return await world.client.post("/v1/agent/join", json={"token": token, "name": name, "password": PASSWORD})


def detail(answer: httpx2.Response) -> tuple[int, str]:
    """The status and the place of a refusal."""
    return answer.status_code, answer.json()["error"]["detail"]


async def test_who_is_invited_chooses_a_name_and_a_password_and_comes_in(world: World, cleo: Somebody) -> None:
    team = derived_id("tm", "south", "all")
    made = await invited(cleo, teamIds=[team], locale="ja")
    assert (made["mailed"], len(made["token"])) == (False, 43), "no mail server: handed over by hand"
    assert made["card"] in (await cleo.http("GET", "/v1/admin/invitations")).json()["items"]
    assert made["token"] not in str(world.rows("SELECT * FROM invitation"))
    answer = await joins(world, made["token"], "Hana 花")
    assert answer.json() == {"workspace": "south", "email": made["card"]["email"]}
    login = {**answer.json(), "password": PASSWORD}
    me = (await world.client.post("/v1/agent/login", json=login)).json()["me"]
    world.client.cookies.clear()
    assert (me["name"], me["role"], me["locale"]) == ("Hana 花", "agent", "ja")
    assert detail(await joins(world, made["token"])) == (404, "token"), "the link is spent"
    assert made["card"] not in (await cleo.http("GET", "/v1/admin/invitations")).json()["items"]
    log = (await (await world.agent("south", "dana")).http("GET", "/v1/admin/audit?limit=2")).json()["items"]
    assert [line["action"] for line in log] == ["agent.join", "invitation.add"]
    assert (await cleo.http("PATCH", f"/v1/admin/agents/{me['id']}", {"active": False})).status_code == 200


async def test_two_who_follow_one_link_at_once_are_one(world: World, cleo: Somebody) -> None:
    made = await invited(cleo)
    answers = await asyncio.gather(*(joins(world, made["token"], f"Twin {n}") for n in range(3)))
    assert sorted(answer.status_code for answer in answers) == [200, 404, 404]
    named = world.rows("SELECT count(*) FROM agent WHERE email = ?", made["card"]["email"])
    assert named == [(1,)]


async def test_a_link_ends_is_taken_back_and_replaced(world: World, cleo: Somebody) -> None:
    late, back = await invited(cleo), await invited(cleo)
    with closing(sqlite3.connect(world.server.database, timeout=20)) as database, database:
        database.execute("UPDATE invitation SET expires_at = 1 WHERE id = ?", (late["card"]["id"],))
    stranger = await world.agent("north", "cleo")
    path = f"/v1/admin/invitations/{back['card']['id']}"
    assert detail(await stranger.http("DELETE", path)) == (404, "invitationId")
    assert (await cleo.http("DELETE", path)).json() == {"ok": True}
    first = await invited(cleo)
    again = await invited(cleo, email=first["card"]["email"])
    for token in (late["token"], back["token"], first["token"], "x" * 43):
        assert detail(await joins(world, token)) == (404, "token")
    assert (await joins(world, again["token"])).status_code == 200
    taken = await cleo.http("POST", "/v1/admin/invitations", {"email": first["card"]["email"]})
    assert detail(taken) == (409, "email")


async def test_nobody_is_invited_above_the_one_who_invites_or_into_what_is_anothers(cleo: Somebody) -> None:
    ask = {"email": "boss@south.example", "role": "admin"}
    assert detail(await cleo.http("POST", "/v1/admin/invitations", ask)) == (403, "role")
    ask = {"email": "new@south.example", "teamIds": [derived_id("tm", "north", "all")]}
    assert detail(await cleo.http("POST", "/v1/admin/invitations", ask)) == (404, "teamIds")


@pytest.mark.parametrize("token", ["", " " * 40, "x", None, "x" * 31, "%" * 40])
async def test_an_empty_or_odd_word_opens_nothing(world: World, token: str | None) -> None:
    answer = await world.client.post("/v1/agent/join", json={"token": token, "name": "X", "password": PASSWORD})
    assert answer.status_code == 400


async def test_the_letter_carries_the_link_and_goes_only_where_both_addresses_are_known(tmp_path: Path) -> None:
    async with mailbox() as box:
        known = {"data_dir": tmp_path, "smtp_url": box.url, "mail_from": "Desk <desk@shop.example>"}
        assert not await inviter(Settings(**known))("a@b.example", "Cleo", "word")  # type: ignore[arg-type]
        invite = inviter(Settings(**known, public_url="https://desk.example/"))  # type: ignore[arg-type]
        assert await invite("a@b.example", "Cleo\r\nBcc: all@b.example", "word")
        (letter,) = box.letters
        assert (letter["To"], letter["From"], letter["Bcc"]) == ("a@b.example", "Desk <desk@shop.example>", None)
        assert "https://desk.example/console/#join=word\n" in letter.get_content().replace("\r\n", "\n")
        box.mode = "unknown"
        assert not await invite("a@b.example", "Cleo", "word"), "what no server took is shown instead"
