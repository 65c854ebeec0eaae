"""A LibreTranslate server on loopback: its documented wire format.

`python -m tests.support.libretranslate PORT` runs it as a process of its own, to be stopped and killed.
"""

import sys
from contextlib import AbstractAsyncContextManager

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.support.engine_server import EngineServer, served

CODES = ("en", "de", "es", "fr", "zh-Hans", "pt-BR", "nb")


class LibreTranslateServer(EngineServer):
    """GET /languages, POST /translate; the key stands in the body."""

    def routes(self) -> list[Route]:
        return [Route("/languages", self.languages), Route("/translate", self.translate, methods=["POST"])]

    async def languages(self, _: Request) -> Response:
        """Every language to every other."""
        if self.mode == "garbage_languages":
            return Response("<html>", media_type="text/html")
        return JSONResponse([{"code": code, "name": code, "targets": list(CODES)} for code in CODES])

    def translated(self, body: dict[str, str]) -> Response:
        for name in ("q", "source", "target"):
            if not body.get(name):
                return self.refused(400, f"Invalid request: missing {name} parameter")
        if body["source"] not in CODES or body["target"] not in CODES:
            return self.refused(400, "not supported")
        if self.key and body.get("api_key") != self.key:
            return self.refused(403, "Invalid API key")
        return JSONResponse({"translatedText": self.said(body["q"], body["target"])})


def libretranslate(api_key: str = "") -> AbstractAsyncContextManager[LibreTranslateServer]:
    """Runs the server on a free loopback port."""
    return served(LibreTranslateServer(api_key))


if __name__ == "__main__":
    app = Starlette(routes=LibreTranslateServer().routes())
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="error")
