"""Snapshot + events = fresh snapshot, for the desk and for the customer, after every command that changes something."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import httpx2
import pytest

from server.protocol.catalog import COMMANDS
from tests.properties.replica import Replica
from tests.support.people import Agent, Person, Shopper, client_id
from tests.support.policies import set_policy
from tests.support.running import PLAIN, Server
from tests.support.wire import Json, Wire

READING = {
    "conversation.resume",
    "conversation.leave",
    "conversation.list",
    "people.list",
    "file.link",
    "link.mail",
    "draft.check",
    "phrase.search",
    "delivery.list",
    "decision.explain",
    "typing.set",
    "file.attach",
    "delivery.report",
    "erasure.list",
    "erasure.report",
    "draft.list",
    "draft.save",
    "preset.list",
    "preset.save",
    "preset.drop",
    "conversation.find",
    "mention.see",
    "viewing.set",
    "consent.record",
    "ticket.read",
    "ticket.list",
}
"""What changes nothing that a list or a thread shows."""


class Scene:
    """Ana's conversation, Lin who has it, the supervisor Amara who looks on, and what they see."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.done: set[str] = set()
        self.offers = -1

    async def begin(self) -> "Scene":
        """Everybody comes in and reads once."""
        self.ana = await Shopper.arrives(self.url, locale="zh-CN")
        await self.ana.says("你好，我的包裹什么时候到？")
        self.id = self.ana.conversation
        self.lin = await Agent.logs_in(self.url, "lin", online=False)
        self.amara = await Agent.logs_in(self.url, "amara", online=False)
        self.replicas = {
            "Ana": await Replica(self.ana, agent=False).read(self.id),
            "Lin": await Replica(self.lin, agent=True).read(self.id),
            "Amara": await Replica(self.amara, agent=True).read(self.id),
        }
        self.deaf = [
            await Replica(self.amara, agent=True, deaf=name).read(self.id)
            for name in ("conversation.changed", "message.posted", "message.released")
        ]
        return self

    async def does(self, who: Person, name: str, /, **fields: object) -> Json:
        """A command, after which everybody's kept state must become the fresh one within five seconds."""
        ack = await who.does(name, **fields)
        await self.agrees(name)
        return ack

    async def agrees(self, after: str) -> None:
        """Everybody sees what a newcomer would."""
        self.done.add(after)
        until = time.monotonic() + 5
        while found := {who: each for who, replica in self.replicas.items() if (each := await replica.differences())}:
            assert time.monotonic() < until, f"after {after}: {found}"
            await asyncio.sleep(0.1)

    def on(self, **more: object) -> Json:
        """The conversation and a client id of its own."""
        return {"conversationId": self.id, "clientId": client_id(), **more}

    async def fence(self) -> int:
        """The fence of the assignment that is open now."""
        items = (await self.amara.does("conversation.list", view="all"))["items"]
        return next(item["fence"] for item in items if item["id"] == self.id)


HELD = "See you in court!"


@pytest.fixture
async def scene(tmp_path: Path, seeded: Path) -> AsyncIterator[Scene]:
    """A house whose router asks before it gives."""
    server = Server(tmp_path).given(seeded)
    set_policy(server, offer_seconds=60)
    await server.start()
    yield await Scene(server.url).begin()
    await server.kill()


async def test_what_is_told_adds_up_to_what_is_read(scene: Scene) -> None:
    await _offers(scene)
    await _words(scene)
    await _hands(scene)
    await _ends(scene)
    await _others(scene)
    await _tickets(scene)
    assert scene.done | READING == {row.name for row in COMMANDS}
    for replica in scene.deaf:
        assert await replica.differences(), "a client that misses an event must differ"


async def _offers(scene: Scene) -> None:
    lin, team = scene.lin, await _team(scene)
    await scene.does(lin, "presence.set", availability="online")
    await scene.does(lin, "offer.accept", conversationId=scene.id, fence=await _offered(scene))
    await scene.does(lin, "conversation.transfer", **scene.on(teamId=team, fence=await scene.fence()))
    await scene.does(lin, "offer.decline", conversationId=scene.id, fence=await _offered(scene))
    await scene.does(lin, "conversation.claim", **scene.on())


async def _offered(scene: Scene) -> int:
    """The fence of the offer, once it is there."""

    def fits(event: Json) -> bool:
        c = event["conversation"]
        return c["id"] == scene.id and c["status"] == "offered" and c["fence"] > scene.offers

    c = (await scene.lin.wire.event("conversation.changed", fits))["conversation"]
    scene.offers = c["fence"]
    return int(c["fence"])


async def _team(scene: Scene) -> str:
    async with httpx2.AsyncClient(trust_env=False, verify=PLAIN) as client:
        answer = await client.get(f"{scene.url}/v1/agent/directory", headers={"Cookie": scene.lin.cookie})
    return str(answer.json()["teams"][0]["id"])


