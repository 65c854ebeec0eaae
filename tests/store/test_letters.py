"""Who is owed a letter is found without reading every conversation, and one claim stands at a time, on both databases."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from server.app import demo
from server.app.store import Store
from server.domain.clock import SystemClock
from server.domain.conversation import Conversation
from server.domain.errors import Refusal
from server.domain.people import Author, Customer
from server.domain.timeline import Noted, Posted
from server.settings import Settings
from server.store.letters import Claim, owed
from server.store.link_letters import HOUR_MS, Wish
from server.store.turn import Change, Needs, Turn
from tests.support.shape import quick_passwords

AGENT, MAYA = Author("agent", "ag_1", "Amara"), Author("customer", "cu_1", "Maya")
TALK = Conversation(
    id="cv_1", workspace_id=demo.WORKSPACE, shop_id=demo.SHOP, customer_id="cu_1", mail_to="maya@home.example"
)
EVER = (0, 1 << 60)


@pytest.fixture
async def stores(url: str, tmp_path: Path) -> AsyncIterator[tuple[Store, Store]]:
    """Two processes' stores over one database; Maya asked and was answered."""
    settings, clock, passwords = Settings(data_dir=tmp_path, database_url=url), SystemClock(), quick_passwords()
    one, two = (Store(settings, clock, lambda _: None) for _ in range(2))
    await demo.seed(one.desk, one.records, passwords, clock)
    passwords.close()
    await one.writer.start()
    await one.writer.commit(Change(Needs(), _begun))
    yield one, two
    await one.writer.stop()
    for store in (one, two):
        await store.database.close()


def _begun(turn: Turn) -> None:
    turn.add_customer(Customer(id="cu_1", workspace_id=demo.WORKSPACE))
    turn.open(TALK)
    turn.append(TALK.id, MAYA, "1", Posted(text="Hello?", language="en"))
    turn.append(TALK.id, AGENT, "2", Posted(text="Hello!", language="en"))
    turn.append(TALK.id, AGENT, "3", Noted(text="VIP", language="en"))


async def changed(store: Store, **fields: object) -> None:
    """The conversation, otherwise."""
    needs = Needs(conversations=(TALK.id,))
    await store.writer.commit(Change(needs, lambda turn: turn.save(replace(turn._conversation(TALK.id), **fields))))  # type: ignore[type-var]


async def due(store: Store, now: int = 1) -> list[str]:
    """Who is owed a letter."""
    return [c.id for c in await store.letters.due(now, EVER, 10)]


NOT_OWED = ({"mail_to": ""}, {"mailed": 2}, {"customers_read": 2}, {"bridge_id": "br_1"})


@pytest.mark.parametrize("fields", NOT_OWED)
async def test_only_what_is_wanted_unsent_and_unread_is_due(
    stores: tuple[Store, Store], fields: dict[str, object]
) -> None:
    assert await due(stores[0]) == [TALK.id]
    await changed(stores[0], **fields)
    assert await due(stores[0]) == []


async def test_a_customers_own_words_are_no_letter(stores: tuple[Store, Store]) -> None:
    needs, again = Needs(conversations=(TALK.id,)), Posted(text="And?", language="en")

    def decide(turn: Turn) -> None:
        c = turn._conversation(TALK.id)
        assert c
        turn.save(replace(c, customers_read=2))
        turn.append(c.id, MAYA, "4", again)

    await stores[0].writer.commit(Change(needs, decide))
    assert await due(stores[0]) == []


async def test_one_claim_stands_until_it_runs_out_and_the_letter_does_not_grow(stores: tuple[Store, Store]) -> None:
    one, two = stores
    (talk,) = await one.letters.due(1, EVER, 10)
    claims = await asyncio.gather(*(store.letters.claim(talk, 1, 100) for store in (one, two) * 4))
    assert [claim for claim in claims if claim] == [Claim(2, 0)]
    assert await due(two, 99) == []
    assert await due(two, 100) == [TALK.id]
    grown = replace(talk, last_cseq=5)
    assert await two.letters.claim(grown, 100, 200) == Claim(2, 0)
    await two.letters.put_off(TALK.id, 150, 3)
    assert await one.letters.claim(grown, 149, 300) is None
    assert await one.letters.claim(grown, 150, 200) == Claim(2, 3)
    assert await one.letters.claim(replace(grown, mailed=2), 200, 300) == Claim(5, 0)


async def test_eight_at_once_who_ask_for_a_link_are_three_and_each_is_taken_once(stores: tuple[Store, Store]) -> None:
    here = {"workspace_id": demo.WORKSPACE, "conversation_id": TALK.id, "email": "maya@home.example"}
    wishes = [Wish(id=f"ll_{n}", asked_at=HOUR_MS + n, due_at=HOUR_MS, **here) for n in range(8)]
    asked = await asyncio.gather(
        *(stores[n % 2].link_letters.ask(wish) for n, wish in enumerate(wishes)), return_exceptions=True
    )
    refused = [one for one in asked if one is not None]
    assert len(refused) == 5
    assert all(isinstance(one, Refusal) and one.code == "rate_limited" and one.after_ms for one in refused)
    (kept, *_) = due = await stores[1].link_letters.due(HOUR_MS, 10)
    assert len(due) == 3
    await stores[0].link_letters.ask(kept)
    claims = await asyncio.gather(*(store.link_letters.claim(kept, HOUR_MS, 2 * HOUR_MS) for store in stores * 4))
    assert sum(claims) == 1
    assert len(await stores[0].link_letters.due(HOUR_MS, 10)) == 2
    await stores[0].link_letters.done(kept, HOUR_MS)
    await stores[0].link_letters.forget(3 * HOUR_MS)
    assert len(await stores[0].link_letters.due(3 * HOUR_MS, 10)) == 2, "what is owed is not forgotten"


def test_the_question_reads_the_index_of_those_who_want_letters(seeded: Path) -> None:
    asked = str(owed(1, EVER, 10).compile(compile_kwargs={"literal_binds": True}))
    database = sqlite3.connect(seeded)
    plan = " ".join(str(row) for row in database.execute(f"EXPLAIN QUERY PLAN {asked}"))
    database.close()
    assert "SEARCH conversation USING INDEX ix_conversation_mail" in plan
    assert "TEMP B-TREE" not in plan, "the oldest come first without sorting"
    assert "SCAN" not in plan.replace("EXISTS", "")
