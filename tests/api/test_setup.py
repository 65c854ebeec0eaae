"""Setting up people, teams, shops and rules by HTTP: what is set comes back, and what makes no sense is named by its place."""

import asyncio
import secrets
from typing import Any

import httpx2
import pytest

from tests.support.wire import Json
from tests.support.worlds import Somebody, World, derived_id

WEEK = [{"day": day, "start": 540, "end": 1080} for day in range(5)]
HOURS = {"shifts": WEEK, "specials": [{"first": "2026-12-24", "last": "2026-12-26", "spans": [], "note": "聖誕 🎄"}],
         "holidays": "DE-BY"}  # fmt: skip
STEPS = [{"name": "exact", "level": 4}, {"name": "translated", "after": 20, "level": 0, "shift": False}]

ARRAY = "Expected `array` of length"


def refused(answer: httpx2.Response) -> tuple[int, str]:
    """The status and the place of a refusal."""
    return answer.status_code, answer.json()["error"]["detail"]


async def hired(lead: Somebody, **fields: Any) -> Json:
    """A new person of the desk."""
    new = {"email": f"{secrets.token_hex(6)}@north.example", "name": "Nobody", "password": "north-and-south"}
    answer = await lead.http("POST", "/v1/admin/agents", {**new, **fields})
    assert answer.status_code == 200, answer.text
    made: Json = answer.json()
    return made


@pytest.fixture
async def lead(world: World) -> Somebody:
    return await world.agent("north", "cleo")


async def test_what_is_set_of_a_person_comes_back(lead: Somebody) -> None:
    shop = derived_id("sh", "north", "web")
    wish = {
        "timeZone": "Europe/Berlin",
        "skills": ["returns", "vip_care"],
        "shopIds": [shop],
        "markets": ["DE", "AT"],
        "hours": HOURS,
        "capacity": 6,
        "limits": {"live": 2, "mail": 0},
    }
    made = await hired(lead, **wish)
    assert {name: made[name] for name in wish} == wish
    assert (made["loads"], made["restsUntil"], made["awayReason"]) == ({}, 0, "")
    path = f"/v1/admin/agents/{made['id']}"
    changed = (await lead.http("PATCH", path, {"skills": ["returns", "returns"], "markets": []})).json()
    assert changed == {**made, "skills": ["returns"], "markets": []}
    listed = (await lead.http("GET", "/v1/admin/agents")).json()["items"]
    assert changed in listed
    await lead.http("PATCH", path, {"active": False})


@pytest.mark.parametrize(
    ("wish", "place"),
    [
        ({"skills": ["Returns"]}, "Expected `str` at $.skills[0]"),
        ({"skills": ["ok\n"]}, "Expected `str` at $.skills[0]"),
        ({"skills": ["a" * 41]}, "Expected `str` at $.skills[0]"),
        ({"skills": ["вежливость"]}, "Expected `str` at $.skills[0]"),
        ({"skills": [f"s{n}" for n in range(51)]}, f"{ARRAY} <= 50 at $.skills"),
        ({"markets": ["de"]}, "Expected `str` at $.markets[0]"),
        ({"limits": {"live": 501}}, "Expected `int` <= 500 at $.limits[...]"),
        ({"limits": {"lively": 1}}, "Invalid value at $"),
        ({"languages": [{"language": "de"}, {"language": "de", "level": 2}]}, "languages.1"),
        ({"timeZone": "Mars/Base"}, "timeZone"),
        ({"hours": {"shifts": [{"day": 7, "start": 0, "end": 5}]}}, "Expected `int` <= 6 at $.hours.shifts[0].day"),
        ({"hours": {"shifts": [{"day": 0, "start": 9, "end": 9}]}}, "hours.shifts.0"),
        ({"hours": {"shifts": [*WEEK, {"day": 1, "start": 1000, "end": 60}]}}, "hours.shifts.5"),
        ({"hours": {"shifts": [{"day": 6, "start": 1000, "end": 60}, {"day": 0, "start": 0, "end": 90}]}}, "hours.shifts.1"),
        ({"hours": {"specials": [{"first": "2026-02-30", "last": "2026-03-01"}]}}, "hours.specials.0.first"),
        ({"hours": {"specials": [{"first": "2026-03-02", "last": "2026-03-01"}]}}, "hours.specials.0.last"),
        ({"hours": {"holidays": "XX"}}, "hours.holidays"),
        ({"hours": {"shift": []}}, "Unknown field `shift` at $.hours"),
    ],
)  # fmt: skip
async def test_what_makes_no_sense_is_named_by_its_place(lead: Somebody, wish: Json, place: str) -> None:
    ann = f"/v1/admin/agents/{derived_id('ag', 'north', 'ann')}"
    assert refused(await lead.http("PATCH", ann, wish)) == (400, place)


