"""The log of verdicts over HTTP: read by filter and page, handed out as CSV, held against its seals; never a word of a text."""

import csv
import io
import time
from typing import Any

from tests.gateway.test_verdicts import CARD, CONTACT, WARNED, Marketplace
from tests.gateway.things import HELD
from tests.support.wire import Json
from tests.support.worlds import Somebody, World

DAY = 86_400_000


async def lines(who: Somebody, **asked: Any) -> list[Json]:
    """The lines that fit, each page of two fetched."""
    found: list[Json] = []
    more = True
    while more:
        before = found[-1]["number"] if found else 0
        query = "&".join(f"{name}={value}" for name, value in (asked | {"before": before, "limit": 2}).items())
        page = (await who.http("GET", f"/v1/admin/verdicts?{query}")).json()
        found += page["items"]
        more = page["more"]
    return found


async def test_every_line_is_found_by_what_it_is_and_no_word_of_a_text_is_there(world: World) -> None:
    place = await Marketplace.opens(world, f"My card is {CARD}, please refund", market="DE")
    await place.says(CONTACT)
    await place.says(WARNED, confirmed=True)
    seq = (await place.says(HELD))["seq"]
    await place.reviews(seq, "reject", reason="tone")
    cleo, here = place.cleo, {"conversationId": place.id}
    every = await lines(cleo, **here)
    assert [(line["action"], line["outcome"]) for line in every] == [
        ("hold", "rejected"), ("hold", "held"), ("warn", "posted"), ("block", "refused"), ("mask", "posted"),
    ]  # fmt: skip
    assert [line["number"] for line in every] == sorted((line["number"] for line in every), reverse=True)
    assert {(line["channel"], line["market"]) for line in every} == {("amazon", "DE")}
    rule = every[3]["findings"][0]["rule"]
    category = every[3]["findings"][0]["category"]
    ann, now = every[3]["author"], int(time.time() * 1000)
    for asked, fits in (
        ({"action": "block"}, every[3:4]), ({"outcome": "held"}, every[1:2]), ({"category": "abuse"}, every[:3]),
        ({"rule": rule}, every[3:4]), ({"category": category}, every[3:4]), ({"rule": rule.partition(".")[0]}, []),
        ({"author": "customer"}, every[4:]), ({"author": ann}, every[1:4]), ({"shopId": every[0]["shopId"]}, every),
        ({"since": now - DAY}, every), ({"since": now + DAY}, []), ({"until": now - DAY}, []),
    ):  # fmt: skip
        assert await lines(cleo, **here, **asked) == fits, asked
    told = str(every)
    answer = await cleo.http("GET", f"/v1/admin/verdicts/csv?conversationId={place.id}")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [int(row["number"]) for row in rows] == [line["number"] for line in every]
    assert rows[3]["rules"].split() == [found["rule"] for found in every[3]["findings"]]
    for words in (CARD, CONTACT, WARNED, HELD, "tone", "court"):
        assert words not in told + answer.text
    assert (await cleo.http("GET", "/v1/admin/verdicts?since=x")).status_code == 400
    other = await world.agent("south", "dana")
    assert await lines(other, **here) == []


async def test_the_seals_are_held_against_what_was_kept(world: World) -> None:
    place = await Marketplace.opens(world)
    await place.says(CONTACT)
    seal = (await place.cleo.http("GET", "/v1/admin/verdicts/seal")).json()
    assert (seal["state"], seal["lines"] > 0, seal["brokenAt"]) == ("whole", True, 0)
    number, _, sealed = seal["head"].partition(":")
    await place.says(CONTACT)
    after = (await place.cleo.http("GET", f"/v1/admin/verdicts/seal?kept={seal['head']}")).json()
    assert (after["state"], after["lines"]) == ("whole", seal["lines"] + 1)
    false = f"{number}:{sealed[::-1]}"
    broken = (await place.cleo.http("GET", f"/v1/admin/verdicts/seal?kept={false}")).json()
    assert (broken["state"], broken["brokenAt"]) == ("broken", int(number))
    assert broken["why"]
    assert (await place.cleo.http("GET", "/v1/admin/verdicts/seal?kept=x")).status_code == 400
