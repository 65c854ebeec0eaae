"""An answer by e-mail: where it goes, what the customer's record learns of it, and what it never opens."""

import pytest

from tests.gateway.things import claimed
from tests.support.people import client_id
from tests.support.wire import Json
from tests.support.worlds import Somebody, World


async def wants(shopper: Somebody, id: str, email: str) -> Json:
    """They ask for a letter."""
    ask = {"conversationId": id, "clientId": client_id(), "email": email}
    return await shopper.posts("conversation.contact", ask)


async def mail_of(shopper: Somebody, id: str) -> str | None:
    """What the customer is told of the letter."""
    told = await shopper.posts("conversation.resume", {"conversationId": id})
    mail: str | None = told["conversation"].get("mail")
    return mail


async def known_address(agent: Somebody, id: str) -> str:
    """The address on the record of this conversation's customer."""
    listed = (await agent.posts("conversation.list", {"limit": 100}))["items"]
    customer = next(one["customerId"] for one in listed if one["id"] == id)
    page = (await agent.http("GET", f"/v1/agent/customers/{customer}")).json()
    return str(page["customer"]["email"])


async def test_the_first_address_is_the_customers_and_any_is_where_the_letter_goes(world: World) -> None:
    shopper, ann = await world.shopper("north"), await world.agent("north", "ann")
    id = await world.conversation(shopper)
    assert await mail_of(shopper, id) != "asked"
    assert (await wants(shopper, id, " maya@shop.example "))["ok"]
    assert await mail_of(shopper, id) == "asked"
    assert await known_address(ann, id) == "maya@shop.example"
    assert (await wants(shopper, id, "another@shop.example"))["ok"]
    assert await known_address(ann, id) == "maya@shop.example"


async def test_somebody_elses_address_opens_nothing(world: World) -> None:
    maya, other, ann = await world.shopper("north"), await world.shopper("north"), await world.agent("north", "ann")
    hers, theirs = await world.conversation(maya), await world.conversation(other)
    first, second = [await wants(who, id, "maya@home.example") for who, id in ((maya, hers), (other, theirs))]
    assert first == second
    assert [one["id"] for one in (await other.posts("conversation.list", {}))["items"]] == [theirs]
    assert (await wants(other, hers, "x@home.example"))["error"]["code"] == "not_found"
    owners = {one["id"]: one["customerId"] for one in (await ann.posts("conversation.list", {"limit": 100}))["items"]}
    assert owners[hers] != owners[theirs]


ODD = (
    *("", "maya", "maya@", "@shop.example", "maya@shop", "a b@shop.example", "<maya@shop.example>"),
    *("a@b.example, c@d.example", "maya@shop.example\nBcc: x@y.example", "maya@shop.example\x01"),
    *("maya@-shop.example", "maya@shop..example", "a" * 65 + "@shop.example", "mäya@shop.example"),
    *("=?utf-8?q?x=0ABcc=3Ay?=@shop.example", "a.=?utf-8?b?eA?=@shop.example"),
)


@pytest.mark.parametrize("odd", ODD)
async def test_what_is_no_address_is_refused_and_changes_nothing(world: World, odd: str) -> None:
    shopper = await world.shopper("north")
    id = await world.conversation(shopper)
    assert (await wants(shopper, id, odd))["error"] == {"code": "bad_request", "retry": False, "detail": "email"}
    assert await mail_of(shopper, id) != "asked"


async def test_where_nothing_is_waited_for_no_letter_is_promised(world: World) -> None:
    shopper, ann = await world.shopper("north"), await world.agent("north", "ann")
    id = await world.conversation(shopper)
    await claimed(ann, id)
    assert (await wants(shopper, id, "maya@shop.example"))["ok"]
    await shopper.posts("conversation.close", {"conversationId": id, "clientId": client_id()})
    refused = await wants(shopper, id, "late@shop.example")
    assert refused["error"] == {"code": "bad_state", "retry": False, "detail": "status"}
