"""Signed words: genuine, of their purpose, in their time, of their shop; or nothing."""

import pytest

from server.domain.clock import SystemClock
from server.domain.errors import Refusal
from server.identity.doors import CustomerClaims
from server.identity.links import FileClaims, FileLinks
from server.identity.logins import TicketClaims
from server.identity.tokens import Claims, Signer
from tests.support.wire import Json, Wire
from tests.support.worlds import Somebody, World, refusal_of

KEY = b"a key of this test"


class Hand:
    """A clock moved by hand; milliseconds."""

    def __init__(self) -> None:
        self.at = 1_000_000

    def now(self) -> int:
        return self.at

    def monotonic(self) -> float:
        return self.at / 1000


def claims(until: int = 2_000_000) -> CustomerClaims:
    """A shopper's claims."""
    return CustomerClaims(until=until, customer_id="cu_1", workspace_id="ws_1", shop_id="sh_1")


def refused(signer: Signer, token: str, type_: type[Claims] = CustomerClaims) -> str:
    """Why a token is none."""
    with pytest.raises(Refusal) as found:
        signer.read(token, type_)
    assert found.value.code == "unauthenticated"
    return found.value.detail


def test_a_token_says_what_was_signed_until_its_time_is_over() -> None:
    clock = Hand()
    signer = Signer((KEY,), "customer", clock)
    token = signer.sign(claims())
    assert signer.read(token, CustomerClaims) == claims()
    clock.at = 1_999_999
    assert signer.read(token, CustomerClaims) == claims()
    clock.at = 2_000_000
    assert refused(signer, token) == "expired"


def test_a_token_changed_anywhere_is_none() -> None:
    signer = Signer((KEY,), "customer", Hand())
    token = signer.sign(claims())
    for at in range(len(token) - 1):
        letter = "A" if token[at] != "A" else "B"
        assert refused(signer, token[:at] + letter + token[at + 1 :]) == "token"
    for broken in (
        "",
        ".",
        token[:-2],
        token.partition(".")[0],
        f"{token}.x",
        "é.é",
        "\ud800.a",
        "a" * 3000,
        " " + token,
    ):
        assert refused(signer, broken) == "token"


def test_another_purpose_or_key_is_no_token_and_an_old_key_still_reads() -> None:
    clock = Hand()
    token = Signer((KEY,), "customer", clock).sign(claims())
    assert refused(Signer((KEY,), "ticket", clock), token) == "token"
    assert refused(Signer((b"other",), "customer", clock), token) == "token"
    assert Signer((b"new", KEY), "customer", clock).read(token, CustomerClaims) == claims()
    assert refused(Signer((KEY,), "customer", clock), token, TicketClaims) == "token"


def test_a_file_link_is_for_one_file_one_deed_and_a_quarter_of_an_hour() -> None:
    clock = Hand()
    links = FileLinks(Signer((KEY,), "file", clock), clock)
    url, until = links.make("fl_1", "get")
    token = url.partition("?t=")[2]
    assert until - clock.now() == 15 * 60_000
    assert links.read(token, "fl_1", "get").file_id == "fl_1"
    for file, deed in (("fl_2", "get"), ("fl_1", "put")):
        with pytest.raises(Refusal) as refusal:
            links.read(token, file, deed)
        assert refusal.value.code == "unauthenticated"
    clock.at = until
    assert refused(Signer((KEY,), "file", clock), token, FileClaims) == "expired"


@pytest.fixture
def keys(world: World) -> tuple[bytes, ...]:
    """The key the running server signs with."""
    return ((world.server.folder / "data/secret").read_bytes(),)


async def code_of(world: World, door: str, **auth: object) -> str:
    """Why a connect is refused."""
    return str((await refusal_of(world.url, f"/{door}", {"version": 1, **auth}))["data"]["code"])


