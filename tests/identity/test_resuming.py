"""The word in a letter's link: for one shop, for a week, until the shopper leaves; anything else opens nothing."""

from server.domain.clock import SystemClock
from server.domain.conversation import Conversation
from server.identity.resuming import DAYS, Resuming
from server.identity.tokens import Signer
from server.settings import Settings, keys_of
from tests.support.wire import Json
from tests.support.worlds import Somebody, World

DAY = 86_400_000


def talk(world: World, id: str) -> Conversation:
    """The conversation a letter is about."""
    names = ("customer_id", "workspace_id", "shop_id", "public_at")
    row = world.rows(f"SELECT {', '.join(names)} FROM conversation WHERE id = ?", id)[0]  # noqa: S608
    return Conversation(id=id, **dict(zip(names, row, strict=True)))


def word(world: World, c: Conversation, *, purpose: str = "resume") -> str:
    """As the desk's own letters have it."""
    keys = keys_of(Settings(data_dir=world.server.folder / "data"))
    return Resuming(Signer(keys, purpose, SystemClock())).word(c)


async def session(world: World, shop: str, resume: str, **more: str) -> Json:
    """What a page is told that comes by a link."""
    answer: Json = (
        await world.client.post("/v1/customer/session", json={"shop": shop, "resume": resume, **more})
    ).json()
    return answer


async def asked(world: World) -> tuple[Somebody, Conversation]:
    """Somebody of the north's shop has asked something."""
    shopper = await world.shopper("north")
    return shopper, talk(world, await world.conversation(shopper))


async def test_it_opens_the_conversation_it_names(world: World) -> None:
    _, c = await asked(world)
    told = await session(world, "north-web", word(world, c))
    assert (told["customerId"], told["conversationId"], told["known"]) == (c.customer_id, c.id, True)


async def test_nothing_else_opens_it(world: World) -> None:
    shopper, c = await asked(world)
    late = Conversation(
        **{n: getattr(c, n) for n in ("id", "customer_id", "workspace_id", "shop_id")},
        public_at=c.public_at - DAYS * DAY,
    )
    odd = [word(world, late), word(world, c, purpose="customer"), word(world, c)[:-2], "x.y", ""]
    for each in odd:
        told = await session(world, "north-web", each)
        assert (told["conversationId"], told["known"]) == ("", False), each
        assert told["customerId"] != c.customer_id
    assert (await session(world, "south-web", word(world, c)))["customerId"] != c.customer_id
    token = str(shopper.proof.auth["token"])
    await world.client.post("/v1/customer/session/end", json={"token": token})
    assert (await session(world, "north-web", word(world, c)))["customerId"] != c.customer_id


async def test_who_was_here_before_stays_who_they_are_when_the_link_is_none(world: World) -> None:
    shopper, c = await asked(world)
    told = await session(world, "north-web", "x.y", token=str(shopper.proof.auth["token"]))
    assert told["customerId"] == c.customer_id
