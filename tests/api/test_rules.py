"""A desk's own packs and overrides: who may, what is refused with its line, and that the next message is judged by them."""

import asyncio
import time
from typing import Any

import pytest

from server.api.openapi import PLAIN
from tests.gateway.test_verdicts import CONTACT, WARNED, Marketplace
from tests.support.wire import Json
from tests.support.worlds import Somebody, World

DAY = 86_400_000
PACK = """
id = "house_style"
version = 1
title = "No promises of gifts"
source = "our own style guide"
as_of = 2026-11-01
review_after = 2026-11-02

[terms.gift_promise]
en = ["(free|little) (gift|present)"]

[pattern.weekday]
regex = '(?i)next (monday|tuesday)'

[text.gift]
en = "We promise no gifts."

[[rule]]
id = "gift"
category = "unsolicited_marketing"
find = ["gift_promise", "weekday"]
cases = [{ action = "block", directions = ["outbound"] }]
message = "gift"

[[test]]
text = "A little gift is in the parcel."
expect = "block"
rule = "gift"
"""


def soon(days: int = 30) -> int:
    """So many days from now, ms."""
    return int(time.time() * 1000) + days * DAY


async def asks(who: Somebody, method: str, path: str, body: Json | None = None) -> Json:
    """A call of `/v1/admin`; its answer."""
    answer: Json = (await who.http(method, f"/v1/admin/{path}", body)).json()
    return answer


def order(about: str, action: str, **more: Any) -> Json:
    """An override."""
    return {"about": about, "action": action, "until": soon(), "reason": "house style", **more}


@pytest.fixture
async def dana(world: World) -> Somebody:
    return await world.agent("north", "dana")


@pytest.fixture
async def cleo(world: World) -> Somebody:
    return await world.agent("north", "cleo")


async def test_a_desks_pack_counts_from_the_next_message_and_only_there(world: World, dana: Somebody) -> None:
    place = await Marketplace.opens(world)
    assert (await place.checks("A little gift is in the parcel."))["action"] == "allow"
    page = await asks(dana, "POST", "packs", {"source": PACK})
    mine = page["packs"][0]
    assert (mine["name"], mine["own"], mine["stale"], mine["rules"]) == ("house_style", True, True, ["gift"])
    assert len(page["packs"]) > 40
    refused = (await place.says("A little gift is in the parcel."))["error"]
    assert (refused["code"], refused["findings"][0]["rule"]) == ("rejected_policy", "house_style.gift")
    assert (await place.checks("It comes next Monday."))["action"] == "block"
    ((packs,),) = world.rows("SELECT packs FROM verdict WHERE conversation_id = ?", place.id)
    assert "house_style@1" in packs
    other = await world.agent("south", "dana")
    assert all(not pack["own"] for pack in (await asks(other, "GET", "packs"))["packs"])
    assert (await asks(other, "GET", f"packs/{mine['id']}"))["error"]["code"] == "not_found"
    assert (await asks(dana, "GET", f"packs/{mine['id']}"))["source"] == PACK
    assert (await asks(dana, "DELETE", f"packs/{mine['id']}"))["ok"]
    assert (await place.checks("A little gift is in the parcel."))["action"] == "allow"


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (('id = "gift"', 'id = "gift"\nreviewers = 3'), "house_style.toml:19: rule `gift` asks for 3 reviewers"),
        (("(?i)next", "(?=next)"), "house_style.toml:12: pattern `weekday` is not RE2"),
        (('["gift_promise", "weekday"]', '["gifts"]'), "house_style.toml:19: rule `gift` asks for an unknown slot `gifts`"),
        (('expect = "block"', 'expect = "hold"'), "house_style.toml:26: a test expects `hold` and gets `block`"),
        (('directions = ["outbound"]', 'markets = ["DE"]'), "house_style.toml:19: rule `gift` must say `directions"),
        (('"house_style"', '"abuse"'), "abuse.toml:2: the id `abuse` is taken"),
        (('title = "', "title = "), "house_style.toml:4:"),
        (("(free|little)", "(a|b)" * 20), "house_style.toml:10: these words stand for more than"),
    ],
)  # fmt: skip
async def test_a_broken_pack_is_refused_with_its_line_and_the_old_one_stays(
    world: World, dana: Somebody, change: tuple[str, str], line: str
) -> None:
    await asks(dana, "POST", "packs", {"source": PACK})
    answer = await asks(dana, "POST", "packs", {"source": PACK.replace(*change)})
    assert answer["error"]["code"] == "bad_request"
    assert answer["error"]["detail"].startswith(line)
    (mine,) = [pack for pack in (await asks(dana, "GET", "packs"))["packs"] if pack["own"]]
    assert (await asks(dana, "GET", f"packs/{mine['id']}"))["source"] == PACK
    assert (await asks(dana, "DELETE", f"packs/{mine['id']}"))["ok"]


