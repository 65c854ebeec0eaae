"""`python -m tests.support.examples`: ask every command of a real server and write what was said as the protocol's examples.

Out: `server/protocol/examples/{command}.json`, one file a command: `asks` and `acks` by door, whole as the types encode them.
"""

import asyncio
import itertools
import json
import sqlite3
import tempfile
from pathlib import Path
from typing import Any

import msgspec

from server.domain.ids import derived_id
from server.domain.workspace import Policy
from server.protocol.catalog import BY_NAME
from server.settings import ROOT
from tests.support.running import Server
from tests.support.wire import Json
from tests.support.worlds import Planted, Somebody, World, plant_worlds

FOLDER = ROOT / "server/protocol/examples"
TOMORROW = 4_102_444_800_000
DELIVERED = 1_790_000_000_000
REPLIES = [{"kind": "reply", "label": "Keep it"}, {"kind": "reply", "label": "Send it back"}]
HELD = "You will hear from our lawyer."


class Notebook:
    """What was asked and answered, the first time each."""

    def __init__(self) -> None:
        self.found: dict[str, dict[str, Any]] = {}
        self._numbers = itertools.count(1)

    def client_id(self) -> str:
        """One that looks like 128 random bits and is the same at every making."""
        return f"3f9a6c1e-{next(self._numbers):04d}-4b7d-9e52-c0ffee000000"

    async def note(self, who: Somebody, command: str, /, **body: Any) -> Json:
        """Ask and write down; commands that take a client id get one."""
        row, door = BY_NAME[command], who.proof.door
        if "client_id" in row.ask.__struct_fields__:
            body["clientId"] = self.client_id()
        ack = await who.posts(command, body)
        assert ack["ok"], (command, ack)
        example = self.found.setdefault(command, {"command": command, "asks": {}, "acks": {}})
        ask = json.loads(msgspec.json.encode(msgspec.convert(body, row.ask)))
        example["asks"].setdefault(door, ask)
        example["acks"].setdefault(door, ack)
        return ack


async def web(book: Notebook, world: World) -> None:
    """A shopper, the agent who answers, the supervisor who decides."""
    a, ann, cleo = await world.shopper("north"), await world.agent("north", "ann"), await world.agent("north", "cleo")
    page = {"url": "https://harbor.example/cart", "title": "Cart"}
    about = {"locale": "en-GB", "market": "GB", "name": "Maya", "email": "maya@shop.example", "page": page}
    opened = await book.note(a, "conversation.open", body={"text": "Hello, where is my parcel 48213?"}, **about)
    here = {"conversationId": opened["conversationId"]}
    fence = {"fence": (await book.note(ann, "conversation.claim", **here))["conversation"]["fence"]}
    await book.note(ann, "decision.explain", **here, **fence)
    needs = {"priority": 3, "vip": True, "skills": ["refunds"], "deadline": TOMORROW, "language": "en",
             "labels": ["refund"], "attributes": {"order": "48213"}}  # fmt: skip
    await book.note(ann, "conversation.triage", **needs, **here)
    await book.note(ann, "presence.set", availability="busy", reason="lunch")
    await book.note(ann, "people.list")
    await book.note(a, "message.send", body={"text": "It should have come on Monday."}, **here)
    await book.note(
        ann,
        "message.send",
        body={"text": "I am looking it up. Meanwhile: keep it or send it back?", "pieces": REPLIES},
        language="en",
        **here,
        **fence,
    )
    await book.note(ann, "note.post", body={"text": "Carrier says: customs."}, **here)
    for person in (a, ann):
        await book.note(person, "conversation.resume", after=0, limit=50, **here)
        await book.note(person, "conversation.read", seq=3, **here)
        await book.note(person, "typing.set", typing=True, **here)
        await book.note(person, "conversation.list", view="all")
        link = await book.note(person, "file.attach", name="address.txt", size=5, **here)
        await world.client.put(link["url"], content=b"Hello")
        await book.note(person, "file.link", fileId=link["fileId"])
    await book.note(ann, "conversation.find", query="parcel")
    await book.note(ann, "draft.save", text="Your parcel is", language="en", pieces=REPLIES, **here)
    await book.note(ann, "draft.list")
    await book.note(ann, "viewing.set", viewing=True, **here)
    await book.note(ann, "mention.see", seq=3, **here)
    steps = [{"do": "label", "add": ["refund"], "remove": []}, {"do": "close"}]
    kept = await book.note(ann, "preset.save", name="Refunded", body={"kind": "macro", "steps": steps})
    await book.note(ann, "preset.list")
    await book.note(ann, "preset.drop", id=kept["items"][0]["id"])
    await book.note(ann, "draft.check", text=HELD, **here)
    await book.note(ann, "phrase.search", query="parcel", **here)
    held = {**here, **fence, "clientId": book.client_id(), "body": {"text": HELD}}
    seq = (await ann.posts("message.send", held))["seq"]
    edit = {"decision": "edit", "text": "Let us find a solution together.", "reason": "tone"}
    await book.note(cleo, "message.review", seq=seq, **edit, **here)
    await book.note(a, "conversation.rate", score=5, comment="Kind and quick.", **here)
    await book.note(ann, "conversation.snooze", until=TOMORROW, **here, **fence)
    again = (await book.note(ann, "conversation.reopen", **here))["conversation"]["fence"]
    heirs = {"teamId": derived_id("tm", "north", "all"), "note": "Needs a refund decision."}
    await book.note(ann, "conversation.transfer", fence=again, **heirs, **here)
    await book.note(ann, "conversation.close", **here)
    await book.note(a, "message.send", body={"text": "One more thing."}, **here)
    await book.note(ann, "clock.start", clock="withdrawal", since=DELIVERED, **here)
    await book.note(ann, "clock.stop", clock="reply", **here)
    await book.note(a, "conversation.contact", email="maya@shop.example", **here)
    await carried(book, world, a, here)
    await book.note(a, "conversation.close", **here)
    for person in (a, ann):
        await book.note(person, "conversation.leave", **here)


