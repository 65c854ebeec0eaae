"""The rules, all the way over the wire: masked, blocked, confirmed, held and judged by a second person."""

import secrets
from typing import Any

import pytest

from server.pipeline.stages import clean
from tests.gateway.things import HELD, claimed, deliver, say
from tests.support.people import client_id
from tests.support.wire import Json
from tests.support.worlds import Somebody, World

CARD = "4111 1111 1111 1111"
CONTACT = "Write to me on WhatsApp: +49 151 23456789"
WARNED = "What a shitty courier, sorry about that."


class Marketplace:
    """A thread on a marketplace in Germany: its relay, the agent who answers, a colleague, a supervisor."""

    def __init__(self, relay: Somebody, ann: Somebody, cleo: Somebody, id: str) -> None:
        self.relay, self.ann, self.cleo, self.id = relay, ann, cleo, id

    @classmethod
    async def opens(cls, world: World, text: str = "Where is my parcel?", market: str = "") -> "Marketplace":
        """A buyer wrote; Ann answers."""
        relay, ann, cleo = world.bridge("north"), await world.agent("north", "ann"), await world.agent("north", "cleo")
        for each in (relay, ann, cleo):
            await each.connect()
        ask = deliver(secrets.token_hex(4), text) | {"language": "en"}
        ask["customer"] |= {"market": market} if market else {}
        id = (await relay.asks("message.deliver", ask))["conversationId"]
        await claimed(ann, id)
        for each in (ann, cleo):
            await each.asks("conversation.resume", {"conversationId": id})
        return cls(relay, ann, cleo, id)

    async def says(self, text: str, **more: Any) -> Json:
        """Ann tries to say something."""
        return await self.ann.asks("message.send", say(self.id, text, **more))

    async def checks(self, text: str, **more: Any) -> Json:
        """Ann types it only."""
        return await self.ann.asks("draft.check", {"conversationId": self.id, "text": text, **more})

    async def reviews(self, seq: int, decision: str, who: Somebody | None = None, **more: Any) -> Json:
        """A reviewer decides."""
        ask = {"conversationId": self.id, "clientId": client_id(), "seq": seq, "decision": decision, **more}
        return await (who or self.cleo).asks("message.review", ask)

    async def log(self) -> list[Json]:
        """All entries, as agents see them."""
        ask = {"conversationId": self.id, "after": 0, "limit": 300}
        entries: list[Json] = (await self.ann.asks("conversation.resume", ask))["entries"]
        return entries

    async def due(self) -> list[str]:
        """What the buyer would read."""
        items = (await self.relay.posts("delivery.list", {"limit": 200}))["items"]
        return [each["text"] for each in items if each["conversationId"] == self.id]


@pytest.fixture
async def place(world: World) -> Marketplace:
    """A fresh thread."""
    return await Marketplace.opens(world)


async def test_a_card_number_is_masked_before_anybody_stores_it(world: World) -> None:
    place = await Marketplace.opens(world, f"My card is {CARD}, please refund")
    ack = await place.says(f"Is it {CARD}?")
    checked = await place.checks(f"Is it {CARD}?")
    assert ack["state"] == "posted"
    assert checked["action"] == "mask"
    assert checked["masked"] == ack["text"]
    assert await place.due() == [ack["text"]]
    everything = str([place.ann.answers, place.cleo.answers, place.relay.answers, await place.log()])
    assert CARD not in everything.replace(str([f"Is it {CARD}?"]), "")
    for told in (
        "SELECT count(*) FROM entry WHERE conversation_id = ? AND body LIKE ?",
        "SELECT count(*) FROM conversation WHERE id = ? AND last_text LIKE ?",
    ):
        assert world.rows(told, place.id, f"%{CARD}%") == [(0,)]


async def test_cards_are_covered_in_notes_and_drafts_too_and_no_note_is_refused(
    world: World, place: Marketplace
) -> None:
    here = {"conversationId": place.id}
    note = say(place.id, f"{CONTACT}. Card {CARD}, CVV: 123, IBAN DE89370400440532013000. {WARNED}")
    first, again = [await place.ann.asks("note.post", note) for _ in "ab"]
    assert (first["ok"], first["dup"], again["dup"]) == (True, False, True)
    await place.ann.asks("draft.save", here | {"text": f"Is it {CARD}?", "language": "en"})
    (kept,) = [
        one["text"] for one in (await place.ann.asks("draft.list", {}))["items"] if one["conversationId"] == place.id
    ]
    assert kept == "Is it •••• •••• •••• 1111?"
    fence = (await claimed(place.cleo, place.id))["fence"]
    asked = {**here, "clientId": client_id(), "fence": fence, "note": f"He pays with {CARD}"}
    assert (await place.cleo.asks("conversation.transfer", asked))["ok"]
    notes = [entry["body"]["text"] for entry in await place.log() if entry["body"]["kind"] == "note.posted"]
    assert notes[1] == "He pays with •••• •••• •••• 1111"
    assert notes[0].startswith(f"{CONTACT}. Card •••• •••• •••• 1111,")
    assert notes[0].endswith(f"IBAN DE89370400440532013000. {WARNED}"), "a note is no message: the rest stays"
    assert "123," not in notes[0]
    for asked_for in ("SELECT count(*) FROM entry WHERE body LIKE ?", "SELECT count(*) FROM draft WHERE text LIKE ?"):
        assert world.rows(asked_for, f"%{CARD}%") == [(0,)]


