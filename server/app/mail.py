"""From two words of the operator to the mail server and the sender."""

import re
from email.headerregistry import Address
from urllib.parse import unquote, urlsplit

from server.conversations.contact import ADDRESS
from server.domain.errors import Refusal
from server.settings import Settings
from server.worker.smtp import MailOptions

SENDER = re.compile(r"(?:(?P<name>[^<>\r\n]*)<)?(?P<spec>[^<>\s]+)(?(name)>)")
PORTS = {"smtp": 587, "smtps": 465}


def mail_options(settings: Settings) -> MailOptions | None:
    """Who takes our letters; None when there shall be none. Refuses `unavailable`, naming the setting that makes no sense."""
    if not settings.smtp_url:
        return None
    try:
        url = urlsplit(settings.smtp_url)
        port = url.port or PORTS[url.scheme]
    except (ValueError, KeyError):
        raise Refusal("unavailable", "SMTP_URL is not smtp://user:password@host:port") from None
    if not url.hostname or url.path.strip("/"):
        raise Refusal("unavailable", "SMTP_URL names no host")
    return MailOptions(
        host=url.hostname,
        port=port,
        user=unquote(url.username or ""),
        password=unquote(url.password or ""),
        tls=url.scheme == "smtps",
        sender=_sender(settings.mail_from),
    )


def _sender(text: str) -> Address:
    found = SENDER.fullmatch(text.strip())
    if not (found and ADDRESS.fullmatch(found["spec"])):
        raise Refusal("unavailable", "MAIL_FROM is not `Name <address@domain>`")
    username, _, domain = found["spec"].rpartition("@")
    return Address((found["name"] or "").strip(' "'), username, domain)
