"""Pages in browsers of other makers, each by its own standard wire: Firefox by WebDriver BiDi, WebKitGTK by WebDriver.

Both are Debian's; nothing is fetched. Hands are the page's own scripts here: what is tried is the engine, not its mouse.
"""

import asyncio
import itertools
import json
import os
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, Protocol

import httpx2
import pytest
from websockets.asyncio.client import connect

from tests.support.running import PLAIN, free_port

MINI = "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser"


class Sheet(Protocol):
    """One page."""

    async def goes(self, url: str) -> None:
        """Load an address."""
        ...

    async def does(self, script: str) -> Any:
        """The value of an expression there, once it is settled."""
        ...


class Firefox:
    """A tab of its own storage."""

    def __init__(self, wire: Any, context: str) -> None:
        self._wire, self._context = wire, context

    async def goes(self, url: str) -> None:
        """Load an address."""
        await self._wire("browsingContext.navigate", context=self._context, url=url, wait="complete")

    async def does(self, script: str) -> Any:
        """The value of an expression there, once it is settled."""
        said = await self._wire(
            "script.evaluate",
            expression=f"(async () => JSON.stringify((await ({script})) ?? null))()",
            target={"context": self._context},
            awaitPromise=True,
        )
        assert said["type"] == "success", said
        return json.loads(said["result"]["value"])


@asynccontextmanager
async def firefox(pages: int) -> AsyncIterator[list[Sheet]]:
    """Debian's Firefox, with so many tabs, none of which knows of another."""
    program = shutil.which("firefox-esr") or pytest.skip("firefox-esr is not installed")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        port = free_port()
        words = ("--headless", "--no-remote", "--profile", home, "--remote-debugging-port", str(port))
        async with _started(program, *words, HOME=home), _patient(f"ws://127.0.0.1:{port}/session") as socket:
            numbers = itertools.count(1)

            async def ask(method: str, **params: Any) -> Any:
                number = next(numbers)
                await socket.send(json.dumps({"id": number, "method": method, "params": params}))
                async for frame in socket:
                    said = json.loads(frame)
                    if said.get("id") == number:
                        assert said["type"] == "success", said
                        return said["result"]
                raise AssertionError("Firefox is gone")

            await ask("session.new", capabilities={})
            tabs: list[Sheet] = []
            for _ in range(pages):
                own = (await ask("browser.createUserContext"))["userContext"]
                made = await ask("browsingContext.create", type="tab", userContext=own)
                tabs.append(Firefox(ask, made["context"]))
            yield tabs


class WebKit:
    """A browser of its own storage."""

    def __init__(self, client: httpx2.AsyncClient, session: str) -> None:
        self._client, self._session = client, session

    async def goes(self, url: str) -> None:
        """Load an address."""
        await self._ask("url", {"url": url})

    async def does(self, script: str) -> Any:
        """The value of an expression there, once it is settled."""
        told = f"(async () => {script})().then((value) => ({{ value: value ?? null }}), (error) => ({{ error: String(error) }}))"
        told = f"const done = arguments[0]; {told}.then((said) => done(JSON.stringify(said)));"
        said = json.loads(await self._ask("execute/async", {"script": told, "args": []}))
        assert "error" not in said, said
        return said["value"]

    async def _ask(self, what: str, body: dict[str, Any]) -> Any:
        answer = await self._client.post(f"/session/{self._session}/{what}", json=body)
        said = answer.json()["value"]
        assert answer.status_code == 200, said
        return said


@asynccontextmanager
async def webkit(pages: int) -> AsyncIterator[list[Sheet]]:
    """Debian's WebKitGTK in a display nobody sees; each page is a browser, for a driver drives but one."""
    driver, display = shutil.which("WebKitWebDriver"), shutil.which("Xvfb")
    if not (driver and display and os.access(MINI, os.X_OK)):
        pytest.skip("webkit2gtk-driver or xvfb is not installed")
    screen = f":{free_port()}"
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(_started(display, screen, "-screen", "0", "1400x900x24", "-nolisten", "tcp"))
        yield [await stack.enter_async_context(_webkit(driver, screen)) for _ in range(pages)]


@asynccontextmanager
async def _webkit(driver: str, screen: str) -> AsyncIterator[Sheet]:
    port = free_port()
    quiet = {"WEBKIT_DISABLE_COMPOSITING_MODE": "1", "WEBKIT_DISABLE_DMABUF_RENDERER": "1", "DISPLAY": screen}
    options = {"binary": MINI, "args": ["--automation"]}
    wish = {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options, "timeouts": {"script": 60_000}}}}
    async with (
        _started(driver, f"--port={port}", "--host=127.0.0.1", **quiet),
        httpx2.AsyncClient(base_url=f"http://127.0.0.1:{port}", verify=PLAIN, trust_env=False, timeout=60) as client,
    ):
        await _answers(client)
        said = (await client.post("/session", json=wish)).json()["value"]
        assert "sessionId" in said, said
        yield WebKit(client, said["sessionId"])
        await client.delete(f"/session/{said['sessionId']}")


async def _answers(client: httpx2.AsyncClient) -> None:
    async with asyncio.timeout(20):
        while True:
            try:
                if (await client.get("/status")).status_code == 200:
                    return
            except httpx2.TransportError:
                await asyncio.sleep(0.05)


@asynccontextmanager
async def _patient(url: str) -> AsyncIterator[Any]:
    async with asyncio.timeout(40):
        while True:
            try:
                socket = await connect(url, max_size=None, open_timeout=30)
                break
            except OSError:
                await asyncio.sleep(0.1)
    try:
        yield socket
    finally:
        await socket.close()


@asynccontextmanager
async def _started(*command: str, **more: str) -> AsyncIterator[None]:
    silent = asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(
        *command, env={**os.environ, **more}, stdout=silent, stderr=silent, start_new_session=True
    )
    try:
        yield
    finally:
        process.terminate()
        try:
            await asyncio.wait_for(process.wait(), 10)
        except TimeoutError:
            process.kill()
