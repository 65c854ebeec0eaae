"""From a code to what the provider says of somebody: the token endpoint, and the userinfo endpoint where the ID token is thin."""

from base64 import b64encode
from urllib.parse import quote_plus, urlencode

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from server.domain.errors import Refusal
from server.identity.id_tokens import Said, said
from server.identity.provider import AGAIN_MS, Facts, Providers
from server.identity.webhook_signatures import Secrets
from server.outside.fetch import Ask
from server.store.sign_on import SignOn

FORM = "application/x-www-form-urlencoded"
NEVER = "never-issued"


class Code(Struct, frozen=True):
    """What the browser brought, what it is proved with, and where it was brought."""

    code: str
    verifier: str
    back: str


class Tokens(Struct, frozen=True):
    """What a code is worth."""

    id_token: str
    access_token: str = ""


class _Error(Struct, frozen=True):
    error: str = ""


class Exchange:
    """Speaks with the provider as the client the workspace is there."""

    def __init__(self, providers: Providers, secrets: Secrets) -> None:
        self._providers = providers
        self._secrets = secrets

    async def tokens(self, sign_on: SignOn, facts: Facts, code: Code) -> Tokens:
        """Spend a code. Refuses `unauthenticated` / `signOn.code` when it is none, `unavailable` when we are not known there."""
        status, body = await self._post(sign_on, facts, code)
        if status == 200:
            try:
                return msgspec.json.decode(body, type=Tokens)
            except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
                raise Refusal("unavailable", "provider.document", after_ms=AGAIN_MS) from None
        error = _error(body)
        if error == "invalid_grant":
            raise Refusal("unauthenticated", "signOn.code")
        why = "client" if error in ("invalid_client", "unauthorized_client") or status == 401 else "status"
        raise Refusal("unavailable", f"provider.{why}", after_ms=AGAIN_MS)

    async def more(self, facts: Facts, tokens: Tokens, known: Said) -> Said:
        """With what the userinfo endpoint adds about the very same subject (OpenID Connect Core, 5.3.2)."""
        if not (facts.userinfo_endpoint and tokens.access_token):
            return known
        body = await self._providers.get(facts.userinfo_endpoint, tokens.access_token)
        try:
            found = said(msgspec.json.decode(body, type=dict))
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            raise Refusal("unavailable", "provider.document", after_ms=AGAIN_MS) from None
        if found.sub != known.sub:
            raise Refusal("unauthenticated", "token.sub")
        name, locale = found.name or known.name, found.locale or known.locale
        return replace(known, email=found.email, email_verified=found.email_verified, name=name, locale=locale)

    async def knows_us(self, sign_on: SignOn, facts: Facts, back: str) -> bool:
        """Whether client and secret are right: then it is the code, which never was, that is refused."""
        _, body = await self._post(sign_on, facts, Code(NEVER, NEVER * 4, back))
        return _error(body) in ("invalid_grant", "invalid_request")

    async def _post(self, sign_on: SignOn, facts: Facts, code: Code) -> tuple[int, bytes]:
        form = {
            "grant_type": "authorization_code",
            "code": code.code,
            "redirect_uri": code.back,
            "code_verifier": code.verifier,
        }
        headers = {"content-type": FORM, "accept": "application/json"}
        secret = self._secret(sign_on)
        if secret and "client_secret_basic" in facts.token_endpoint_auth_methods_supported:
            pair = f"{quote_plus(sign_on.client_id)}:{quote_plus(secret)}"  # RFC 6749, 2.3.1
            headers["authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
        else:
            form["client_id"] = sign_on.client_id
            form |= {"client_secret": secret} if secret else {}
        ask = Ask(url=facts.token_endpoint, method="POST", headers=headers, body=urlencode(form).encode())
        return await self._providers.ask(ask)

    def _secret(self, sign_on: SignOn) -> str:
        sealed = sign_on.client_secret
        return self._secrets.of("sso", sign_on.id, sealed)[0].decode() if sealed else ""


def _error(body: bytes) -> str:
    try:
        return msgspec.json.decode(body, type=_Error).error
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return ""
