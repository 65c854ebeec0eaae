"""The only file that speaks SMTP: one letter, one connection, one answer."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from email.headerregistry import Address
from ipaddress import ip_address
from typing import Literal

from aiosmtplib import SMTP, SMTPDataError, SMTPException, SMTPRecipientsRefused
from msgspec import Struct

GOODBYE_SECONDS = 1.0
CLOSING = 421
"""Service not available, closing transmission channel (RFC 5321, 4.2.3): about the server, not about a letter."""


class MailOptions(Struct, frozen=True, kw_only=True):
    """The mail server that takes our letters, and whom they are from. `tls` from the first byte; without it STARTTLS is used
    wherever it is offered."""

    host: str
    port: int
    sender: Address
    user: str = ""
    password: str = ""
    tls: bool = False
    seconds: float = 30.0


class Answer(Struct, frozen=True):
    """What the server said. `accepted`: the letter is in its hands. `later`, `never`: its no to this letter, with the code.
    `away`: there was no word about this letter, so no other would fare better now; `code` says why, in one word or number."""

    kind: Literal["accepted", "later", "never", "away"]
    code: str = ""


class Post:
    """Hands letters over. Never waits longer than `seconds`, never raises for what a server does."""

    def __init__(self, options: MailOptions) -> None:
        self._options = options

    async def send(self, content: bytes, to: str) -> Answer:
        """One letter to one address."""
        return await self._talk(lambda smtp: _hand_over(smtp, self._options.sender.addr_spec, to, content))

    async def ask(self) -> Answer:
        """Whether the server is there and lets us in; nothing is sent."""
        return await self._talk(_nothing)

    async def _talk(self, about: Callable[[SMTP], Awaitable[Answer]]) -> Answer:
        o = self._options
        smtp = SMTP(hostname=o.host, port=o.port, use_tls=o.tls, timeout=o.seconds, local_hostname=o.sender.domain)
        try:
            async with asyncio.timeout(o.seconds):
                await self._connect(smtp)
                answer = await about(smtp)
        except (SMTPException, OSError, ValueError) as error:
            return Answer("away", _reason(error))
        else:
            await _goodbye(smtp)
            return answer
        finally:
            smtp.close()

    async def _connect(self, smtp: SMTP) -> None:
        await smtp.connect()
        if not self._options.user:
            return
        if smtp.get_transport_info("sslcontext") is None and not _here(self._options.host):
            raise SMTPException("password without encryption")
        await smtp.login(self._options.user, self._options.password)


async def _nothing(_: SMTP) -> Answer:
    return Answer("accepted")


async def _hand_over(smtp: SMTP, sender: str, to: str, content: bytes) -> Answer:
    """A no to the sender is none to the letter: it would be said to every other too."""
    try:
        await smtp.sendmail(sender, to, content)
    except SMTPRecipientsRefused as refused:
        return _about_letter(refused.recipients[0].code)
    except SMTPDataError as refused:
        return _about_letter(refused.code)
    except ValueError:
        return Answer("never", "address")
    return Answer("accepted")


async def _goodbye(smtp: SMTP) -> None:
    """Politeness that must not cost: the letter was taken already."""
    with suppress(SMTPException, OSError):
        await smtp.quit(timeout=GOODBYE_SECONDS)


def _about_letter(code: int) -> Answer:
    if code == CLOSING:
        return Answer("away", str(code))
    return Answer("later" if code < 500 else "never", str(code))


def _reason(error: Exception) -> str:
    """A code or a kind; the server's words may hold anything."""
    return str(getattr(error, "code", "") or type(error).__name__)


def _here(host: str) -> bool:
    """Whether nothing on the way to this host could listen."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
