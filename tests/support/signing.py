"""A shop's side of a signature, made by hand, so that it can also be made wrong."""

import base64
import hmac
import json
import time
from typing import Any

import httpx2

from tests.support.people import Agent, post
from tests.support.running import PLAIN
from tests.support.wire import Json, Wire


async def admin(who: Agent, method: str, path: str, body: Json | None = None) -> Json:
    """An admin call that must succeed."""
    headers = {"Cookie": who.cookie, "X-CSRF": who.csrf}
    async with httpx2.AsyncClient(trust_env=False, verify=PLAIN) as client:
        answer = await client.request(method, f"{who.url}/v1/admin{path}", json=body, headers=headers, timeout=20)
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


class Store:
    """A shop that signs its shoppers."""

    def __init__(self, shop: Json, made: Json) -> None:
        self.id, self.key = shop["id"], shop["key"]
        self.kid, self.secret = made["card"]["id"], made["secret"]

    @classmethod
    async def opens(cls, who: Agent, name: str) -> "Store":
        """A new shop with its first key."""
        shop = await admin(who, "POST", "/shops", {"name": name, "market": "DE"})
        return cls(shop, await admin(who, "POST", f"/shops/{shop['id']}/keys", {}))

    def token(self, sub: str, *, header: Json | None = None, secret: str | None = None, **claims: Any) -> str:
        """A token for this shopper, for ten minutes."""
        now = int(time.time())
        said = {"sub": sub, "aud": self.key, "iat": now, "exp": now + 600, **claims}
        head = {"alg": "HS256", "typ": "JWT", "kid": self.kid, **(header or {})}
        body = f"{packed(head)}.{packed({name: value for name, value in said.items() if value is not None})}"
        mac = hmac.digest((self.secret if secret is None else secret).encode(), body.encode(), "sha256")
        return f"{body}.{plain(mac)}"


class Device:
    """A browser in which a page asks for tokens; it keeps what it gets, as the widget does."""

    def __init__(self, url: str, store: Store) -> None:
        self.url, self.store = url, store
        self.token: str | None = None
        self.told: Json = {}
        self.wire: Wire | None = None

    async def asks(self, user: str = "") -> tuple[int, Json]:
        """A session, for whom the shop signs when it does."""
        body = {"shop": self.store.key, "user": user} | ({"token": self.token} if self.token else {})
        answer = await post(self.url, "/v1/customer/session", body)
        return answer.status_code, answer.json()

    async def comes(self, user: str = "") -> "Device":
        """A session that must be given, and a socket by it."""
        status, self.told = await self.asks(user)
        assert status == 200, self.told
        self.token = self.told["token"]
        self.wire = await Wire.connect(self.url, "/customer", {"version": 1, "token": self.token})
        return self

    async def refused(self, user: str) -> str:
        """What is wrong with this token; the device goes on as it was."""
        status, told = await self.asks(user)
        assert (status, told["error"]["code"]) == (403, "forbidden"), told
        return str(told["error"]["detail"])

    async def does(self, name: str, /, **body: Any) -> Json:
        """A command that must succeed."""
        assert self.wire
        ack = await self.wire.ask(name, **body)
        assert ack["ok"], ack
        return ack

    async def says(self, text: str, client_id: str) -> str:
        """A first word; answers the conversation."""
        return str((await self.does("conversation.open", clientId=client_id, body={"text": text}))["conversationId"])

    async def has(self) -> set[str]:
        """The conversations this device may read."""
        return {each["id"] for each in (await self.does("conversation.list"))["items"]}

    async def leaves(self) -> None:
        """Sign out."""
        assert (await post(self.url, "/v1/customer/session/end", {"token": self.token})).status_code == 200


def packed(value: Json) -> str:
    """A part of a token."""
    return plain(json.dumps(value, separators=(",", ":")).encode())


def plain(data: bytes) -> str:
    """Base64url without filling."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unpacked(part: str) -> bytes:
    """And back."""
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
