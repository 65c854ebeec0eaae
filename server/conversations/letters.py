"""A letter with what the desk answered, in the customer's language. Pure: nothing here asks or sends anything.

It greets nobody by name and repeats nothing that the customer wrote, for the address is one that nobody has proved: a stranger
must not be able to send their own words in a shop's name.
"""

import html
import re
import tomllib
from datetime import UTC, datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.policy import SMTP
from email.utils import format_datetime
from importlib.resources import files
from urllib.parse import urldefrag, urlsplit

from msgspec import Struct

from server.domain.conversation import Conversation
from server.domain.language import RTL, language_of
from server.domain.workspace import Shop
from server.protocol.views import PublicPosted

WORDS: dict[str, dict[str, str]] = tomllib.loads((files(__package__) / "letters.toml").read_text("utf-8"))
POLICY = SMTP.clone(cte_type="7bit")
RESUME = "tradewind"
BROKEN = "a header with a line break in it"
_LINK = re.compile(r"https?://[!-~]+")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\s]+")


class Said(Struct, frozen=True):
    """A message as its customer reads it, and who wrote it."""

    name: str
    body: PublicPosted


class Letter(Struct, frozen=True, kw_only=True):
    """All that a letter is made of. It brings the customers' series up to `number`; `now` is milliseconds. `resume` is the word
    that takes the conversation up again in any browser; it travels behind the `#`, which browsers send to no server. `wish` is
    the id of the wish for that link, when the letter brings it alone."""

    conversation: Conversation
    shop: Shop
    sender: Address
    said: tuple[Said, ...]
    number: int
    now: int
    resume: str = ""
    wish: str = ""


def content_of(letter: Letter) -> bytes:
    """The letter as it travels (RFC 5322), as text and as HTML: only there can a line of Arabic be told to begin at the right.

    Raises ValueError for an address that would be more than an address: newer libraries look by themselves, all are looked at.
    """
    try:
        message = _message(letter)
        content = message.as_bytes()
    except MessageError as error:
        raise ValueError(BROKEN) from error
    if BytesHeaderParser().parsebytes(content).keys() != message.keys():
        raise ValueError(BROKEN)
    return content


def _message(letter: Letter) -> EmailMessage:
    words, language = words_for(letter.conversation, letter.shop)
    message = _addressed(letter, words["link_subject" if letter.wish else "subject"])
    parts = _paragraphs(letter, words, language)
    message.set_content("\n\n".join(part.text for part in parts) + "\n")
    message.add_alternative(_page(parts, language), subtype="html")
    message["Content-Language"] = language
    return message


def _addressed(letter: Letter, subject: str) -> EmailMessage:
    """What comes before the words."""
    c, sender, shop = letter.conversation, letter.sender, one_line(letter.shop.name)
    message = EmailMessage(POLICY)
    message["From"] = Address(one_line(sender.display_name) or shop, sender.username, sender.domain)
    message["To"] = recipient(c)
    message["Subject"] = subject.format(shop=shop)
    message["Date"] = format_datetime(datetime.fromtimestamp(letter.now / 1000, UTC))
    message["Message-ID"] = _id(letter, letter.wish or letter.number)
    if c.mailed:
        message["In-Reply-To"] = _id(letter, c.mailed)
    message["References"] = " ".join(_id(letter, number) for number in dict.fromkeys((0, c.mailed)))
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: an absent customer's machine shall not answer
    return message


def recipient(c: Conversation) -> Address:
    """Where it goes, as it was given: `a..b@` is no address by RFC 5322, but old Japanese telephones have such ones."""
    username, _, domain = c.mail_to.rpartition("@")
    return Address(username=username, domain=domain)


def words_for(c: Conversation, shop: Shop) -> tuple[dict[str, str], str]:
    """The sentences in the customer's language, else in the shop's, else in English; and which language that is."""
    wanted = (c.customers_language, language_of(shop.locale), "en")
    language = next(language for language in wanted if language in WORDS)
    return WORDS[language], language


def refusal(language: str, address: str, code: str) -> tuple[str, str]:
    """What the desk is told of a letter that was not taken, and in which language."""
    language = language if language in WORDS else "en"
    return WORDS[language]["refused"].format(address=address, code=code), language


def page_link(c: Conversation, shop: Shop) -> str:
    """Where the customer asked, when it is a page of the web and one of the shop's, where the shop has said which are."""
    if not _LINK.fullmatch(c.page_url):
        return ""
    try:
        parts = urlsplit(c.page_url)
    except ValueError:
        return ""
    if not parts.hostname or "@" in parts.netloc or "\\" in c.page_url:
        return ""
    origin = f"{parts.scheme}://{parts.netloc}".lower()
    return c.page_url if not shop.origins or origin in shop.origins else ""


def one_line(name: str) -> str:
    """A name that fits a header: line breaks, controls and turns of direction become spaces.

    No encoded word (RFC 2047) begins in it: the library would take it apart, and write the line breaks it may hide.
    """
    return _UNSEEN.sub(" ", name).strip().replace("=?", "= ?")


class _Part(Struct, frozen=True):
    text: str
    language: str
    link: bool = False


def _paragraphs(letter: Letter, words: dict[str, str], language: str) -> list[_Part]:
    parts = [_Part(words["link_opening" if letter.wish else "opening"], language)]
    for said in letter.said:
        name, body = one_line(said.name), said.body
        if text := "\n".join(filter(None, (f"{name}:" if name else "", body.text))):
            parts.append(_Part(text, body.language))
        parts += [_Part(words["file"].format(name=one_line(file.name)), language) for file in body.attachments]
    link = page_link(letter.conversation, letter.shop)
    parts.append(_Part(words["back" if link else "pageless"], language))
    if link:
        resumed = f"{urldefrag(link).url}#{RESUME}={letter.resume}" if letter.resume else link
        parts.append(_Part(resumed, "en", link=True))
        parts += [_Part(words["private"], language)] if letter.resume else []
    return [*parts, _Part(words["unread"], language), _Part(one_line(letter.shop.name), language)]


def _page(parts: list[_Part], language: str) -> str:
    body = "\n".join(map(_paragraph, parts))
    head = (
        f'<!doctype html>\n<html lang="{language}" dir="{_direction(language)}">\n<head><meta charset="utf-8"></head>'
    )
    return f"{head}\n<body>\n{body}\n</body>\n</html>\n"


def _paragraph(part: _Part) -> str:
    text = html.escape(part.text).replace("\n", "<br>\n")
    if part.link:
        text = f'<a href="{text}">{text}</a>'
    return f'<p lang="{html.escape(part.language)}" dir="{_direction(part.language)}">{text}</p>'


def _direction(language: str) -> str:
    return "rtl" if language in RTL else "ltr"


def _id(letter: Letter, number: int | str) -> str:
    """The same for every attempt; number 0 stands for the thread itself, which is nobody's letter."""
    return f"<{letter.conversation.id}.{number}@{letter.sender.domain}>"
