"""The clocks of a conversation: what starts them, what stops them, and that the desk is told."""

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


async def test_the_same_words_of_an_agent_start_nothing(place: Marketplace) -> None:
    await place.ann.asks("message.send", say(place.id, "You may withdraw from the contract within 14 days."))
    assert "refund" not in await clocks(place)
