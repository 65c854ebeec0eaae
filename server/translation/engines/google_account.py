"""A Google service account: signs an assertion with its own key and is given a token for an hour (RFC 7523)."""

from urllib.parse import urlencode

import msgspec
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from server.domain.clock import Clock
from server.translation.engines import EngineError
from server.translation.engines.wire import Call, Post, answered

SCOPE = "https://www.googleapis.com/auth/cloud-translation"
GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
TOKENS = "https://oauth2.googleapis.com/token"
EARLY_S = 60.0


class _File(msgspec.Struct):
    project_id: str
    client_email: str
    private_key: str
    private_key_id: str = ""
    token_uri: str = TOKENS


class _Token(msgspec.Struct):
    access_token: str
    expires_in: float = 3600.0


class Account:
    """Made from the JSON of the account's key file. Raises ValueError for what is none."""

    def __init__(self, file: str, post: Post, clock: Clock) -> None:
        try:
            self._file = msgspec.json.decode(file, type=_File)
            self._key = RSAKey.import_key(self._file.private_key)
        except (msgspec.DecodeError, JoseError, ValueError) as wrong:
            raise ValueError("not the key file of a service account") from wrong
        self.project = self._file.project_id
        self._post = post
        self._clock = clock
        self._token = ""
        self._until = 0.0

    async def headers(self) -> dict[str, str]:
        """What a request must carry. Raises EngineError."""
        if not self._token or self._clock.monotonic() >= self._until:
            await self._renew()
        return {"authorization": f"Bearer {self._token}"}

    def forget(self) -> None:
        """The token was refused: ask for another one next time."""
        self._token = ""

    async def _renew(self) -> None:
        now = self._clock.now() // 1000
        claims = {
            "iss": self._file.client_email,
            "scope": SCOPE,
            "aud": self._file.token_uri,
            "iat": now,
            "exp": now + 3600,
        }
        head = {"alg": "RS256", "kid": self._file.private_key_id}
        body = urlencode({"grant_type": GRANT, "assertion": jwt.encode(head, claims, self._key)}).encode()
        kinds = {"content-type": "application/x-www-form-urlencoded"}
        try:
            token = await answered(self._post, Call(url=self._file.token_uri, headers=kinds, body=body), _Token)
        except EngineError as wrong:
            raise EngineError("forbidden" if wrong.reason == "http_400" else wrong.reason, wrong.after_s) from wrong
        self._token = token.access_token
        self._until = self._clock.monotonic() + max(0.0, token.expires_in - EARLY_S)
