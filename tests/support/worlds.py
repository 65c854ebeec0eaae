"""Two tenants on one server, alike in everything: what belongs to the one must not exist for the other."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import httpx2
from msgspec import Struct

from server.app.store import Store
from server.domain.clock import SystemClock
from server.domain.ids import derived_id
from server.domain.language import Speaks
from server.domain.people import Agent
from server.domain.workspace import Shop, Workspace
from server.identity.doors import hashed
from server.settings import Settings
from server.store.desk import Bridge, Team
from server.store.plant import Plant, plant
from tests.support.people import client_id
from tests.support.running import PLAIN, Server
from tests.support.shape import quick_passwords, shaped
from tests.support.wire import Gone, Json, Wire

PASSWORD = "north-and-south"
PEOPLE = {"ann": "agent", "ben": "agent", "cleo": "supervisor", "dana": "admin", "owen": "agent", "rita": "auditor"}
WORLDS = ("north", "south")
TABLES = ("shop", "team", "agent", "customer", "bridge", "conversation", "file", "delivery", "verdict")


def tenant(slug: str, secret: str) -> Plant:
    """A tenant with a web shop, a marketplace shop and its bridge, a team, two agents, one who serves the marketplace alone,
    a supervisor, an admin and an auditor."""
    id = derived_id("ws", slug)
    shops = tuple(
        Shop(id=derived_id("sh", slug, channel), workspace_id=id, key=f"{slug}-{channel}", name=slug.title(),
             market="DE", locale="en", channel=channel)
        for channel in ("web", "amazon")
    )  # fmt: skip
    team = Team(derived_id("tm", slug, "all"), "All")
    people = tuple(
        Agent(id=derived_id("ag", slug, name), workspace_id=id, email=f"{name}@{slug}.example", name=name.title(),
              role=role, languages=(Speaks("en", 5),), team_ids=(team.id,), capacity=500,
              shop_ids=(shops[1].id,) if name == "owen" else ())
        for name, role in PEOPLE.items()
    )  # fmt: skip
    bridge = Bridge(
        id=derived_id("br", slug), workspace_id=id, shop_id=shops[1].id, name=f"{slug} relay", channel="amazon"
    )
    return Plant(
        workspace=Workspace(id=id, slug=slug, name=slug.title(), epoch=derived_id("ep", slug)),
        shops=shops,
        teams=(team,),
        agents=people,
        bridges=(bridge,),
        passwords={agent.id: secret for agent in people},
        tokens={bridge.id: hashed(f"{slug}-bridge")},
    )


async def plant_worlds(data: Path) -> None:
    """Put both tenants into the database a server will open."""
    shaped(data)
    clock, passwords = SystemClock(), quick_passwords()
    store = Store(Settings(data_dir=data), clock, lambda _outcome: None)
    try:
        secret = await passwords.hash(PASSWORD)
        for slug in WORLDS:
            await plant(store.records, tenant(slug, secret), clock.now())
    finally:
        passwords.close()
        await store.database.close()


class Proof(Struct, frozen=True, kw_only=True):
    """How somebody shows who they are: the door, the headers of HTTP, the auth of a socket."""

    door: str
    headers: dict[str, str]
    auth: dict[str, object]


class Somebody:
    """A person or machine at a door, by HTTP and, once connected, by socket. `answers` keeps every answer they got."""

    def __init__(self, world: "World", name: str, proof: Proof) -> None:
        self.name = name
        self.proof = proof
        self.answers: list[Any] = []
        self.world = world
        self.wire: Wire | None = None

    async def connect(self) -> "Somebody":
        """Open a socket. An agent's ticket is made for it."""
        auth = dict(self.proof.auth)
        if self.proof.door == "agent":
            auth["ticket"] = (await self.http("POST", "/v1/agent/ticket")).json()["ticket"]
        self.wire = await Wire.connect(self.world.url, f"/{self.proof.door}", auth)
        return self

    async def http(self, method: str, path: str, body: object = None, **headers: str) -> httpx2.Response:
        """One request with this person's proof."""
        response = await self.world.client.request(method, path, json=body, headers={**self.proof.headers, **headers})
        self.answers.append(response.text)
        return response

    async def posts(self, command: str, body: Json) -> Json:
        """A command by HTTP at the own door."""
        answer: Json = (await self.http("POST", f"/v1/{self.proof.door}/commands/{command}", body)).json()
        return answer

    async def asks(self, command: str, body: Json) -> Json:
        """A command by socket."""
        assert self.wire is not None
        ack = await self.wire.ask(command, **body)
        self.answers.append(ack)
        return ack

    async def leave(self) -> None:
        """Close the socket, when there is one."""
        if self.wire:
            await self.wire.close()


