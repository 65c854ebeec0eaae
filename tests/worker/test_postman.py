"""The answer by e-mail: who gets a letter and when, what a mail server's no leads to, and that nothing is sent twice by two."""

import asyncio
import itertools

import pytest

from server.worker.smtp import Post as Wire
from tests.support.mailbox import REFUSALS, text_of
from tests.worker.conftest import ADDRESS, MAYA, Post


async def test_what_nobody_read_leaves_after_a_minute_as_one_letter(post: Post) -> None:
    await post.answers("We are looking at it")
    post.later(30)
    await post.answers("Your parcel is in Osaka")
    assert await post.walks(59) == 0, "it may still be read here"
    assert await post.walks(2) == 1
    (letter,) = post.box.letters
    assert letter["X-Envelope"] == f"help@shop.example {ADDRESS}"
    assert "We are looking at it" in text_of(letter)
    assert "Your parcel is in Osaka" in text_of(letter)
    talk = await post.talk()
    assert talk.mailed == talk.last_cseq
    assert await post.walks(3600) == 0, "it was sent"


async def test_a_second_answer_is_a_second_letter_in_the_same_thread(post: Post) -> None:
    await post.answers("First")
    assert await post.walks() == 1
    await post.answers("Second")
    assert await post.walks() == 1
    one, two = post.box.letters
    assert two["In-Reply-To"] == one["Message-ID"] != two["Message-ID"]
    assert "First" not in text_of(two)


async def test_nothing_leaves_that_the_customer_read_or_wrote(post: Post) -> None:
    await post.answers("Read in the chat")
    post.later(59)
    await post.reads()
    assert await post.walks() == 0
    await post.answers("Hello again", MAYA)
    assert await post.walks() == 0, "their own word is no answer"
    await post.answers("The rest")
    assert await post.walks() == 1
    assert "Read in the chat" not in text_of(post.box.letters[0])


async def test_nobody_who_gave_no_address_gets_a_letter(post: Post) -> None:
    post.sql("UPDATE conversation SET mail_to = ''")
    await post.answers()
    assert await post.walks() == 0
    assert post.box.came == 0


async def test_a_conversation_that_the_desk_closed_is_answered_and_one_its_customer_closed_is_not(post: Post) -> None:
    await post.answers()
    await post.closes(MAYA)
    assert await post.walks() == 0
    assert (await post.talk()).mailed, "it is not looked at for ever"
    await post.answers("Hello again", MAYA)
    await post.asked()
    await post.answers("Good bye")
    await post.closes(post.amara)
    assert await post.walks() == 1


async def test_letters_of_one_conversation_keep_their_distance(post: Post) -> None:
    hasty = post.worker(wait=1.0)
    await post.answers("First")
    assert await post.walks(2, hasty) == 1
    await post.answers("Second")
    assert await post.walks(50, hasty) == 0
    await post.answers("Third")
    assert await post.walks(11, hasty) == 1
    assert len(post.box.letters) == 2


async def test_two_workers_who_look_at_once_send_one_letter(post: Post) -> None:
    await post.answers()
    post.later(61)
    assert sum(await asyncio.gather(*(post.worker().walk() for _ in range(4)))) == 1
    assert len(post.box.letters) == 1


async def test_a_worker_that_dies_between_accept_and_commit_is_followed_by_the_same_letter(post: Post) -> None:
    await post.answers("First")
    post.later(61)
    await post.dies()
    assert (await post.talk()).mailed == 0
    await post.answers("Second")
    assert await post.walks(100, post.worker()) == 0, "the dead one's claim still stands"
    assert await post.walks(30, post.worker()) == 1
    first, again = post.box.letters
    assert first["Message-ID"] == again["Message-ID"]
    assert text_of(first) == text_of(again), "who throws the double away loses nothing"
    assert await post.walks(61, post.worker()) == 1
    assert "Second" in text_of(post.box.letters[2])
    assert len(set(post.box.ids)) == 2


@pytest.mark.parametrize("mode", ["unknown", "spam"])
async def test_a_letter_refused_for_good_is_told_to_the_desk_and_not_tried_again(post: Post, mode: str) -> None:
    post.box.mode = mode
    await post.answers()
    assert await post.walks() == 0
    (code,) = (answer[:3] for answer in REFUSALS[mode].values())
    (note,) = await post.notes()
    assert ADDRESS in note
    assert code in note
    assert (await post.talk()).mail_to == ""
    assert await post.walks(86_400) == 0
    assert post.box.came == 1
    post.box.mode = "well"
    await post.leaves_address("maya@work.example")
    assert await post.walks() == 1, "a better address gets what was never sent"


@pytest.mark.parametrize("mode", ["greylisted", "full"])
async def test_a_letter_refused_for_now_is_tried_again_ever_more_slowly(post: Post, mode: str) -> None:
    post.box.mode = mode
    await post.answers()
    tried = []
    for minute in range(120):
        came = post.box.came
        await post.walks(60)
        tried += [minute] * (post.box.came - came)
    gaps = [after - before for before, after in itertools.pairwise(tried)]
    assert 4 < len(tried) < 10
    assert gaps[-1] > 4 * gaps[0]
    post.box.mode = "well"
    assert await post.walks(3600) == 1
    assert not await post.notes()


async def test_after_days_of_no_it_is_given_up_and_told(post: Post) -> None:
    post.box.mode = "greylisted"
    await post.answers()
    for day in range(6):
        assert not await post.notes(), day
        await post.walks(86_399)
    (note,) = await post.notes()
    assert "451" in note
    came = post.box.came
    await post.walks(3600)
    assert post.box.came == came


@pytest.mark.parametrize("mode", ["hangs", "drops", "closing", "sender"])
async def test_a_server_that_serves_nobody_is_left_alone_for_a_while_and_costs_no_letter(post: Post, mode: str) -> None:
    post.box.mode = mode
    await post.answers()
    worker = post.worker(seconds=0.3)
    async with asyncio.timeout(20):
        assert await post.walks(61, worker) == 0
    came = post.box.came
    post.sql("UPDATE letter SET due_at = 0")
    await post.walks(1, worker)
    assert post.box.came == came, "it rests"
    assert not await post.notes(), "a fault of the house is no fault of the address"
    post.box.mode = "well"
    assert await post.walks(600, worker) == 1


async def test_a_letter_that_kills_its_connection_does_not_stand_in_front_of_the_others(post: Post) -> None:
    await post.answers("Poison")
    poisoned = post.id
    post.later(1)
    post.sql("UPDATE conversation SET mailed = last_cseq WHERE id = ?", poisoned)
    await post.asked()
    await post.answers("Good")
    post.sql("UPDATE conversation SET mailed = 0 WHERE id = ?", poisoned)
    post.box.mode = "drops"
    await post.walks(61)
    post.box.mode = "well"
    assert await post.walks(10) == 1
    assert "Good" in text_of(post.box.letters[0])


async def test_a_server_that_is_not_there_is_said_in_one_word(post: Post) -> None:
    worker = post.worker()
    worker._post = Wire(worker._post._options.__class__(host="127.0.0.1", port=1, sender=worker._sender))
    assert (await worker._post.ask()).kind == "away"
    assert (await worker._post.ask()).code == "SMTPConnectError"
    await post.answers()
    assert await post.walks(61, worker) == 0
