"""A mail server on loopback (aiosmtpd speaks the protocol) that keeps what it took, and the ways mail servers say no."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from msgspec import Struct

REFUSALS = {
    "sender": {"MAIL": "550 5.7.1 Not a sender of ours"},
    "unknown": {"RCPT": "550 5.1.1 No such user"},
    "spam": {"DATA": "554 5.7.1 Rejected as spam"},
    "greylisted": {"RCPT": "451 4.7.1 Greylisted, try again"},
    "full": {"DATA": "452 4.2.2 Mailbox full"},
    "closing": {"RCPT": "421 4.3.2 Shutting down"},
}


class Options(Struct, frozen=True, kw_only=True):
    """What the server asks for: TLS by STARTTLS, and somebody's password."""

    tls: ssl.SSLContext | None = None
    login: tuple[str, str] | None = None


class Mailbox:
    """Set `mode` to a name of REFUSALS, to `hangs`, `drops` or (it takes, but never says so) `mute`. `took` sees each letter."""

    def __init__(self, options: Options = Options()) -> None:
        self.mode = "well"
        self.port = 0
        self.letters: list[EmailMessage] = []
        self.came = 0
        self.encrypted: list[bool] = []
        self.took: Callable[[EmailMessage], object] = lambda _: None
        self._options = options
        self._news = asyncio.Condition()

    @property
    def url(self) -> str:
        """What SMTP_URL is to be."""
        user = ":".join(self._options.login) + "@" if self._options.login else ""
        return f"smtp://{user}127.0.0.1:{self.port}"

    @property
    def ids(self) -> list[str]:
        """The letters' Message-IDs."""
        return [str(letter["Message-ID"]) for letter in self.letters]

    async def holds(self, count: int, seconds: float = 20) -> list[EmailMessage]:
        """Waits until so many letters were taken."""
        async with asyncio.timeout(seconds), self._news:
            await self._news.wait_for(lambda: len(self.letters) >= count)
        return self.letters

    def protocol(self) -> SMTP:
        """One connection."""
        o = self._options
        return SMTP(
            self,
            hostname="mail.shop.example",
            tls_context=o.tls,
            require_starttls=bool(o.tls),
            auth_required=bool(o.login),
            auth_require_tls=bool(o.tls),
            authenticator=self._lets_in if o.login else None,
            loop=asyncio.get_running_loop(),
        )

    async def handle_MAIL(self, _: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:  # noqa: N802
        """Somebody begins a letter."""
        self.came += 1
        if answer := self._no("MAIL"):
            return answer
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, _: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:  # noqa: N802
        """Whom it is for."""
        if answer := self._no("RCPT"):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """All of it is here."""
        if self.mode == "hangs":
            await asyncio.sleep(30)
        if self.mode == "drops":
            server.transport.abort()
            return "451 Nobody hears this"
        if answer := self._no("DATA"):
            return answer
        assert isinstance(envelope.content, bytes)
        letter = message_from_bytes(envelope.content, policy=default)
        assert isinstance(letter, EmailMessage)
        letter["X-Envelope"] = f"{envelope.mail_from} {' '.join(envelope.rcpt_tos)}"
        self.took(letter)
        async with self._news:
            self.letters.append(letter)
            self.encrypted.append(session.ssl is not None)
            self._news.notify_all()
        if self.mode == "mute":
            await asyncio.sleep(30)
        return "250 OK"

    def _no(self, verb: str) -> str:
        return REFUSALS.get(self.mode, {}).get(verb, "")

    def _lets_in(self, _server: SMTP, _session: Session, _envelope: Envelope, _kind: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        said = (data.login.decode(), data.password.decode())
        return AuthResult(success=said == self._options.login, handled=False)


@asynccontextmanager
async def mailbox(options: Options = Options()) -> AsyncIterator[Mailbox]:
    """A server on a free loopback port."""
    box = Mailbox(options)
    server = await asyncio.get_running_loop().create_server(box.protocol, "127.0.0.1", 0)
    box.port = server.sockets[0].getsockname()[1]
    try:
        yield box
    finally:
        server.close()


def text_of(letter: EmailMessage, kind: str = "plain") -> str:
    """What the letter says."""
    part = letter.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")
