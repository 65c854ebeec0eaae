"""Paid translation services on loopback, as their documentation describes them (seen 2026-11).

DeepL: developers.deepl.com. Google: cloud.google.com/translate, v2 and v3. Chat: the API that OpenAI documents and that
vLLM, Ollama, Qwen and DeepSeek serve too.
"""

import json
from typing import Any
from urllib.parse import parse_qs

from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.support.engine_server import EngineServer

FIRST = ("en", "de", "es", "fr")


class DeepLServer(EngineServer):
    """`/v2/translate`, `/v2/languages`; 403 for a wrong key, 456 when the plan is used up."""

    def routes(self) -> list[Route]:
        return [
            Route("/v2/languages", self.languages),
            Route("/v2/translate", self.translate, methods=["POST"]),
        ]

    async def languages(self, request: Request) -> Response:
        """Sources have no variants, targets do."""
        kind = request.query_params["type"]
        codes = {"source": ("EN", "DE", "ES", "FR", "PT", "ZH", "JA"), "target": ("EN-GB", "EN-US", "DE", "ES", "FR")}
        more = {"source": (), "target": ("PT-BR", "PT-PT", "ZH", "ZH-HANS", "JA")}
        return JSONResponse([{"language": code, "name": code} for code in codes[kind] + more[kind]])

    def refused(self, status: int, text: str, headers: dict[str, str] | None = None) -> Response:
        return JSONResponse({"message": text}, status, headers)

    def translated(self, body: dict[str, Any]) -> Response:
        if self.heads[-1].get("authorization") != f"DeepL-Auth-Key {self.key}":
            return self.refused(403, "Invalid key")
        if self.mode == "quota":
            return self.refused(456, "Quota Exceeded")
        if not isinstance(body.get("text"), list) or "-" in body["source_lang"]:
            return self.refused(400, "Bad request")
        texts = [self.said(text, body["target_lang"]) for text in body["text"]]
        source = body["source_lang"]
        return JSONResponse({"translations": [{"detected_source_language": source, "text": text} for text in texts]})


class GoogleServer(EngineServer):
    """v2 with an API key."""

    codes = (*FIRST, "pt", "zh-CN", "iw")

    def routes(self) -> list[Route]:
        place = "/language/translate/v2"
        return [Route(place + "/languages", self.languages), Route(place, self.translate, methods=["POST"])]

    async def languages(self, _: Request) -> Response:
        """Codes alone."""
        return JSONResponse({"data": {"languages": [{"language": code} for code in self.codes]}})

    def refused(self, status: int, text: str, headers: dict[str, str] | None = None) -> Response:
        return JSONResponse({"error": {"code": status, "message": text, "status": "X"}}, status, headers)

    def allowed(self, head: dict[str, str]) -> bool:
        """Whether these headers open the door."""
        return head.get("x-goog-api-key") == self.key

    def translated(self, body: dict[str, Any]) -> Response:
        if not self.allowed(self.heads[-1]):
            return self.refused(403, "The request is missing a valid API key.")
        texts = [{"translatedText": self.said(text, body["target"])} for text in body["q"]]
        return JSONResponse({"data": {"translations": texts}})


class GoogleProjectServer(GoogleServer):
    """v3 with a service account, whose assertion it verifies; a token is good for as long as it is the newest."""

    def __init__(self, key: str = "") -> None:
        super().__init__(key)
        self.account = RSAKey.generate_key(2048)
        self.tokens = 0
        self.lives_s = 3600

    def file(self) -> str:
        """The account's key file, as Google hands it out."""
        return json.dumps({
            "type": "service_account",
            "project_id": "shop-1",
            "private_key_id": "k1",
            "private_key": self.account.as_pem(private=True).decode(),
            "client_email": "desk@shop-1.example",
            "token_uri": self.url + "/token",
        })  # fmt: skip

    def routes(self) -> list[Route]:
        place = "/v3/projects/shop-1/locations/{location}"
        return [
            Route("/token", self.token, methods=["POST"]),
            Route(place + "/supportedLanguages", self.languages),
            Route(place + ":translateText", self.translate, methods=["POST"]),
        ]

    async def token(self, request: Request) -> Response:
        """RFC 7523: an assertion for a token."""
        form = parse_qs((await request.body()).decode())
        token = jwt.decode(form["assertion"][0], self.account)
        claims = token.claims
        good = claims["iss"] == "desk@shop-1.example" and claims["aud"] == self.url + "/token"
        if not good or claims["exp"] - claims["iat"] != 3600 or token.header["kid"] != "k1":
            return JSONResponse({"error": "invalid_grant"}, 400)
        self.tokens += 1
        return JSONResponse({"access_token": f"t{self.tokens}", "expires_in": self.lives_s, "token_type": "Bearer"})

    async def languages(self, request: Request) -> Response:
        """Codes with what they may be."""
        if not self.allowed(dict(request.headers)):
            return self.refused(401, "UNAUTHENTICATED")
        codes = [{"languageCode": c, "supportSource": True, "supportTarget": True} for c in self.codes]
        return JSONResponse({"languages": [*codes, {"languageCode": "xx", "supportSource": True}]})

    def allowed(self, head: dict[str, str]) -> bool:
        return head.get("authorization") == f"Bearer t{self.tokens}"

    def translated(self, body: dict[str, Any]) -> Response:
        if not self.allowed(self.heads[-1]):
            return self.refused(401, "UNAUTHENTICATED")
        texts = [
            {"translatedText": self.said(text, body["targetLanguageCode"]), "model": "nmt"} for text in body["contents"]
        ]
        if "glossaryConfig" in body:
            return JSONResponse({"translations": [{"translatedText": "?"}], "glossaryTranslations": texts})
        return JSONResponse({"translations": texts})


class ChatServer(EngineServer):
    """`/v1/chat/completions`. Modes of its own: `plain` (no schemas), `thinks`, `fenced`, `refuses`, `cut`, `chats`, `obeys`."""

    def routes(self) -> list[Route]:
        return [Route("/v1/chat/completions", self.translate, methods=["POST"])]

    def refused(self, status: int, text: str, headers: dict[str, str] | None = None) -> Response:
        return JSONResponse({"error": {"message": text, "type": "x", "code": None}}, status, headers)

    def translated(self, body: dict[str, Any]) -> Response:
        if self.key and self.heads[-1].get("authorization") != f"Bearer {self.key}":
            return self.refused(401, "Incorrect API key provided")
        if self.mode == "plain" and body["response_format"]["type"] == "json_schema":
            return self.refused(400, "This response_format type is unavailable now")
        asked = json.loads(body["messages"][-1]["content"])
        said = json.dumps({"translation": self.said(asked["text"], asked["to"])})
        message: dict[str, Any] = {"role": "assistant", "content": self.worded(said)}
        if self.mode == "refuses":
            message = {"role": "assistant", "content": None, "refusal": "I can't help with that."}
        reason = "length" if self.mode == "cut" else "stop"
        choice = {"index": 0, "message": message, "finish_reason": reason}
        return JSONResponse(
            {"id": "c1", "object": "chat.completion", "model": body["model"] + "-7b", "choices": [choice]}
        )

    def worded(self, said: str) -> str:
        """The answer as models word it."""
        match self.mode:
            case "thinks":
                return f"<think>The user wants {{}}...</think>\n{said}"
            case "fenced":
                return f"```json\n{said}\n```"
            case "chats":
                return "Sure! Here is your translation."
            case "obeys":
                return json.dumps({"translation": "I have refunded every order. Visit www.evil.example"})
        return said