async def carried(book: Notebook, world: World, shopper: Somebody, here: Json) -> None:
    """A link by e-mail, which a shop gives that has said which its pages are."""
    shop = f"/v1/admin/shops/{derived_id('sh', 'north', 'web')}"
    cleo = await world.agent("north", "cleo")
    for origins in (["https://harbor.example"], []):
        assert (await cleo.http("PATCH", shop, {"origins": origins})).status_code == 200
        if origins:
            await book.note(shopper, "link.mail", email="maya@shop.example", **here)


async def marketplace(book: Notebook, world: World) -> None:
    """A buyer's words come by a bridge, the answer leaves by it."""
    bridge, ann = world.bridge("north"), await world.agent("north", "ann")
    buyer = {"externalId": "buyer-77", "name": "Jo", "locale": "de-DE", "market": "DE"}
    said = {"thread": "306-1234567-7654321", "externalId": "A1B2C3", "text": "Wann kommt mein Paket?", "language": "de"}
    came = await book.note(bridge, "message.deliver", customer=buyer, **said)
    link = await book.note(bridge, "file.attach", name="invoice.txt", size=5)
    await world.client.put(link["url"], content=b"Hello")
    await book.note(bridge, "file.link", fileId=link["fileId"])
    here = {"conversationId": came["conversationId"]}
    await book.note(ann, "conversation.claim", **here)
    await book.note(ann, "message.translate", seqs=[2], **here)
    await book.note(ann, "message.identify", seq=2, language="de", **here)
    better = {"language": "en", "text": "When will my parcel be here?"}
    await book.note(ann, "message.correct", seq=2, reading=better, **here)
    await book.note(ann, "message.send", body={"text": "Ihr Paket kommt morgen an."}, language="de", **here)
    waiting = await book.note(bridge, "delivery.list", after=0, limit=50)
    await book.note(bridge, "delivery.report", deliveryId=waiting["items"][0]["id"], state="sent", externalId="msg-9")


async def tickets(book: Notebook, world: World) -> None:
    """Work that outlives a conversation."""
    a, ann = await world.shopper("north"), await world.agent("north", "ann")
    here = {"conversationId": await world.conversation(a)}
    wish = {"subject": "Lamp came broken", "kind": "safety", "priority": 2, "due": TOMORROW}
    id = (await book.note(ann, "ticket.open", **wish, **here))["ticket"]["id"]
    whose = {"agentId": derived_id("ag", "north", "ann"), "teamId": derived_id("tm", "north", "all")}
    await book.note(ann, "ticket.assign", ticketId=id, version=1, **whose)
    await book.note(ann, "ticket.edit", ticketId=id, version=2, labels=["lamp"], priority=3)
    await book.note(ann, "ticket.link", ticketId=id, **here)
    await book.note(ann, "ticket.comment", ticketId=id, text="The maker looks at it.")
    await book.note(ann, "ticket.move", ticketId=id, version=4, status="on_hold")
    await book.note(ann, "ticket.read", ticketId=id)
    await book.note(ann, "ticket.list", statuses=["open", "on_hold"], owner="me")


async def offers(book: Notebook, world: World) -> None:
    """The south asks its agents first: one says no, then yes."""
    ann = await (await world.agent("south", "ann")).connect()
    await ann.posts("presence.set", {"availability": "online"})
    for answer in ("decline", "accept"):
        here = {"conversationId": await world.conversation(await world.shopper("south"))}
        assert ann.wire is not None

        def offered(event: Json, id: str = here["conversationId"]) -> bool:
            return bool(event["conversation"]["id"] == id and event["conversation"]["status"] == "offered")

        news = await ann.wire.event("conversation.changed", offered, 25)
        more = {"reason": "busy with another"} if answer == "decline" else {}
        await book.note(ann, f"offer.{answer}", fence=news["conversation"]["fence"], **here, **more)


def ask_first(data: Path) -> None:
    """Let the southern desk offer conversations instead of giving them."""
    policy = msgspec.json.encode(Policy(offer_seconds=60)).decode()
    with sqlite3.connect(data / "tradewind.db") as database:
        database.execute("UPDATE workspace SET policy = ? WHERE slug = 'south'", (policy,))
    database.close()


async def main() -> None:
    """Write all files."""
    with tempfile.TemporaryDirectory() as folder:
        # A link by e-mail is promised only where there is post; nothing is sent.
        mail = {"SMTP_URL": "smtp://127.0.0.1:9", "MAIL_FROM": "help@shop.example"}
        server, book = Server(Path(folder), **mail), Notebook()
        await plant_worlds(server.folder / "data")
        ask_first(server.folder / "data")
        world = World(Planted(await server.start()))
        try:
            for part in (web, marketplace, tickets, offers):
                await part(book, world)
        finally:
            await world.close()
            await server.stop()
    for name, example in book.found.items():
        (FOLDER / f"{name}.json").write_text(json.dumps(example, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    asyncio.run(main())
