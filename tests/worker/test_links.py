"""A link asked for by e-mail: alone, at once, three an hour, sent whatever dies on the way; nobody learns whose an address is."""

import asyncio
import re

import msgspec
import pytest
from msgspec import Struct

from server.conversations.linking import mail_link
from server.conversations.room import Caller
from server.domain.errors import Refusal
from server.domain.ids import derived_id
from server.domain.profile import SignedPerson
from server.protocol.link_commands import MailLink
from tests.support.mailbox import REFUSALS, text_of
from tests.support.people import client_id
from tests.worker.conftest import MAYA, Post

PAGE, HOME = "https://harbor.example/cart?item=1", "maya@home.example"
WEEK_MS = 7 * 86_400_000


class Asking(Struct):
    """Maya on a page of a shop that says which its pages are, where letters can be sent."""

    post: Post

    async def asks(self, email: str = HOME, mark: str = "", who: Caller = MAYA) -> None:
        """For a link."""
        ask = MailLink(conversation_id=self.post.id, client_id=mark or client_id(), email=email)
        await mail_link(self.post.room, who, ask)

    async def refused(self, email: str = HOME, who: Caller = MAYA) -> tuple[str, str]:
        """Why she gets none."""
        with pytest.raises(Refusal) as no:
            await self.asks(email, who=who)
        return no.value.code, no.value.detail

    def owed(self) -> int:
        """How many are not sent and not given up."""
        return int(self.post.sql("SELECT count(*) FROM link_letter WHERE done_at = 0")[0][0])


@pytest.fixture
def asking(post: Post) -> Asking:
    """See `Asking`."""
    post.room = post.desk.room = msgspec.structs.replace(post.room, mails=True)
    post.postman = post.worker()
    post.sql("UPDATE shop SET origins = '[\"https://harbor.example\"]'")
    post.sql("UPDATE conversation SET page_url = ?, language = 'ja' WHERE id = ?", PAGE, post.id)
    return Asking(post)


async def test_the_link_leaves_at_the_next_round_alone_and_in_the_shoppers_language(asking: Asking) -> None:
    post = asking.post
    await post.answers("A secret answer")
    await asking.asks(f" {HOME} ")
    assert await post.walks(1) == 1
    (letter,) = post.box.letters
    assert letter["X-Envelope"] == f"help@shop.example {HOME}"
    assert "リンク" in letter["Subject"]
    assert letter["Content-Language"] == "ja"
    text = text_of(letter)
    assert "secret" not in text
    assert "parcel" not in text, "nothing that anybody said"
    found = re.search(rf"{re.escape(PAGE)}#tradewind=(\S+)", text)
    assert found
    word = post.room.resuming.read(found[1])
    assert (word.conversation_id, word.until) == (post.id, post.clock.ms - 1000 + WEEK_MS)
    assert (await post.talk()).mailed == 0, "the answer is owed still"
    assert await post.walks(61) == 1
    assert "A secret answer" in text_of(post.box.letters[1])


async def test_a_repeat_is_one_letter_and_the_fourth_within_an_hour_is_refused(asking: Asking) -> None:
    post = asking.post
    for mark in ("one-0000000000001", "one-0000000000001", "two-0000000000001", "six-0000000000001"):
        await asking.asks(mark=mark)
        post.later(60)
    assert await asking.refused("other@home.example") == ("rate_limited", "")
    assert await post.walks(0) == 3
    post.later(3600)
    await asking.asks()
    assert await post.walks(0) == 1
    await post.room.link_letters.forget(post.clock.ms)
    assert len(post.sql("SELECT id FROM link_letter")) == 1


async def test_an_address_that_has_had_enough_gets_no_more_and_nobody_is_told(asking: Asking) -> None:
    post = asking.post
    for _ in range(3):
        await asking.asks()
    assert await post.walks(1) == 3
    first = post.id
    await post.asked()
    assert post.id != first
    post.sql("UPDATE conversation SET page_url = ? WHERE id = ?", PAGE, post.id)
    await asking.asks(HOME.upper())
    assert await post.walks(1) == 0
    await asking.asks("another@home.example")
    assert await post.walks(1) == 1


async def test_a_worker_that_dies_over_it_is_followed_by_the_same_letter(asking: Asking) -> None:
    post = asking.post
    await asking.asks()
    await post.dies()
    assert await post.walks(100, post.worker()) == 0, "the dead one's claim still stands"
    assert await post.walks(30, post.worker()) == 1
    first, again = post.box.letters
    assert first["Message-ID"] == again["Message-ID"]
    assert text_of(first) == text_of(again)
    assert asking.owed() == 0


async def test_two_workers_who_look_at_once_send_one(asking: Asking) -> None:
    await asking.asks()
    assert sum(await asyncio.gather(*(asking.post.worker().walk() for _ in range(4)))) == 1
    assert len(asking.post.box.letters) == 1


async def test_a_no_for_now_is_asked_again_and_one_for_good_is_told_to_nobody(asking: Asking) -> None:
    post = asking.post
    post.box.mode = "greylisted"
    await asking.asks()
    assert await post.walks(1) == 0
    assert asking.owed() == 1
    post.box.mode = "well"
    assert await post.walks(61) == 1
    post.box.mode = "unknown"
    assert REFUSALS["unknown"]
    await asking.asks("nobody@home.example")
    assert await post.walks(1) == 0
    assert asking.owed() == 0
    assert not await post.notes()


async def test_where_it_would_open_nothing_or_lead_anywhere_it_is_not_given(asking: Asking) -> None:
    post, none = asking.post, ("bad_state", "mail")
    assert await asking.refused("maya@") == ("bad_request", "email")
    stranger = Caller(msgspec.structs.replace(MAYA.actor, id=derived_id("cu", "stranger")))
    assert (await asking.refused(who=stranger))[0] == "not_found"
    signed = msgspec.structs.replace(MAYA.actor, signed=SignedPerson(sub="maya", key="k"))
    assert await asking.refused(who=Caller(signed)) == none
    post.sql("UPDATE conversation SET page_url = 'https://evil.example/'")
    assert await asking.refused() == none
    post.sql("UPDATE conversation SET page_url = ?", PAGE)
    await asking.asks()
    post.sql("UPDATE shop SET origins = '[]'")
    assert await asking.refused() == none
    post.room = msgspec.structs.replace(post.room, mails=False)
    assert await asking.refused() == none
    post.sql("UPDATE shop SET origins = '[\"https://other.example\"]'")
    assert await post.walks(1) == 0
    assert asking.owed() == 0, "the page is not the shop's any more"