async def test_an_outside_contact_is_blocked_where_it_stands(place: Marketplace) -> None:
    before = await place.log()
    refused = (await place.says(CONTACT))["error"]
    assert (refused["code"], refused["retry"]) == ("rejected_policy", False)
    found = next(f for f in refused["findings"] if f["action"] == 6)
    assert 0 <= found["start"] < found["end"] <= len(CONTACT)
    assert found["message"]
    assert (await place.says(CONTACT, confirmed=True))["error"]["code"] == "rejected_policy"
    assert (await place.checks(CONTACT))["action"] == "block"
    assert await place.log() == before
    assert await place.due() == []


async def test_a_number_in_parts_is_blocked_at_its_last_one(place: Marketplace) -> None:
    for part in ("138", "0013"):
        assert (await place.says(part))["state"] == "posted"
    assert (await place.checks("8000"))["action"] == "block"
    refused = (await place.says("8000"))["error"]
    assert refused["code"] == "rejected_policy"
    assert {(found["start"], found["end"]) for found in refused["findings"]} == {(0, 4)}
    assert (await place.says("8000 pieces left in our warehouse"))["state"] == "posted"


async def test_a_retry_is_no_second_part(place: Marketplace) -> None:
    said = [say(place.id, part) for part in ("138", "0013800")]
    first = [await place.ann.asks("message.send", part) for part in said]
    again = [await place.ann.asks("message.send", part) for part in said]
    assert [each["state"] for each in first] == ["posted", "posted"]
    assert [each["dup"] for each in again] == [True, True]


async def test_the_same_words_are_free_in_the_shops_own_window(world: World) -> None:
    shopper, ann = await world.shopper("north"), await world.agent("north", "ann")
    id = await world.conversation(shopper)
    await claimed(ann, id)
    assert (await ann.posts("message.send", say(id, CONTACT)))["state"] == "posted"


async def test_a_warning_wants_the_same_message_confirmed(place: Marketplace) -> None:
    said = say(place.id, WARNED)
    first = (await place.ann.asks("message.send", said))["error"]
    assert (first["code"], first["retry"]) == ("needs_confirmation", False)
    assert first["findings"]
    assert await place.due() == []
    confirmed = await place.ann.asks("message.send", said | {"confirmed": True})
    again = await place.ann.asks("message.send", said | {"confirmed": True})
    assert (confirmed["state"], confirmed["dup"], again["dup"]) == ("posted", False, True)
    assert await place.due() == [WARNED]


async def held(place: Marketplace) -> int:
    """The number of a message that waits for a reviewer."""
    ack = await place.says(HELD)
    assert ack["state"] == "held"
    assert await place.due() == []
    return int(ack["seq"])


@pytest.mark.parametrize(
    ("decision", "more", "due", "told"),
    [
        ("approve", {}, [HELD], "message.released"),
        ("edit", {"text": "Let us find a way."}, ["Let us find a way."], "message.released"),
        ("reject", {"reason": "tone"}, [], "message.returned"),
    ],
)
async def test_a_second_person_decides(
    place: Marketplace, decision: str, more: Json, due: list[str], told: str
) -> None:
    seq = await held(place)
    assert (await place.reviews(seq, decision, **more))["ok"]
    assert await place.due() == due
    assert place.ann.wire is not None
    news = await place.ann.wire.event(told, lambda e: e["body"]["ref"] == seq)
    assert news["author"]["name"] == "Cleo"
    states = {entry["seq"]: entry["body"].get("state") for entry in await place.log()}
    assert states[seq] == ("returned" if decision == "reject" else "posted")
    assert (await place.reviews(seq, "approve"))["error"]["code"] == "bad_state"


async def test_nobody_reviews_their_own_words_and_agents_review_none(place: Marketplace) -> None:
    own = await place.cleo.asks("message.send", say(place.id, HELD))
    assert own["state"] == "held"
    assert (await place.reviews(own["seq"], "approve"))["error"]["code"] == "forbidden"
    assert (await place.reviews(own["seq"], "approve", place.ann))["error"]["code"] == "forbidden"
    for seq in (1, 999):
        refused = (await place.reviews(seq, "approve"))["error"]
        assert refused["code"] in ("bad_state", "not_found")
    assert await place.due() == []


