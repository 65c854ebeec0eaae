"""Shoppers and agents as tests speak of them."""

import secrets
from typing import Any

import httpx2

from tests.support.running import PLAIN
from tests.support.wire import Json, Wire


def client_id() -> str:
    """128 random bits, as a browser makes them."""
    return secrets.token_hex(16)


async def post(url: str, path: str, body: Json, **headers: str) -> httpx2.Response:
    """One JSON POST."""
    async with httpx2.AsyncClient(trust_env=False, verify=PLAIN) as client:
        return await client.post(url + path, json=body, headers=headers, timeout=20)


class Refused(AssertionError):
    """An ack that says no where yes was expected."""


class Person:
    """Somebody with a socket."""

    def __init__(self, url: str, wire: Wire) -> None:
        self.url = url
        self.wire = wire

    async def does(self, name: str, /, **body: Any) -> Json:
        """A command that must succeed."""
        ack = await self.wire.ask(name, **body)
        if not ack["ok"]:
            raise Refused(f"{name}: {ack['error']}")
        return ack

    async def refused(self, name: str, /, **body: Any) -> str:
        """A command that must not; answers the code."""
        ack = await self.wire.ask(name, **body)
        assert ack["ok"] is False, f"{name} was let through: {ack}"
        return str(ack["error"]["code"])

    async def sees(self, text: str, *, conversation: str | None = None, timeout: float = 8) -> Json:
        """A message whose text as this person reads it is `text`."""

        def fits(entry: Json) -> bool:
            here = conversation in (None, entry["conversationId"])
            return here and entry["body"].get("text") == text

        return await self.wire.event("message.posted", fits, timeout)


class Shopper(Person):
    """A customer on a shop's page."""

    token: str
    conversation: str = ""

    @classmethod
    async def arrives(cls, url: str, shop: str = "demo", locale: str = "en", token: str | None = None) -> "Shopper":
        """Get a token and connect; nothing is written yet."""
        if token is None:
            answer = await post(url, "/v1/customer/session", {"shop": shop, "locale": locale})
            token = answer.json()["token"]
        person = cls(url, await Wire.connect(url, "/customer", {"version": 1, "token": token}))
        person.token = token
        return person

    async def says(self, text: str, id: str | None = None) -> Json:
        """The first word opens the conversation, the others follow in it."""
        body = {"text": text}
        if self.conversation:
            return await self.does(
                "message.send", conversationId=self.conversation, clientId=id or client_id(), body=body
            )
        ack = await self.does("conversation.open", clientId=id or client_id(), body=body)
        self.conversation = ack["conversationId"]
        return ack


class Agent(Person):
    """A person of the desk."""

    me: Json
    csrf: str
    cookie: str
    fences: dict[str, int]

    @classmethod
    async def logs_in(cls, url: str, name: str, *, online: bool = True, workspace: str = "demo") -> "Agent":
        """Log in, connect, take work."""
        login = {"workspace": workspace, "email": f"{name}@{workspace}.example", "password": "tradewind-demo"}
        answer = await post(url, "/v1/agent/login", login)
        assert answer.status_code == 200, answer.text
        cookie = f"tw_session={answer.cookies['tw_session']}"
        csrf = answer.json()["csrf"]
        ticket = await post(url, "/v1/agent/ticket", {}, Cookie=cookie, **{"X-CSRF": csrf})
        wire = await Wire.connect(url, "/agent", {"version": 1, "ticket": ticket.json()["ticket"]})
        person = cls(url, wire)
        person.me, person.csrf, person.cookie, person.fences = answer.json()["me"], csrf, cookie, {}
        if online:
            await person.does("presence.set", availability="online")
        return person

    async def gets(self, conversation: str, timeout: float = 8) -> Json:
        """The conversation became this agent's; follows it and remembers the fence."""

        def mine(event: Json) -> bool:
            c = event["conversation"]
            return c["id"] == conversation and c["assigneeId"] == self.me["id"] and c["status"] == "assigned"

        c = (await self.wire.event("conversation.changed", mine, timeout))["conversation"]
        self.fences[conversation] = c["fence"]
        await self.does("conversation.resume", conversationId=conversation)
        return c

    async def says(self, conversation: str, text: str, **more: Any) -> Json:
        """Answer the customer."""
        return await self.does(
            "message.send",
            conversationId=conversation,
            clientId=more.pop("id", client_id()),
            body={"text": text},
            fence=self.fences.get(conversation),
            **more,
        )

    async def leaves(self) -> None:
        """Say goodbye to the router, then go."""
        await self.does("presence.set", availability="offline")
        await self.wire.close()
