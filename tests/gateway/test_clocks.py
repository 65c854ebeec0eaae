"""The clocks of a conversation: what starts them, what stops them, and that the desk is told."""

import time

import pytest

from tests.gateway.test_verdicts import Marketplace
from tests.gateway.things import HELD, deliver, say
from tests.support.people import client_id
from tests.support.wire import Json
from tests.support.worlds import World

HOUR, DAY = 3_600_000, 86_400_000
WITHDRAWS = "I hereby withdraw from my contract and want my money back"


async def line(place: Marketplace) -> Json:
    """The conversation as the desk's list has it."""
    items = (await place.cleo.asks("conversation.list", {"view": "all", "limit": 100}))["items"]
    found: Json = next(item for item in items if item["id"] == place.id)
    return found


async def clocks(place: Marketplace) -> dict[str, int]:
    """How long each one gives, in ms."""
    return {due["clock"]: due["due"] - due["since"] for due in (await line(place))["dues"]}


async def stops(place: Marketplace, clock: str) -> Json:
    """The agent says that it is done."""
    ask = {"conversationId": place.id, "clientId": client_id(), "clock": clock}
    return await place.ann.asks("clock.stop", ask)


@pytest.fixture
async def place(world: World) -> Marketplace:
    """A buyer at a marketplace asked something; the platform wants an answer within a day."""
    return await Marketplace.opens(world)


async def test_the_oldest_unanswered_word_counts_until_a_person_has_answered(world: World, place: Marketplace) -> None:
    (due,) = (await line(place))["dues"]
    assert (due["clock"], due["due"] - due["since"], due["source"]) == ("reply", 24 * HOUR, "amazon")
    ((thread,),) = world.rows("SELECT thread FROM conversation WHERE id = ?", place.id)
    await place.relay.asks("message.deliver", deliver(thread, "Hello?") | {"language": "en"})
    assert (await line(place))["dues"] == [due]
    assert (await line(place))["lastText"] == "Hello?"
    assert (await place.says(HELD))["state"] == "held"
    assert (await line(place))["dues"] == [due], "what nobody has read answers nothing"
    await place.says("It is on its way.")
    assert (await line(place))["dues"] == []


async def test_no_answer_needed_stops_it_and_is_told(place: Marketplace) -> None:
    assert (await stops(place, "reply"))["conversation"]["dues"] == []
    after = await line(place)
    assert (after["dues"], after["awaitingSince"]) == ([], 0)
    assert (await place.log())[-1]["body"] == {"kind": "clock.stopped", "clock": "reply"}
    assert (await stops(place, "reply"))["error"]["code"] == "bad_state"


async def test_a_withdrawal_starts_the_clock_of_the_law_and_goes_before_others(world: World) -> None:
    place = await Marketplace.opens(world, WITHDRAWS)
    assert await clocks(place) == {"reply": DAY, "refund": 14 * DAY}
    assert (await line(place))["priority"] == 3
    kinds = {entry["body"]["kind"]: entry["body"] for entry in await place.log()}
    assert kinds["clock.started"]["clock"] == "refund"
    assert kinds["clock.started"]["source"] == "DE"
    await place.says("We received your notice.")
    assert await clocks(place) == {"refund": 14 * DAY}
    assert (await stops(place, "refund"))["conversation"]["dues"] == []
    assert (await stops(place, "data"))["error"]["code"] == "bad_state"


async def starts(place: Marketplace, clock: str, since: int) -> Json:
    """The agent says from which day it counts."""
    ask = {"conversationId": place.id, "clientId": client_id(), "clock": clock, "since": since}
    return await place.ann.asks("clock.start", ask)


async def test_where_the_law_waits_for_the_goods_the_refund_presses_once_they_are_back(world: World) -> None:
    place = await Marketplace.opens(world, WITHDRAWS, market="GB")
    waits = next(due for due in (await line(place))["dues"] if due["clock"] == "refund")
    assert (waits["due"], waits["source"]) == (0, "GB")
    assert (await place.checks("Your money is on its way."))["action"] == "require", (
        "the notice is still to be confirmed"
    )
    back = int(time.time() * 1000)
    dues = (await starts(place, "refund", back))["conversation"]["dues"]
    assert [(due["clock"], due["due"] - due["since"]) for due in dues] == [("reply", DAY), ("refund", 14 * DAY)]
    told = [entry for entry in await place.log() if entry["body"]["kind"] == "clock.started"][-1]
    assert (told["body"]["clock"], told["body"]["due"], told["author"]["name"]) == (
        "refund",
        back + 14 * DAY,
        "Ann",
    )


async def test_a_clock_is_set_by_hand_found_by_the_filter_and_outlives_the_conversations_end(
    world: World, place: Marketplace
) -> None:
    since = int(time.time() * 1000) - 3 * DAY
    ask = {"conversationId": place.id, "clientId": client_id(), "clock": "withdrawal", "since": since}
    first, again = [await place.ann.asks("clock.start", ask) for _ in "ab"]
    assert first["conversation"]["dues"] == again["conversation"]["dues"]
    window = next(due for due in first["conversation"]["dues"] if due["clock"] == "withdrawal")
    assert 0 <= window["due"] - since - 14 * DAY < 3 * DAY
    assert (await starts(place, "data", since))["ok"]
    fence = (await line(place))["fence"]
    assert (await place.ann.asks("conversation.close", {**ask_of(place), "fence": fence}))["ok"]
    for clocks, there in ((["data"], True), (["refund"], False), (["refund", "withdrawal"], True)):
        found = await place.cleo.asks("conversation.list", {"view": "all", "filter": {"clocks": clocks}, "limit": 100})
        assert (place.id in {item["id"] for item in found["items"]}) is there
    assert (await stops(place, "data"))["ok"]
    tomorrow = int(time.time() * 1000) + 2 * DAY
    assert (await starts(place, "refund", tomorrow))["error"]["code"] == "bad_request"
    assert (await starts(place, "reply", since))["error"]["code"] == "bad_request"
    nowhere = await Marketplace.opens(world, market="US")
    assert (await starts(nowhere, "withdrawal", since))["error"]["code"] == "bad_state", "no right, no clock"
    law = (await place.ann.http("GET", "/v1/agent/law?market=gb")).json()
    assert (law["withdrawal"]["days"], law["refundStarts"], law["stale"]) == (14, "goods", False)


def ask_of(place: Marketplace) -> Json:
    """What every command about it has."""
    return {"conversationId": place.id, "clientId": client_id()}


async def test_the_same_words_of_an_agent_start_nothing(place: Marketplace) -> None:
    await place.ann.asks("message.send", say(place.id, "You may withdraw from the contract within 14 days."))
    assert "refund" not in await clocks(place)