async def test_an_editors_words_are_judged_too(place: Marketplace) -> None:
    seq = await held(place)
    refused = await place.reviews(seq, "edit", text=CONTACT)
    assert refused["ok"] is False
    assert refused["error"]["code"] == "rejected_policy"
    assert await place.due() == []
    masked = await place.reviews(seq, "edit", text=f"Is it {CARD}?")
    assert masked["ok"]
    assert CARD not in str(await place.due())
    assert len(await place.due()) == 1


@pytest.mark.parametrize("text", ["Hello, how are you?", CONTACT, WARNED, HELD, f"Is it {CARD}?", "   "])
async def test_the_check_while_typing_says_what_sending_will_say(place: Marketplace, text: str) -> None:
    checked = await place.checks(text)
    sent = await place.says(text)
    fate = {"block": "rejected_policy", "warn": "needs_confirmation", "require": "rejected_policy", "hold": "held"}
    if not clean(text):
        assert sent["error"]["code"] == "bad_request"
        return
    assert fate.get(checked["action"], "posted") == (sent["state"] if sent["ok"] else sent["error"]["code"])
    if not sent["ok"]:
        assert sent["error"]["findings"] == checked["findings"]


async def test_what_the_buyer_will_read_is_judged_as_well(world: World) -> None:
    place = await Marketplace.opens(world)
    german = say(place.id, f"Ist es {CARD}?", language="de")
    ack = await place.ann.asks("message.send", german)
    assert ack["ok"]
    assert place.ann.wire is not None
    if ack["state"] == "pending":
        await place.ann.wire.event("message.released", lambda e: e["body"]["ref"] == ack["seq"], 10)
    due = await place.due()
    assert len(due) == 1
    assert CARD not in due[0]
    assert "1111 1111" not in due[0]


async def test_every_word_of_the_rules_is_put_down_with_what_came_of_it(world: World, place: Marketplace) -> None:
    seqs = [await held(place) for _ in "abc"]
    await place.says(CONTACT)
    said = say(place.id, WARNED)
    for more in ({}, {"confirmed": True}, {"confirmed": True}):
        await place.ann.asks("message.send", said | more)
    for seq, decision, more in zip(seqs, ("approve", "edit", "reject"), ({}, {"text": "Let us see."}, {}), strict=True):
        await place.reviews(seq, decision, **more)
    await place.checks(CONTACT)
    lines = world.rows(
        "SELECT action, outcome, author, seq FROM verdict WHERE conversation_id = ? ORDER BY number", place.id
    )
    assert [line[:2] for line in lines] == [
        *[("hold", "held")] * 3, ("block", "refused"), ("warn", "asked"), ("warn", "posted"),
        ("hold", "approved"), ("hold", "edited"), ("hold", "rejected"),
    ]  # fmt: skip
    assert [line[3] for line in lines[-3:]] == seqs
    assert len({line[2] for line in lines}) == 2
    assert CONTACT not in str(world.rows("SELECT * FROM verdict"))


REFUSES = "We do not accept returns of sale items under any circumstances."


async def test_where_a_pack_asks_for_two_nobody_counts_twice_and_an_edit_starts_anew(
    world: World, place: Marketplace
) -> None:
    dana = await (await world.agent("north", "dana")).connect()
    ack = await place.says(REFUSES)
    assert ack["state"] == "held"
    seq = ack["seq"]
    assert (await place.reviews(seq, "approve"))["ok"]
    assert await place.due() == []
    assert (await place.reviews(seq, "approve"))["error"]["code"] == "forbidden"
    last = (await place.log())[-1]["body"]
    assert (last["kind"], last["ref"], len(last["approvals"])) == ("message.held", seq, 1)
    assert (await place.reviews(seq, "edit", dana, text="We look at every return."))["ok"]
    assert await place.due() == [], "the words are new: only their author has seen them"
    assert (await place.reviews(seq, "approve", dana))["error"]["code"] == "forbidden"
    assert (await place.reviews(seq, "approve"))["ok"]
    assert await place.due() == ["We look at every return."]
    outcomes = world.rows("SELECT outcome FROM verdict WHERE conversation_id = ? ORDER BY number", place.id)
    assert outcomes == [("held",), ("approved",), ("edited",), ("approved",)]


async def test_what_is_missing_is_refused_until_it_is_there(world: World) -> None:
    place = await Marketplace.opens(world, "I hereby withdraw from my contract and want my money back")
    said = "Your money is on its way."
    checked = await place.checks(said)
    refused = (await place.says(said, confirmed=True))["error"]
    assert (checked["action"], refused["code"]) == ("require", "rejected_policy")
    (lack,) = refused["findings"]
    assert (lack["start"], lack["end"]) == (len(said), len(said))
    assert (await place.says(f"{said} {lack['rewrite']}"))["state"] == "posted"
    assert (await place.says("Anything else?"))["state"] == "posted", "only the answer to the notice has to say it"
