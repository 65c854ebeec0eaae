"""One conversation of a tenant with all that hangs on it, and the people who may ask about it."""

import secrets
from typing import Any

from msgspec import Struct

from server.domain.ids import derived_id
from tests.support.people import client_id
from tests.support.wire import Json
from tests.support.worlds import Somebody, World

HELD = "You will hear from our lawyer."


class Desk(Struct):
    """The people of one tenant, by the words of rights.toml."""

    slug: str
    people: dict[str, Somebody]

    @classmethod
    async def opens(cls, world: World, slug: str) -> "Desk":
        """Everybody comes and connects."""
        names = {"owner": "ann", "peer": "ben", "lead": "cleo", "other": "owen", "auditor": "rita"}
        people = {role: await world.agent(slug, name) for role, name in names.items()}
        people |= {"a": await world.shopper(slug), "b": await world.shopper(slug), "bridge": world.bridge(slug)}
        for somebody in people.values():
            await somebody.connect()
        await people["b"].posts("conversation.open", {"clientId": client_id(), "body": {"text": "Hello"}})
        return cls(slug, people)


async def things(desk: Desk, ask: object = "$file $held $delivery $erasure $ticket") -> dict[str, Any]:
    """A fresh conversation that `owner` answers, and what else the request names: a held message, a file, a delivery."""
    a, owner = desk.people["a"], desk.people["owner"]
    file = await stored(a, b"hello") if "$file" in str(ask) else ""
    said = {"text": "Hello", "attachments": [file] if file else []}
    id = (await a.posts("conversation.open", {"clientId": client_id(), "body": said}))["conversationId"]
    c = await claimed(owner, id)
    held = await owner.posts("message.send", say(id, HELD)) if "$held" in str(ask) else {"seq": 1}
    return {
        "$conversation": id,
        "$fence": c["fence"],
        "$file": file,
        "$held": held["seq"],
        "$delivery": await _delivery(desk) if "$delivery" in str(ask) else "",
        "$erasure": await _erasure(desk) if "$erasure" in str(ask) else "",
        "$ticket": await _ticket(owner, id, desk.slug) if "$ticket" in str(ask) else "",
        "$peer": derived_id("ag", desk.slug, "ben"),
        "$team": derived_id("tm", desk.slug, "all"),
        "$customer": c["customerId"],
        "$shop": derived_id("sh", desk.slug, "web"),
    }


async def _ticket(owner: Somebody, id: str, slug: str) -> str:
    """The owner's."""
    opened = await owner.posts("ticket.open", {"conversationId": id, "clientId": client_id()})
    mine = {"ticketId": opened["ticket"]["id"], "version": 1, "agentId": derived_id("ag", slug, "ann")}
    await owner.posts("ticket.assign", mine | {"clientId": client_id()})
    return str(mine["ticketId"])


async def _delivery(desk: Desk) -> str:
    owner, bridge = desk.people["owner"], desk.people["bridge"]
    thread = secrets.token_hex(4)
    came = await bridge.posts("message.deliver", deliver(thread, "Hello"))
    await claimed(owner, came["conversationId"])
    await owner.posts("message.send", say(came["conversationId"], "Hello"))
    due = (await bridge.posts("delivery.list", {"limit": 200}))["items"]
    return next(str(each["id"]) for each in due if each["thread"] == thread)


async def _erasure(desk: Desk) -> str:
    """Somebody of the bridge was forgotten."""
    bridge, buyer = desk.people["bridge"], secrets.token_hex(6)
    await bridge.posts("message.deliver", deliver(secrets.token_hex(4), "Hello", buyer=buyer))
    await forgotten(await bridge.world.agent(desk.slug, "dana"), buyer)
    due = (await bridge.posts("erasure.list", {"limit": 200}))["items"]
    return next(str(each["id"]) for each in due if each["recipient"] == buyer)


async def forgotten(admin: Somebody, called: str) -> None:
    """Whoever is called so is forgotten."""
    (card,) = (await admin.http("GET", f"/v1/admin/customers?q={called}")).json()["items"]
    answer = await admin.http("POST", f"/v1/admin/customers/{card['id']}/erase", {"sure": card["id"]})
    assert answer.status_code == 200, answer.text


async def stored(person: Somebody, content: bytes, name: str = "a.txt") -> str:
    """A file of this person."""
    ask = {"clientId": client_id(), "name": name, "size": len(content)}
    link = await person.posts("file.attach", ask)
    answer = await person.world.client.put(link["url"], content=content)
    assert answer.status_code == 200, answer.text
    return str(link["fileId"])


async def claimed(owner: Somebody, id: str) -> Json:
    """The conversation, now this agent's."""
    changed = await owner.posts("conversation.claim", {"conversationId": id, "clientId": client_id()})
    conversation: Json = changed["conversation"]
    return conversation


def say(id: str, text: str, **more: Any) -> Json:
    """The body of `message.send`."""
    return {"conversationId": id, "clientId": client_id(), "body": {"text": text}, **more}


def deliver(thread: str, text: str, external_id: str = "", buyer: str = "buyer") -> Json:
    """The body of `message.deliver`."""
    return {
        "thread": thread,
        "externalId": external_id or secrets.token_hex(6),
        "customer": {"externalId": buyer},
        "text": text,
    }


def absent() -> dict[str, Any]:
    """Names of things that do not exist."""
    names = {"$conversation": "cv", "$file": "fl", "$delivery": "dl", "$erasure": "be", "$peer": "ag", "$team": "tm"}
    names |= {"$customer": "cu", "$ticket": "ti"}
    return {"$fence": 1, "$held": 1} | {word: derived_id(kind, secrets.token_hex(8)) for word, kind in names.items()}


def filled(ask: Any, these: dict[str, Any]) -> Any:
    """A request of rights.toml with these things in it."""
    if isinstance(ask, dict):
        return {key: filled(value, these) for key, value in ask.items()}
    return client_id() if ask == "$new" else these.get(ask, ask) if isinstance(ask, str) else ask
