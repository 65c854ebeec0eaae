"""A LibreTranslate server on loopback: its documented wire format, and the ways such servers fail."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

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
CODES = {"en": "en", "de": "de", "es": "es", "fr": "fr", "zh-Hans": "zh", "pt-BR": "pt", "nb": "no"}
_WORD = re.compile(r"[^\W\d_]+")
_MARK = re.compile(r"⟦\d+⟧")


class LibreTranslateServer:
    """Set `mode` to make it fail; `asked` keeps every body it was sent."""

    def __init__(self, api_key: str = "") -> None:
        self.mode = "well"
        self.api_key = api_key
        self.asked: list[dict[str, str]] = []
        self._came = asyncio.Condition()
        self.url = ""
        self.app = Starlette(
            routes=[
                Route("/languages", self.languages),
                Route("/translate", self.translate, methods=["POST"]),
            ]
        )

    async def languages(self, request: Request) -> Response:
        """Every language to every other."""
        if self.mode == "garbage_languages":
            return Response("<html>", media_type="text/html")
        return JSONResponse([{"code": code, "name": code, "targets": list(CODES)} for code in CODES])

    async def translate(self, request: Request) -> Response:
        """Answers, or fails as `mode` says."""
        body = await request.json()
        async with self._came:
            self.asked.append(body)
            self._came.notify_all()
        if self.mode == "slow":
            await asyncio.sleep(30)
        if failure := self._failure(body):
            return failure
        return JSONResponse({"translatedText": self._said(body["q"], body["target"])})

    async def reached(self, count: int) -> None:
        """Waits until `count` bodies have come."""
        async with self._came:
            await self._came.wait_for(lambda: len(self.asked) >= count)

    def _failure(self, body: dict[str, str]) -> Response | None:
        for name in ("q", "source", "target"):
            if not body.get(name):
                return _error(400, f"Invalid request: missing {name} parameter")
        if body["source"] not in CODES or body["target"] not in CODES:
            return _error(400, "not supported")
        if self.api_key and body.get("api_key") != self.api_key:
            return _error(403, "Invalid API key")
        match self.mode:
            case "error":
                return _error(500, "Cannot translate text: out of memory")
            case "rate_limited":
                return _error(429, "Slowdown: 20 per 1 minute", {"Retry-After": "7"})
            case "garbage":
                return Response('{"translatedText": ', media_type="application/json")
            case "huge":
                return JSONResponse({"translatedText": "a" * 1024 * 1024})
        return None

    def _said(self, text: str, target: str) -> str:
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
    """The text with each word replaced by one of the target language; all else as it was."""
    words = iter(WORDS.get(CODES.get(target, target), WORDS["en"]).split() * 200)
    return _WORD.sub(lambda _: next(words), text)


def _error(status: int, text: str, headers: dict[str, str] | None = None) -> JSONResponse:
    return JSONResponse({"error": text}, status, headers)


@asynccontextmanager
async def libretranslate(api_key: str = "") -> AsyncIterator[LibreTranslateServer]:
    """Runs the server on a free loopback port."""
    fake = LibreTranslateServer(api_key)
    config = uvicorn.Config(
        fake.app, host="127.0.0.1", port=0, log_level="error", lifespan="off", timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    running = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn tells its start by this flag alone
        await asyncio.sleep(0.005)
    fake.url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    try:
        yield fake
    finally:
        server.should_exit = server.force_exit = True
        await running
