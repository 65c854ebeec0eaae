"""A real OpenID provider (npm's oidc-provider, certified) for tests of single sign-on, and people who walk to it and back."""

import asyncio
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

import httpx2

from tests.support.running import PLAIN, free_port

SCRIPT = Path(__file__).with_suffix(".mjs")
HOST = "127.0.0.2"
"""Another site than the server's, for cookies."""
CLIENT, SECRET = "desk", "a-secret: of 2 words"
NETWORKS = f"{HOST}/32"


class ProviderProcess:
    """The process, told over HTTP how to be; `be` without a word is how it began."""

    def __init__(self, port: int, process: asyncio.subprocess.Process) -> None:
        self.issuer = f"http://{HOST}:{port}"
        self.process = process
        self._client = httpx2.AsyncClient(trust_env=False, verify=PLAIN)

    async def be(self, **how: Any) -> None:
        """See the script's head."""
        (await self._client.put(f"{self.issuer}/control", json=how)).raise_for_status()

    async def signs(self, claims: dict[str, Any]) -> str:
        """A token of these words under its key."""
        answer = await self._client.post(f"{self.issuer}/signed", json=claims)
        return answer.raise_for_status().text

    async def stop(self) -> None:
        """It ends."""
        await self._client.aclose()
        if self.process.returncode is None:
            self.process.kill()
            await self.process.wait()


@asynccontextmanager
async def provider() -> AsyncIterator[ProviderProcess]:
    """One that listens."""
    node, port = shutil.which("node"), free_port()
    assert node is not None, "node runs the provider"
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        node, str(SCRIPT), HOST, str(port), stdout=pipe, stderr=asyncio.subprocess.DEVNULL
    )
    assert process.stdout is not None
    assert await asyncio.wait_for(process.stdout.readline(), 30) == b"ready\n"
    found = ProviderProcess(port, process)
    try:
        yield found
    finally:
        await found.stop()


async def signs_in(browser: httpx2.AsyncClient, url: str, who: str, back: str) -> dict[str, str]:
    """A browser goes where it was sent, says who it is (nobody: refuses), and is sent back; answers what the address says."""
    answer = await browser.get(url)
    for _ in range(8):
        here = urljoin(str(answer.url), answer.headers.get("location", ""))
        if here.startswith(back):
            return dict(parse_qsl(urlsplit(here).query))
        if answer.is_redirect:
            answer = await browser.get(here)
        else:
            answer = await browser.post(str(answer.url), data={"who": who})
    raise AssertionError("was not sent back")


async def signs_out(browser: httpx2.AsyncClient, url: str) -> str:
    """Log out of the provider, by the address the desk sent the browser to, and say yes; answers where one is sent then."""
    page = await browser.get(url)
    word = re.findall(r'name="xsrf" value="(\w+)"', page.text)[0]
    answer = await browser.post(f"{url.partition('?')[0]}/confirm", data={"xsrf": word, "logout": "yes"})
    assert answer.is_redirect, answer.text
    return str(answer.headers["location"])