async def test_hours_are_checked_against_the_zone_they_are_in(lead: Somebody) -> None:
    made = await hired(lead, hours=HOURS)
    path = f"/v1/admin/agents/{made['id']}"
    assert refused(await lead.http("PATCH", path, {"timeZone": "Nowhere"})) == (400, "timeZone")
    assert (await lead.http("PATCH", path, {"timeZone": "Asia/Tokyo"})).json()["hours"] == HOURS
    await lead.http("PATCH", path, {"active": False})


@pytest.mark.parametrize(("field", "kind"), [("teamIds", "tm"), ("shopIds", "sh")])
async def test_teams_and_shops_of_others_are_not_there(lead: Somebody, field: str, kind: str) -> None:
    foreign = derived_id(kind, "south", "all" if kind == "tm" else "web")
    ann = f"/v1/admin/agents/{derived_id('ag', 'north', 'ann')}"
    for id in (foreign, f"{kind}_0000000000"):
        assert refused(await lead.http("PATCH", ann, {field: [id]})) == (404, field)


async def test_two_who_change_different_things_of_a_person_both_have_their_way(lead: Somebody) -> None:
    made = await hired(lead)
    path = f"/v1/admin/agents/{made['id']}"
    wishes = [{"capacity": 9}, {"skills": ["returns"]}, {"markets": ["FR"]}, {"name": "Somebody"}]
    await asyncio.gather(*(lead.http("PATCH", path, wish) for wish in wishes))
    listed = (await lead.http("GET", "/v1/admin/agents")).json()["items"]
    now = next(each for each in listed if each["id"] == made["id"])
    assert (now["capacity"], now["skills"], now["markets"], now["name"]) == (9, ["returns"], ["FR"], "Somebody")
    await lead.http("PATCH", path, {"active": False})


async def test_what_the_desk_itself_moves_is_left_alone(world: World, lead: Somebody) -> None:
    """A person is edited while they come and go: who they are and what they do are different columns."""
    made = await hired(lead, email="moves@north.example")
    answer = await world.login("north", "moves", "north-and-south")
    headers = {"Cookie": f"tw_session={answer.cookies['tw_session']}", "X-CSRF": answer.json()["csrf"]}
    path = "/v1/agent/commands/presence.set"
    for n in range(5):
        ask = world.client.post(path, json={"availability": "away", "reason": f"{n}"}, headers=headers)
        said, _ = await asyncio.gather(ask, lead.http("PATCH", f"/v1/admin/agents/{made['id']}", {"capacity": n}))
        assert said.json()["ok"]
        row = world.rows("SELECT availability, away_reason, capacity FROM agent WHERE id = ?", made["id"])
        assert row == [("away", f"{n}", n)]
    await lead.http("PATCH", f"/v1/admin/agents/{made['id']}", {"active": False})


async def test_teams_are_listed_and_renamed(world: World, lead: Somebody) -> None:
    made = (await lead.http("POST", "/v1/admin/teams", {"name": "Night"})).json()
    renamed = {"id": made["id"], "name": "Nachtschicht 🌙"}
    path = f"/v1/admin/teams/{made['id']}"
    assert (await lead.http("PATCH", path, {"name": renamed["name"]})).json() == renamed
    assert renamed in (await lead.http("GET", "/v1/admin/teams")).json()["items"]
    stranger = await world.agent("south", "cleo")
    for id in (made["id"], "tm_0000000000", "%00", "%E2%80%AE"):
        answer = await stranger.http("PATCH", f"/v1/admin/teams/{id}", {"name": "Mine"})
        assert refused(answer) == (404, "teamId")
    assert renamed not in (await stranger.http("GET", "/v1/admin/teams")).json()["items"]


async def test_shops_are_listed_and_changed(world: World, lead: Somebody) -> None:
    made = (await lead.http("POST", "/v1/admin/shops", {"name": "Wien", "market": "AT"})).json()
    path = f"/v1/admin/shops/{made['id']}"
    wish = {"name": "Wien 1", "origins": ["https://wien.example"], "accent": "#123456", "locale": "de"}
    changed = (await lead.http("PATCH", path, wish)).json()
    assert changed == {**made, **wish}
    assert changed in (await lead.http("GET", "/v1/admin/shops")).json()["items"]
    assert (await lead.http("PATCH", path, {})).json() == changed
    assert refused(await lead.http("PATCH", path, {"market": "DE"}))[0] == 400
    stranger = await world.agent("south", "cleo")
    assert refused(await stranger.http("PATCH", path, {"name": "Mine"})) == (404, "shopId")