class Planted(Struct):
    """A running server with both tenants; `logins` are kept, for the door is patient with nobody."""

    server: Server
    logins: dict[tuple[str, str], dict[str, str]] = {}


class World:
    """Both tenants for one test, and the database as the operator sees it."""

    def __init__(self, planted: Planted) -> None:
        server = planted.server
        self.server = server
        self._logins = planted.logins
        self.url = server.url
        self.client = httpx2.AsyncClient(base_url=server.url, trust_env=False, verify=PLAIN, timeout=45)
        self._everybody: list[Somebody] = []

    async def close(self) -> None:
        """Let everybody go."""
        for somebody in self._everybody:
            await somebody.leave()
        await self.client.aclose()

    async def shopper(self, slug: str) -> Somebody:
        """A new customer of a tenant's web shop."""
        answer = await self.client.post("/v1/customer/session", json={"shop": f"{slug}-web", "locale": "en"})
        token = answer.json()["token"]
        return self._comes(f"{slug} shopper", "customer", {"Authorization": f"Bearer {token}"}, {"token": token})

    def bridge(self, slug: str) -> Somebody:
        """A tenant's marketplace relay."""
        token = f"{slug}-bridge"
        return self._comes(token, "bridge", {"Authorization": f"Bearer {token}"}, {"token": token})

    async def agent(self, slug: str, name: str, *, fresh: bool = False) -> Somebody:
        """Somebody of a tenant's desk, logged in; `fresh` makes a session that nobody else has."""
        proof = None if fresh else self._logins.get((slug, name))
        if proof is None:
            answer = await self.login(slug, name, PASSWORD)
            assert answer.status_code == 200, answer.text
            proof = {"Cookie": f"tw_session={answer.cookies['tw_session']}", "X-CSRF": answer.json()["csrf"]}
        if not fresh:
            self._logins[slug, name] = proof
        return self._comes(f"{slug} {name}", "agent", proof, {})

    async def login(self, slug: str, name: str, password: str) -> httpx2.Response:
        """Ask to be let in; no cookie stays."""
        login = {"workspace": slug, "email": f"{name}@{slug}.example", "password": password}
        answer = await self.client.post("/v1/agent/login", json=login)
        self.client.cookies.clear()
        return answer

    def nobody(self, door: str) -> Somebody:
        """Somebody at a door without any proof."""
        return self._comes("nobody", door, {}, {})

    async def conversation(self, shopper: Somebody) -> str:
        """A conversation with one message."""
        ack = await shopper.posts("conversation.open", {"clientId": client_id(), "body": {"text": "Hello there"}})
        return str(ack["conversationId"])

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """A question to the database."""
        connection = sqlite3.connect(f"file:{self.server.folder / 'data/tradewind.db'}?mode=ro", uri=True)
        try:
            return connection.execute(query, values).fetchall()
        finally:
            connection.close()

    def ids(self, slug: str) -> set[str]:
        """Every id that belongs to a tenant."""
        id = derived_id("ws", slug)
        rows = [row[0] for t in TABLES for row in self.rows(f"SELECT id FROM {t} WHERE workspace_id = ?", id)]  # noqa: S608
        return {id, *rows}

    def counts(self) -> dict[str, int]:
        """How many rows each table holds."""
        names = self.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
        return {name: self.rows(f"SELECT count(*) FROM {name}")[0][0] for (name,) in names}  # noqa: S608

    def _comes(self, name: str, door: str, headers: dict[str, str], auth: dict[str, object]) -> Somebody:
        somebody = Somebody(self, name, Proof(door=door, headers=headers, auth={"version": 1, **auth}))
        self._everybody.append(somebody)
        return somebody


async def refusal_of(url: str, namespace: str, auth: Json) -> Json:
    """What a connect is refused with: `{message, data}`."""
    try:
        wire = await Wire.connect(url, namespace, auth)
    except Gone as gone:
        text = str(gone)
        refused: Json = json.loads(text[text.index("{") :])
        return refused
    await wire.close()
    raise AssertionError("was let in")