async def _words(scene: Scene) -> None:
    ana, lin, amara = scene.ana, scene.lin, scene.amara
    say = lambda text, **more: scene.on(body={"text": text}, **more)  # noqa: E731
    await scene.does(ana, "message.send", **say("谢谢，我等您的消息"))
    await scene.does(lin, "message.send", **say("您好！我来帮您查一下。"))
    ack = await scene.does(lin, "message.send", **say("The weather in our harbour town is wonderful", language="en"))
    assert ack["state"] == "pending"
    await lin.wire.event("message.released", lambda e: e["body"]["ref"] == ack["seq"])
    await scene.agrees("message.send")
    await scene.does(lin, "note.post", **say("A very important customer"))
    for decision, more in (("approve", {}), ("edit", {"text": "We will find a solution."}), ("reject", {})):
        held = await scene.does(lin, "message.send", **say(HELD, language="en", confirmed=True))
        assert held["state"] == "held"
        review = scene.on(seq=held["seq"], decision=decision, **more)
        await scene.does(amara, "message.review", **review)
    reading = {"text": "Hello, when does my parcel come?", "language": "en"}
    await scene.does(amara, "message.correct", **scene.on(seq=2, reading=reading))
    await scene.does(amara, "message.identify", **scene.on(seq=2, language="zh"))
    await scene.does(amara, "message.translate", conversationId=scene.id, seqs=[2])
    await scene.does(ana, "conversation.read", conversationId=scene.id, seq=4)
    await scene.does(lin, "conversation.read", conversationId=scene.id, seq=6)


async def _hands(scene: Scene) -> None:
    lin, amara = scene.lin, scene.amara
    to = {"agentId": amara.me["id"], "note": "Please take this one", "fence": await scene.fence()}
    await scene.does(lin, "conversation.transfer", **scene.on(**to))
    await scene.does(amara, "conversation.transfer", **scene.on(agentId=lin.me["id"]))
    needs = {"priority": 3, "vip": True, "skills": ["refunds"], "deadline": 4_102_444_800_000}
    await scene.does(amara, "conversation.triage", **scene.on(**needs))
    soon = int(time.time() * 1000) + 60_000
    await scene.does(lin, "conversation.snooze", **scene.on(until=soon))
    await scene.does(scene.ana, "message.send", **scene.on(body={"text": "还在吗？"}))
    await scene.does(lin, "conversation.snooze", **scene.on(until=soon))
    await scene.does(lin, "conversation.reopen", **scene.on())


async def _ends(scene: Scene) -> None:
    ana, lin = scene.ana, scene.lin
    await scene.does(ana, "conversation.rate", **scene.on(score=5, comment="谢谢"))
    await scene.does(ana, "conversation.close", **scene.on())
    await scene.does(lin, "conversation.reopen", **scene.on())
    await scene.does(lin, "conversation.close", **scene.on())
    await scene.does(ana, "message.send", **scene.on(body={"text": "我还有一个问题"}))
    await scene.does(lin, "clock.start", **scene.on(clock="data", since=1_790_000_000_000))
    await scene.does(lin, "clock.stop", **scene.on(clock="reply"))
    await scene.does(ana, "conversation.contact", **scene.on(email="ana@mail.example"))
    await scene.does(lin, "presence.set", availability="away", reason="lunch")


async def _others(scene: Scene) -> None:
    """Somebody else's first word, and a marketplace's."""
    bea = await Shopper.arrives(scene.url)
    await scene.does(bea, "conversation.open", clientId=client_id(), body={"text": "Good morning"})
    await scene.does(bea, "customer.describe", attributes={"tier": "gold"})
    bridge = Person(scene.url, await Wire.connect(scene.url, "/bridge", {"version": 1, "token": "demo-bridge-token"}))
    letter = {"thread": "t-1", "externalId": "m-1", "customer": {"externalId": "c-1"}, "text": "Hallo, wo ist es?"}
    await scene.does(bridge, "message.deliver", **letter)
    await bea.wire.close()
    await bridge.wire.close()


async def _tickets(scene: Scene) -> None:
    """The lines they leave in the conversation add up too."""
    lin = scene.lin
    on = {"ticketId": (await scene.does(lin, "ticket.open", **scene.on(subject="伞")))["ticket"]["id"]}
    for version, (name, what) in enumerate(
        (
            ("ticket.assign", {"agentId": await _own_id(scene)}),
            ("ticket.edit", {"priority": 4}),
            ("ticket.move", {"status": "solved"}),
        ),
        start=1,
    ):
        await scene.does(lin, name, **on, clientId=client_id(), version=version, **what)
    await scene.does(lin, "ticket.comment", **on, clientId=client_id(), text="Sent")
    again = (await scene.does(lin, "ticket.open", **scene.on()))["ticket"]["id"]
    await scene.does(lin, "ticket.link", ticketId=again, **scene.on())


async def _own_id(scene: Scene) -> str:
    """Lin's."""
    people = (await scene.amara.does("people.list"))["items"]
    return next(str(one["id"]) for one in people if one["name"] == "Lin Yue")