async def test_the_doors_refuse_what_is_forged_late_or_of_another_purpose(
    world: World, keys: tuple[bytes, ...]
) -> None:
    shopper, ann = await world.shopper("north"), await world.agent("north", "ann")
    token = shopper.proof.auth["token"]
    ticket = (await ann.http("POST", "/v1/agent/ticket")).json()["ticket"]
    clock = SystemClock()
    late = Signer(keys, "ticket", clock).sign(TicketClaims(until=clock.now() - 1, session_id="x", nonce="n"))
    old = Signer(keys, "customer", clock).sign(claims(until=clock.now() - 1))
    unknown = Signer(keys, "ticket", clock).sign(TicketClaims(until=clock.now() + 9999, session_id="x", nonce="n"))
    for door, auth in (
        ("customer", {"token": ticket}),
        ("customer", {"token": old}),
        ("customer", {"token": f"{token}x"}),
        ("customer", {}),
        ("agent", {"ticket": token}),
        ("agent", {"ticket": late}),
        ("agent", {"ticket": unknown}),
        ("agent", {"token": ticket}),
        ("bridge", {"token": token}),
        ("bridge", {"token": ""}),
        ("bridge", {"token": "\x00"}),
    ):
        assert await code_of(world, door, **auth) == "unauthenticated", (door, auth)


@pytest.mark.parametrize("door", ["customer", "agent", "bridge"])
async def test_another_version_is_told_so_and_a_strange_auth_is_refused(world: World, door: str) -> None:
    for version in (0, 2, -1):
        refused = await refusal_of(world.url, f"/{door}", {"version": version, "token": "x"})
        assert refused == {"message": "version", "data": {"code": "version", "retry": False, "detail": "1"}}
    for auth in ({"version": "1"}, {"version": 1, "role": "admin"}, {}):
        assert (await refusal_of(world.url, f"/{door}", auth))["data"]["code"] == "bad_request"


async def session(world: World, shop: str, token: object) -> Json:
    """Ask for a token with an old one in hand."""
    answer = await world.client.post("/v1/customer/session", json={"shop": shop, "token": token})
    found: Json = answer.json()
    return found


async def test_an_old_token_keeps_the_person_in_its_own_shop_alone(world: World) -> None:
    shopper = await world.shopper("north")
    id = await world.conversation(shopper)
    token = shopper.proof.auth["token"]
    again = await session(world, "north-web", token)
    for shop in ("north-amazon", "south-web"):
        elsewhere = await session(world, shop, token)
        assert elsewhere["customerId"] != again["customerId"]
        stranger = await as_shopper(world, elsewhere["token"])
        assert (await stranger.posts("conversation.resume", {"conversationId": id}))["error"]["code"] == "not_found"
    back = await as_shopper(world, again["token"])
    assert (await back.posts("conversation.resume", {"conversationId": id}))["ok"]
    assert (await session(world, "north-web", f"{token}x"))["error"]["code"] == "unauthenticated"


async def as_shopper(world: World, token: str) -> Somebody:
    """Whoever holds this token."""
    somebody = await world.shopper("north")
    somebody.proof.headers["Authorization"] = f"Bearer {token}"
    return somebody


def ours(world: World) -> dict[str, int]:
    """Rows by table, but those of the index and of webhooks: another test's are still being told."""
    return {name: rows for name, rows in world.counts().items() if not name.startswith(("searched", "webhook"))}


async def test_nothing_is_written_before_the_first_word(world: World) -> None:
    before = ours(world)
    shopper = await (await world.shopper("north")).connect()
    strange = {"conversationId": "cv_00000000000000000000000000"}
    for command, body in (
        ("conversation.list", {}),
        ("typing.set", {**strange, "typing": True}),
        ("conversation.resume", strange),
        ("message.send", {**strange, "clientId": "12345678", "body": {"text": "x"}}),
    ):
        await shopper.asks(command, body)
        await shopper.posts(command, body)
    assert ours(world) == before
    await world.conversation(shopper)
    after = ours(world)
    grown = {table: after[table] - before[table] for table in after if after[table] != before[table]}
    assert grown == {"customer": 1, "conversation": 1, "entry": 2}


async def test_one_person_has_so_many_sockets_and_another_still_gets_one(world: World) -> None:
    shopper, other = await world.shopper("north"), await world.shopper("north")
    wires = [await Wire.connect(world.url, "/customer", shopper.proof.auth) for _ in range(30)]
    refused = await refusal_of(world.url, "/customer", shopper.proof.auth)
    assert (refused["data"]["code"], refused["data"]["detail"]) == ("rate_limited", "sockets")
    assert (await wires[-1].ask("conversation.list"))["ok"]
    await other.connect()
    for wire in wires:
        await wire.close()