async def test_rules_get_stricter_by_anybody_who_sets_up_and_milder_only_when_signed(
    world: World, dana: Somebody, cleo: Somebody
) -> None:
    place = await Marketplace.opens(world)
    assert (await asks(cleo, "POST", "packs", {"source": PACK}))["error"]["code"] == "forbidden"
    found = await asks(cleo, "POST", "overrides", order("abuse", "block"))
    (kept,) = found["overrides"]
    assert (await place.checks(WARNED))["action"] == "block"
    assert (await asks(cleo, "DELETE", f"overrides/{kept['id']}"))["error"]["code"] == "forbidden", "that were milder"
    await asks(cleo, "POST", "overrides", order("contact_exchange", "allow"))
    assert (await place.checks(CONTACT))["action"] == "block", "unsigned it only gets stricter"
    refused = await asks(cleo, "POST", "overrides", order("abuse", "allow", signed=True))
    assert refused["error"]["code"] == "forbidden"
    await asks(dana, "POST", "overrides", order("abuse", "allow", signed=True))
    assert (await place.checks(WARNED))["action"] == "allow"
    for wrong, code in (
        (order("nothing.here", "block"), "not_found"),
        (order("abuse", "block", shopId="sh_none"), "not_found"),
        (order("abuse", "mask"), "bad_request"),
        (order("abuse", "block") | {"until": soon(-1)}, "bad_request"),
        (order("abuse", "block") | {"until": soon(900)}, "bad_request"),
    ):
        assert (await asks(dana, "POST", "overrides", wrong))["error"]["code"] == code
    for each in (await asks(dana, "GET", "packs"))["overrides"]:
        await asks(dana, "DELETE", f"overrides/{each['id']}")
    assert (await place.checks(WARNED))["action"] == "warn"
    deeds = [line["action"] for line in (await asks(dana, "GET", "audit?limit=50"))["items"]]
    assert {"override.add", "override.remove"} <= set(deeds)


async def test_a_dry_run_says_what_would_differ_and_changes_nothing(world: World, dana: Somebody) -> None:
    began = soon(0)
    place = await Marketplace.opens(world)
    await place.says("A little gift is in the parcel.")
    await place.says("It is on its way.")
    run = await asks(dana, "POST", "rules/dry-run", {"since": began, "pack": PACK})
    assert run["stricter"] >= 1
    assert run["milder"] == 0
    assert run["judged"] == sum(run["before"].values()) == sum(run["after"].values()) >= 3
    (mine,) = [each for each in run["differs"] if each["conversationId"] == place.id]
    assert (mine["before"], mine["after"], mine["rulesAfter"]) == ("allow", "block", ["house_style.gift"])
    assert "gift is in" not in str(run)
    assert (await place.checks("A little gift is in the parcel."))["action"] == "allow"
    both = await asyncio.gather(*(asks(dana, "POST", "rules/dry-run", {"since": began}) for _ in "ab"))
    assert sorted(each.get("error", {}).get("code", "ok") for each in both) == ["busy", "ok"]


def test_the_document_knows_the_routes() -> None:
    assert ("post", "/v1/admin/rules/dry-run") in {row[:2] for row in PLAIN}