async def test_what_a_shop_shows_is_kept_and_reaches_its_pages(world: World, lead: Somebody) -> None:
    made = (await lead.http("POST", "/v1/admin/shops", {"name": "Gent", "market": "BE"})).json()
    path = f"/v1/admin/shops/{made['id']}"
    front = {
        "theme": "dark", "side": "left", "timeZone": "Europe/Brussels", "askName": "", "askEmail": "required",
        "words": {"nl": {"hello": "Dag! <b>", "away": "Wij slapen", "topics": ["Levering"]}},
        "hours": {"shifts": [{"day": 0, "start": 540, "end": 1020}], "specials": [], "holidays": "BE"},
    }  # fmt: skip
    wish = {"front": front, "origins": ["https://gent.example"]}
    assert (await lead.http("PATCH", path, wish)).json() == {**made, **wish}

    async def page(locale: str, origin: str) -> httpx2.Response:
        ask = {"shop": made["key"], "locale": locale}
        return await world.client.post("/v1/customer/session", json=ask, headers={"Origin": origin})

    told = (await page("nl-BE", "https://gent.example")).json()["shop"]
    assert (told["theme"], told["side"], told["hello"], told["away"]) == ("dark", "left", "Dag! <b>", "Wij slapen")
    assert (told["askName"], told["askEmail"], told["topics"]) == ("", "required", ["Levering"])
    assert (await page("fr", "https://gent.example")).json()["shop"]["hello"] == ""
    assert refused(await page("nl", "https://elsewhere.example")) == (403, "origin")
    assert (await page("nl", str(world.client.base_url))).is_success, "the desk's own sample page"
    for wrong, place in (
        ({"timeZone": "Mars/Base"}, "front.timeZone"),
        ({"hours": {"holidays": "QQ"}}, "front.hours.holidays"),
        ({"theme": "pink"}, "front.theme"),
        ({"askEmail": "please"}, "front.askEmail"),
        ({"words": {"nl": {"hello": "x" * 301}}}, "front.words[...].hello"),
    ):
        status, detail = refused(await lead.http("PATCH", path, {"front": {**front, **wrong}}))
        assert (status, detail[-len(place) :]) == (400, place)
    assert (await lead.http("PATCH", path, {})).json() == {**made, **wish}


async def test_rules_are_replaced_as_a_whole_and_come_back(lead: Somebody) -> None:
    before = (await lead.http("GET", "/v1/admin/policy")).json()
    team = derived_id("tm", "north", "all")
    queue = {"name": "vip", "match": {"vip": True, "markets": ["DE"]}, "teamId": team, "target": 30, "steps": STEPS}
    wish = {"queues": [queue], "weights": {"live": 2}, "stickySeconds": 0}
    now = (await lead.http("PATCH", "/v1/admin/policy", {"routing": wish})).json()
    assert {**now, "routing": before["routing"]} == before
    assert now["routing"]["queues"][0]["match"] == {
        "shopIds": [], "markets": ["DE"], "channels": [], "languages": [], "vip": True
    }  # fmt: skip
    assert (now["routing"]["weights"], now["routing"]["stickySeconds"]) == ({"live": 2}, 0)
    assert (await lead.http("PATCH", "/v1/admin/policy", {"routing": now["routing"]})).json() == now
    assert (await lead.http("GET", "/v1/admin/policy")).json() == now
    assert (await lead.http("GET", "/v1/agent/directory")).json()["queues"] == ["vip"]
    await lead.http("PATCH", "/v1/admin/policy", {"graceSeconds": before["graceSeconds"] + 1})
    assert (await lead.http("GET", "/v1/admin/policy")).json()["routing"] == now["routing"]
    kept = {"routing": before["routing"], "graceSeconds": before["graceSeconds"]}
    assert (await lead.http("PATCH", "/v1/admin/policy", kept)).json() == before


def queue(**fields: Any) -> Json:
    """Rules with one queue."""
    return {"queues": [{"name": "one", **fields}]}


