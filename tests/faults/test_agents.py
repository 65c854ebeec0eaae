"""An agent who vanishes loses nothing but the conversation, which goes back to its place."""

import asyncio

import pytest

from loadtest.laws.judge import judge
from tests.faults.conftest import Begin
from tests.support.people import Agent as Colleague
from tests.support.people import client_id
from tests.support.stored import read_store
from tests.support.traffic import Desk, until

pytestmark = pytest.mark.faults


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("mutant", ["", "lose_place+keep_load"])
async def test_who_waited_before_waits_before(begin: Begin, mutant: str) -> None:
    server = await begin(mutant)
    desk = Desk(server.url)
    sofia = await Colleague.logs_in(server.url, "sofia")
    shoppers = await desk.admit(5)
    for shopper in shoppers[:4]:
        await shopper.say()
        await sofia.gets(shopper.conversation)
    await shoppers[4].say()
    held, late = shoppers[0].conversation, shoppers[4].conversation
    fence = sofia.fences[held]
    await sofia.wire.close()

    def given_back() -> bool:
        return all(thread.status == "waiting" for thread in read_store(server.database).threads.values())

    await until(given_back, 12)
    lin = await Colleague.logs_in(server.url, "lin")
    await lin.gets(held)
    sofia = await Colleague.logs_in(server.url, "sofia", online=False)
    late_word = {"clientId": client_id(), "body": {"text": "Sorry, I was away"}, "fence": fence}
    assert await sofia.refused("message.send", conversationId=held, **late_word) == "not_assignee"
    await asyncio.sleep(0.3)
    stored = read_store(server.database)
    owned = {thread.id for thread in stored.threads.values() if thread.status == "assigned"}
    history = await desk.finish()
    found = judge(history, stored)
    if mutant:
        assert {"place_lost", "load_differs"} <= {each.law for each in found}
    else:
        assert not found
        assert owned == {shopper.conversation for shopper in shoppers} - {late}
    await lin.wire.close()
    await sofia.wire.close()
