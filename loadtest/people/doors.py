"""The HTTP doors of a deployment: tokens for shoppers, logins and tickets for agents, bytes of files, a desk to hire at."""

import ssl
from collections.abc import Mapping
from typing import Any

import httpx2

from loadtest.asked import Refused

PATIENCE = 30.0
NOBODY: Mapping[str, str] = {}


class Doors:
    """One deployment; `workspace` and `shop` are the desk's slug and the shop's public key."""

    def __init__(self, url: str, workspace: str, shop: str) -> None:
        self.url, self.workspace, self.shop = url.rstrip("/"), workspace, shop
        safe = ssl.create_default_context() if url.startswith("https") else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        limits = httpx2.Limits(max_connections=200, max_keepalive_connections=50)
        self._http = httpx2.AsyncClient(trust_env=False, verify=safe, limits=limits, timeout=PATIENCE)

    async def aclose(self) -> None:
        """Let go."""
        await self._http.aclose()

    async def ready(self) -> dict[str, Any]:
        """What the deployment says of itself. Refuses `unreachable`."""
        try:
            answer = await self._http.get(f"{self.url}/health/ready")
        except httpx2.HTTPError as error:
            raise Refused("unreachable", f"{self.url}: {str(error) or type(error).__name__}") from error
        if answer.status_code != 200:
            raise Refused("unreachable", f"{self.url}/health/ready says {answer.status_code}")
        return dict(answer.json())

    async def shopper(self, locale: str, token: str = "") -> tuple[str, str]:
        """A shopper's id and token; an old token keeps the person. Raises httpx2.HTTPError, refuses `unknown_shop`."""
        ask = {"shop": self.shop, "locale": locale} | ({"token": token} if token else {})
        answer = await self._post("/v1/customer/session", ask)
        if answer.status_code == 404:
            raise Refused("unknown_shop", f"--shop {self.shop}")
        said = _good(answer).json()
        return said["customerId"], said["token"]

    async def login(self, email: str, password: str) -> tuple[dict[str, Any], dict[str, str]]:
        """Who an agent is, and the headers that prove it. Refuses `unauthenticated`."""
        ask = {"workspace": self.workspace, "email": email, "password": password}
        answer = await self._post("/v1/agent/login", ask)
        if answer.status_code in (401, 403):
            raise Refused("unauthenticated", f"{email} at {self.workspace}: {_why(answer)}")
        said = _good(answer).json()
        cookie = f"tw_session={answer.cookies['tw_session']}"
        self._http.cookies.clear()
        return said["me"], {"Cookie": cookie, "X-CSRF": said["csrf"]}

    async def ticket(self, proof: Mapping[str, str]) -> str:
        """A word for one socket."""
        return str(_good(await self._post("/v1/agent/ticket", {}, proof)).json()["ticket"])

    async def hire(self, proof: Mapping[str, str], person: dict[str, Any]) -> str:
        """Make an agent; their id. Refuses `forbidden` unless the caller leads the desk."""
        answer = await self._post("/v1/admin/agents", person, proof)
        if answer.status_code == 403:
            raise Refused("forbidden", "--admin must lead the desk (supervisor or admin)")
        return str(_good(answer).json()["id"])

    async def dismiss(self, proof: Mapping[str, str], id: str) -> None:
        """End an agent's work here."""
        _good(await self._http.patch(f"{self.url}/v1/admin/agents/{id}", json={"active": False}, headers=dict(proof)))

    async def upload(self, url: str, content: bytes) -> None:
        """Put a file where the desk said. Raises httpx2.HTTPError."""
        where = url if url.startswith("http") else self.url + url
        _good(await self._http.put(where, content=content))

    async def _post(self, path: str, ask: dict[str, Any], proof: Mapping[str, str] = NOBODY) -> httpx2.Response:
        return await self._http.post(self.url + path, json=ask, headers=dict(proof))


def _good(answer: httpx2.Response) -> httpx2.Response:
    if answer.status_code >= 300:
        raise httpx2.HTTPError(f"{answer.request.url.path} says {answer.status_code} {_why(answer)}")
    return answer


def _why(answer: httpx2.Response) -> str:
    try:
        error = answer.json()["error"]
    except (ValueError, KeyError, TypeError):
        return answer.text[:200]
    return f"{error.get('code')} {error.get('detail', '')}".strip()