@pytest.mark.parametrize(
    ("routing", "status", "place"),
    [
        (queue(name="очередь"), 400, "Expected `str` at $.routing.queues[0].name"),
        (queue(name=""), 400, "Expected `str` at $.routing.queues[0].name"),
        (queue(speed=1), 400, "Unknown field `speed` at $.routing.queues[0]"),
        (queue(target=-1), 400, "Expected `int` >= 0 at $.routing.queues[0].target"),
        (queue(steps=[{"name": "a", "after": 10**12}]), 400, "Expected `int` <= 604800 at $.routing.queues[0].steps[0].after"),
        (queue(steps=[{"name": "a" * 33}]), 400, "Expected `str` at $.routing.queues[0].steps[0].name"),
        (queue(steps=[{"name": "a", "level": 6}]), 400, "Expected `int` <= 5 at $.routing.queues[0].steps[0].level"),
        (queue(steps=[{"name": "a", "after": 9}, {"name": "b", "after": 8}]), 400, "routing.queues.0.steps.1.after"),
        (queue(steps=[{"name": "a"}, {"name": "a"}]), 400, "routing.queues.0.steps.1.name"),
        (queue(steps=[{"name": f"s{n}"} for n in range(13)]), 400, f"{ARRAY} <= 12 at $.routing.queues[0].steps"),
        (queue(steps=[{"name": "a", "teamIds": ["tm_0000000000"]}]), 404, "routing.queues.0.steps.0.teamIds"),
        (queue(teamId="tm_0000000000"), 404, "routing.queues.0.teamId"),
        (queue(match={"shopIds": [derived_id("sh", "south", "web")]}), 404, "routing.queues.0.match.shopIds"),
        ({"queues": [{"name": "one"}, {"name": "one"}]}, 400, "routing.queues.1.name"),
        ({"queues": [{"name": f"q{n}"} for n in range(51)]}, 400, f"{ARRAY} <= 50 at $.routing.queues"),
        ({"outsourced": [derived_id("tm", "south", "all")]}, 404, "routing.outsourced"),
        ({"weights": {"live": 0}}, 400, "Expected `int` >= 1 at $.routing.weights[...]"),
        ({"misses": 10**30}, 400, "Expected `int` <= 20 at $.routing.misses"),
        ({"misses": 2.5}, 400, "Expected `int`, got `float` at $.routing.misses"),
    ],
)  # fmt: skip
async def test_rules_that_make_no_sense_are_named_by_their_place(
    lead: Somebody, routing: Json, status: int, place: str
) -> None:
    before = (await lead.http("GET", "/v1/admin/policy")).json()
    for path, more in (("PATCH /v1/admin/policy", {}), ("POST /v1/admin/routing/replay", {"since": 0})):
        method, _, where = path.partition(" ")
        assert refused(await lead.http(method, where, {**more, "routing": routing})) == (status, place)
    assert (await lead.http("GET", "/v1/admin/policy")).json() == before


@pytest.mark.parametrize("where", ["/v1/admin/policy", "/v1/admin/routing/replay"])
async def test_rules_of_ten_megabytes_are_too_large(lead: Somebody, where: str) -> None:
    """And those of a hundred kilobytes are not: fifty queues have many steps."""
    headers = {**lead.proof.headers, "Content-Type": "application/json"}
    method = "PATCH" if where.endswith("policy") else "POST"
    large = await lead.world.client.request(method, where, content=b'"' + b"x" * 10 * 2**20 + b'"', headers=headers)
    assert refused(large) == (413, "body")
    steps = [{"name": f"step-{n}", "teamIds": [derived_id("tm", "north", "all")]} for n in range(12)]
    long = {"queues": [{"name": f"queue-{n}", "steps": steps} for n in range(50)]}
    answer = await lead.http(method, where, {"routing": long} | ({} if method == "PATCH" else {"since": 0, "until": 0}))
    assert answer.status_code in (200, 400)
    assert answer.status_code == 200 or refused(answer) == (400, "since")
    if method == "PATCH":
        await lead.http("PATCH", where, {"routing": {}})


async def test_the_rules_of_one_desk_are_not_the_others(world: World, lead: Somebody) -> None:
    stranger = await world.agent("south", "cleo")
    before = (await stranger.http("GET", "/v1/admin/policy")).json()
    await lead.http("PATCH", "/v1/admin/policy", {"routing": {"misses": 7}})
    assert (await stranger.http("GET", "/v1/admin/policy")).json() == before
    await lead.http("PATCH", "/v1/admin/policy", {"routing": {}})
