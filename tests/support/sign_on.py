"""A desk whose people come by a provider: the server, the provider's process, and walks between them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx2

from server.domain.ids import derived_id
from tests.support.provider import CLIENT, NETWORKS, SECRET, ProviderProcess, provider, signs_in
from tests.support.running import PLAIN, Server, free_port
from tests.support.wire import Json
from tests.support.worlds import Planted, Somebody, World, plant_worlds

PATH = "/v1/agent/sign-on"
PEOPLE = {
    "ann-there": {"email": "Ann@North.example", "email_verified": True, "name": "Ann There"},
    "dana-there": {"email": "dana@north.example", "email_verified": True, "amr": ["pwd", "mfa"]},
}


class Walk:
    """One browser on its way: to the provider, and back."""

    def __init__(self, url: str) -> None:
        self.client = httpx2.AsyncClient(base_url=url, trust_env=False, verify=PLAIN, timeout=20)
        self.there = httpx2.AsyncClient(trust_env=False, verify=PLAIN, follow_redirects=False, timeout=20)
        self.back = f"{url}/console/sign-on"

    async def begins(self, workspace: str = "north") -> httpx2.Response:
        """Ask where to go."""
        return await self.client.post(f"{PATH}/begin", json={"workspace": workspace})

    async def comes_back(self, who: str, workspace: str = "north") -> dict[str, str]:
        """Go there, say who one is; what stands in the address then."""
        begun = await self.begins(workspace)
        assert begun.status_code == 200, begun.text
        return await signs_in(self.there, begun.json()["url"], who, self.back)

    async def finishes(self, came: dict[str, str]) -> httpx2.Response:
        """What our page does with it."""
        known = {name: came[name] for name in ("state", "code", "iss", "error") if name in came}
        return await self.client.post(f"{PATH}/finish", json=known)

    async def walks(self, who: str, workspace: str = "north") -> httpx2.Response:
        """All of it."""
        return await self.finishes(await self.comes_back(who, workspace))

    async def me(self) -> httpx2.Response:
        """Who one is at the desk now."""
        return await self.client.get("/v1/agent/me")


class Town:
    """Everything of one file of tests. Walks are closed with it."""

    def __init__(self, world: World, there: ProviderProcess) -> None:
        self.world = world
        self.there = there
        self.walks_: list[Walk] = []

    def walk(self) -> Walk:
        """A browser that was never here."""
        walk = Walk(self.world.url)
        self.walks_.append(walk)
        return walk

    async def is_there(self, **how: Any) -> None:
        """How the provider is, beside its people."""
        people = PEOPLE | how.pop("people", {})
        here = self.world.url
        told = f"{here}{PATH}/ended"
        await self.there.be(
            people=people, redirect=f"{here}/console/sign-on", leave=f"{here}/console/", told=told, **how
        )

    async def set(self, **fields: Any) -> httpx2.Response:
        """The desk's provider as its admin sets it."""
        dana = await self.world.agent("north", "dana")
        return await dana.http("POST", "/v1/admin/sign-on", self.settings(**fields))

    def settings(self, **fields: Any) -> Json:
        """What an admin would write down."""
        usual = {"name": "Harbor ID", "issuer": self.there.issuer, "clientId": CLIENT, "clientSecret": SECRET}
        return {**usual, **fields}

    async def person(self, name: str, role: str = "agent") -> tuple[Somebody, str]:
        """Somebody new of north: who made them, and their id."""
        dana = await self.world.agent("north", "dana")
        ask = {"email": f"{name}@north.example", "name": name, "password": "a-long-password", "role": role}
        made = await dana.http("POST", "/v1/admin/agents", ask)
        assert made.status_code == 200, made.text
        return dana, str(made.json()["id"])

    async def close(self) -> None:
        """Everybody goes."""
        for walk in self.walks_:
            await walk.client.aclose()
            await walk.there.aclose()
        await self.world.close()


@asynccontextmanager
async def town(folder: Path) -> AsyncIterator[Town]:
    """A server with two tenants of which `north` has a provider."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    server = Server(folder, PORT=str(port), PUBLIC_URL=url, OUTSIDE_NETWORKS=NETWORKS)
    await plant_worlds(folder / "data")
    async with provider() as there:
        await server.start()
        found = Town(World(Planted(server)), there)
        try:
            await found.is_there()
            kept = await found.set()
            assert kept.status_code == 200, kept.text
            yield found
        finally:
            await found.close()
            await server.stop()


def ann() -> str:
    """Her id at north."""
    return derived_id("ag", "north", "ann")


def why(answer: httpx2.Response) -> tuple[int, str]:
    """The status and the place of a refusal."""
    return answer.status_code, answer.json().get("error", {}).get("detail", "")
