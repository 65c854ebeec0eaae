"""The letter that asks somebody to join a desk."""

from collections.abc import Awaitable, Callable
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from server.app.mail import mail_options
from server.settings import Settings
from server.worker.smtp import MailOptions, Post

WORDS = """{name} invites you to a customer service desk.

Choose your name and password here; the link opens once, and not for ever:

{link}

If you do not know what this is about, do nothing.
"""


def inviter(settings: Settings) -> Callable[[str, str, str], Awaitable[bool]]:
    """Sends (to, who invites, token) and answers whether the mail server took it; never without SMTP_URL and PUBLIC_URL."""
    options = mail_options(settings) if settings.public_url else None

    async def invite(to: str, name: str, token: str) -> bool:
        if options is None:
            return False
        link = f"{settings.public_url.rstrip('/')}/console/#join={token}"
        letter = _letter(options, to, WORDS.format(name=" ".join(name.split()), link=link))
        return (await Post(options).send(letter, to)).kind == "accepted"

    return invite


def _letter(options: MailOptions, to: str, words: str) -> bytes:
    message = EmailMessage(SMTP)
    message["From"] = options.sender
    message["To"] = Address(addr_spec=to)
    message["Subject"] = "You are invited to a Tradewind desk"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(words)
    return message.as_bytes()
