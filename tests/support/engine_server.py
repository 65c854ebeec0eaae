"""Translation servers on loopback: what they have in common, and the ways such servers fail."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

WORDS = {
    "en": "the parcel with your order left our house today and it will be there soon because we sent it",
    "de": "das Paket mit Ihrer Bestellung hat heute unser Haus verlassen und es wird bald dort sein weil wir",
    "es": "el paquete con su pedido salió hoy de nuestra casa y estará allí muy pronto porque lo enviamos",
    "fr": "le colis avec votre commande a quitté notre maison ce jour et il sera bientôt chez vous car nous",
}
_WORD = re.compile(r"<[^<>]*>|&\w+;|⟦\d+⟧|([^\W\d_]+)")
_MARK = re.compile(r'⟦\d+⟧|<x id="\d+"/>')
S = TypeVar("S", bound="EngineServer")


class EngineServer:
    """Set `mode` to make it fail; `asked` keeps every body it was sent, `heads` the headers."""

    def __init__(self, key: str = "") -> None:
        self.mode = "well"
        self.key = key
        self.asked: list[Any] = []
        self.heads: list[dict[str, str]] = []
        self.url = ""
        self._came = asyncio.Condition()

    def routes(self) -> list[Route]:
        """What it serves."""
        raise NotImplementedError

    def translated(self, body: Any) -> Response:
        """A good answer, in its own words."""
        raise NotImplementedError

    def refused(self, status: int, text: str, headers: dict[str, str] | None = None) -> Response:
        """A refusal, in its own words."""
        return JSONResponse({"error": text}, status, headers)

    async def body(self, request: Request) -> Any:
        """What was asked."""
        return await request.json()

    async def translate(self, request: Request) -> Response:
        """Answers, or fails as `mode` says."""
        body = await self.body(request)
        async with self._came:
            self.asked.append(body)
            self.heads.append(dict(request.headers))
            self._came.notify_all()
        match self.mode:
            case "slow":
                await asyncio.sleep(30)
            case "error":
                return self.refused(500, "Cannot translate text: out of memory")
            case "rate_limited":
                return self.refused(429, "Slowdown: 20 per 1 minute", {"Retry-After": "7"})
            case "garbage":
                return Response('{"translatedText": ', media_type="application/json")
            case "huge":
                return JSONResponse({"translatedText": "a" * 1024 * 1024})
        return self.translated(body)

    async def reached(self, count: int) -> None:
        """Waits until `count` bodies have come."""
        async with self._came:
            await self._came.wait_for(lambda: len(self.asked) >= count)

    def said(self, text: str, target: str) -> str:
        """The text as `mode` has it translated."""
        match self.mode:
            case "untranslated":
                return text
            case "wrong_language":
                return said(text, "es" if target != "es" else "de")
            case "drops_mark":
                return _MARK.sub("", said(text, target), count=1)
            case "doubles_mark":
                return _MARK.sub(lambda mark: mark[0] * 2, said(text, target), count=1)
            case "invents":
                return said(text, target) + " www.example.com"
            case "wrong_digits":
                return said(text, target) + " 7"
            case "stutters":
                return said(text, target) + " danke danke danke danke"
        return said(text, target)


def said(text: str, target: str) -> str:
    """The text with each word replaced by one of the target language; tags, marks and all else as they were."""
    words = iter(WORDS.get(target.lower()[:2], WORDS["en"]).split() * 200)
    return _WORD.sub(lambda found: next(words) if found[1] else found[0], text)


@asynccontextmanager
async def served(server: S) -> AsyncIterator[S]:
    """Runs the server on a free loopback port."""
    config = uvicorn.Config(
        Starlette(routes=server.routes()),
        host="127.0.0.1", port=0, log_level="error", lifespan="off", timeout_graceful_shutdown=1,
    )  # fmt: skip
    running = uvicorn.Server(config)
    task = asyncio.create_task(running.serve())
    while not running.started:  # noqa: ASYNC110 - uvicorn tells its start by this flag alone
        await asyncio.sleep(0.005)
    server.url = f"http://127.0.0.1:{running.servers[0].sockets[0].getsockname()[1]}"
    try:
        yield server
    finally:
        running.should_exit = running.force_exit = True
        await task
