"""A letter's words, headers and links: in the customer's language, threaded, and nobody's tool."""

import re
from email import message_from_bytes
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import default

import pytest
from msgspec import UNSET
from msgspec.structs import replace

from server.conversations.letters import WORDS, Letter, Said, content_of, page_link
from server.domain.attachment import Attachment
from server.domain.conversation import Conversation
from server.domain.workspace import Policy, Shop
from server.protocol.views import PublicPosted
from tests.support.mailbox import text_of

SHOP = Shop(
    id="sh_1", workspace_id="ws_1", key="k", name="Harbor & Pine", market="JP", locale="en",
    origins=("https://harbor.example",),
)  # fmt: skip
TALK = Conversation(
    id="cv_1", workspace_id="ws_1", shop_id="sh_1", customer_id="cu_1", customer_name="BUY PILLS", last_text="BUY PILLS",
    language="ja", mail_to="maya@home.example", page_url="https://harbor.example/cart?item=1&size=2",
)  # fmt: skip
SENDER = Address("", "help", "shop.example")


def said(text: str, language: str = "en", name: str = "Lin Yue", *files: str) -> Said:
    """A message as its customer reads it."""
    attachments = tuple(Attachment(id="fl", name=file, mime="text/plain", size=1) for file in files)
    return Said(name, PublicPosted(text=text, language=language, original=UNSET, attachments=attachments))


def arrives(*what: Said, talk: Conversation = TALK, shop: Shop = SHOP, sender: Address = SENDER) -> EmailMessage:
    """The letter as a mail program reads it."""
    letter = Letter(conversation=talk, shop=shop, sender=sender, said=what, number=7, now=1_700_000_000_000)
    sent = content_of(letter)
    assert sent.isascii()
    assert max(map(len, sent.split(b"\r\n"))) <= 998, "RFC 5322, 2.1.1"
    read = message_from_bytes(sent, policy=default)
    assert isinstance(read, EmailMessage)
    assert not read.defects
    return read


def test_every_language_has_every_sentence_with_the_same_places() -> None:
    assert set(WORDS) == set(Policy().languages)
    places = {key: set(re.findall(r"\{\w*\}", text)) for key, text in WORDS["en"].items()}
    for language, words in WORDS.items():
        assert {key: set(re.findall(r"\{\w*\}", text)) for key, text in words.items()} == places, language
        assert language == "en" or not set(words.values()) & set(WORDS["en"].values())


@pytest.mark.parametrize("language", WORDS)
def test_it_is_written_in_the_customers_language_and_direction(language: str) -> None:
    read = arrives(said("It is 5 < 6 & so on\nBye", "en"), talk=replace(TALK, language=language))
    assert read["Subject"] == WORDS[language]["subject"].format(shop="Harbor & Pine")
    assert read["Content-Language"] == language
    text, page = text_of(read), text_of(read, "html")
    for key in ("opening", "back", "unread"):
        assert WORDS[language][key] in text
    assert "Lin Yue:\nIt is 5 < 6 & so on\nBye" in text
    assert '<p lang="en" dir="ltr">Lin Yue:<br>\nIt is 5 &lt; 6 &amp; so on<br>\nBye</p>' in page
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in page


@pytest.mark.parametrize("language", WORDS)
def test_a_link_alone_comes_with_why_and_with_nothing_that_was_said(language: str) -> None:
    talk, words = replace(TALK, language=language), WORDS[language]
    letter = Letter(conversation=talk, shop=SHOP, sender=SENDER, said=(), number=7, now=0, resume="a.b", wish="ll_1")
    read = message_from_bytes(content_of(letter), policy=default)
    assert isinstance(read, EmailMessage)
    assert read["Subject"] == words["link_subject"].format(shop="Harbor & Pine")
    assert read["Message-ID"] == "<cv_1.ll_1@shop.example>"
    parts = text_of(read).split("\n\n")
    assert parts[:2] == [words["link_opening"], words["back"]]
    assert parts[2] == "https://harbor.example/cart?item=1&size=2#tradewind=a.b"
    assert "PILLS" not in read.as_string()


def test_an_unknown_language_falls_back_to_the_shops_then_to_english() -> None:
    lost = replace(TALK, language="xx", locale="")
    assert arrives(talk=lost, shop=replace(SHOP, locale="de-AT"))["Content-Language"] == "de"
    assert arrives(talk=lost, shop=replace(SHOP, locale="sw"))["Content-Language"] == "en"
    assert arrives(talk=replace(TALK, language="und", locale="pt-BR"))["Content-Language"] == "pt"


def test_headers_thread_and_keep_machines_from_answering() -> None:
    first, later = arrives(), arrives(talk=replace(TALK, mailed=4))
    assert (first["Message-ID"], first["In-Reply-To"]) == ("<cv_1.7@shop.example>", None)
    assert arrives()["Message-ID"] == first["Message-ID"]
    assert later["In-Reply-To"] == "<cv_1.4@shop.example>"
    assert str(later["References"]).split() == ["<cv_1.0@shop.example>", "<cv_1.4@shop.example>"]
    assert first["References"] == "<cv_1.0@shop.example>"
    assert first["Auto-Submitted"] == "auto-generated"
    assert first["To"] == "maya@home.example"
    assert (
        first["From"] == '"Harbor & Pine" <help@shop.example>' or first["From"] == "Harbor & Pine <help@shop.example>"
    )
    assert str(arrives(sender=Address("Our Desk", "help", "shop.example"))["From"]).startswith("Our Desk")


def test_nothing_a_customer_wrote_is_in_it() -> None:
    assert "PILLS" not in arrives(said("Hello")).as_string()


HOSTILE = (
    "Evil\r\nBcc: victim@bank.example", "Evil\nSubject: You won\n\nbody", "a" * 200, '"; <x@y.example>, "',
    "=?utf-8?q?=0D=0AX:1?=", "=?utf-8?b?eApYOiAx?= =?utf-8?q?=0AY:_1?=", "==??utf-8?q?=0AX:1?=",
    "名" * 60, "\x00\x1b[2J", "\u202egnp.exe", "\u2028Bcc: x@y.example", "{address}{0}%s", "<script>alert(1)</script>",
)  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_stay_names(name: str) -> None:
    what = said("Hello", "en", name, name)
    read = arrives(what, shop=replace(SHOP, name=name))
    usual = arrives(said("Hello"))
    assert [key.lower() for key in read.keys()] == [key.lower() for key in usual.keys()]  # noqa: SIM118 - keys repeat
    assert [address.addr_spec for address in read["From"].addresses] == ["help@shop.example"]
    assert [address.addr_spec for address in read["To"].addresses] == ["maya@home.example"]
    assert "\n" not in read["Subject"]
    page = text_of(read, "html")
    assert "<script" not in page
    assert len(re.findall(r"<a ", page)) == 1


@pytest.mark.parametrize("break_", ["\n", "\r", "\r\n"])
def test_the_library_would_refuse_what_we_let_through(break_: str) -> None:
    for header in ("Subject", "To", "In-Reply-To", "References"):
        content = content_of(Letter(conversation=TALK, shop=SHOP, sender=SENDER, said=(), number=1, now=0))
        message = message_from_bytes(content, policy=default)
        del message[header]
        with pytest.raises(ValueError):  # noqa: PT011 - the library's own words
            message[header] = f"x{break_}Bcc: victim@bank.example"
    with pytest.raises(ValueError):  # noqa: PT011
        arrives(talk=replace(TALK, mail_to=f"x@home.example{break_}Bcc: y@bank.example"))


@pytest.mark.parametrize(
    "address", ["a..b@docomo.example", ".a@x.example", "o'brien+1@shop.example", "{a}|b@x.example"]
)
def test_every_address_that_contact_takes_makes_a_letter(address: str) -> None:
    assert address in str(arrives(talk=replace(TALK, mail_to=address))["To"])


@pytest.mark.parametrize("hidden", ["=?utf-8?q?=0ABcc=3Ax=40y.example?=", "=?utf-8?q?x=0D=0AX=3A1?="])
def test_an_address_that_hides_a_line_break_makes_no_letter(hidden: str) -> None:
    with pytest.raises(ValueError, match="line break"):
        arrives(talk=replace(TALK, mail_to=f"{hidden}@home.example"))


LINKS = {
    "https://harbor.example/cart": True,
    "https://HARBOR.example/cart#top": True,
    "https://harbor.example": True,
    "http://harbor.example/cart": False,
    "https://harbor.example:8443/cart": False,
    "https://harbor.example.evil.example/": False,
    "https://harbor.example@evil.example/": False,
    "https://evil.example\\@harbor.example/": False,
    "javascript:alert(1)//https://harbor.example": False,
    "https://harbor.example/\r\nBcc: x@y.example": False,
    "https://harbor.example/\u202efdp": False,
    "https://[harbor.example/": False,
    "https://": False,
    "": False,
}


@pytest.mark.parametrize(("url", "shown"), LINKS.items())
def test_it_leads_back_to_the_shops_own_pages_only(url: str, shown: bool) -> None:
    talk = replace(TALK, page_url=url)
    assert page_link(talk, SHOP) == (url if shown else "")
    read = arrives(talk=talk)
    assert (f"\n\n{url}\n\n" in text_of(read)) is shown
    assert (WORDS["ja"]["pageless"] in text_of(read)) is not shown


def test_a_shop_that_named_no_pages_may_stand_on_any_of_the_web() -> None:
    anywhere = replace(SHOP, origins=())
    assert page_link(replace(TALK, page_url="http://blog.example/x"), anywhere) == "http://blog.example/x"
    assert page_link(replace(TALK, page_url="ftp://blog.example/x"), anywhere) == ""
    assert page_link(replace(TALK, page_url="https://a:b@blog.example/x"), anywhere) == ""


def test_files_are_named_and_not_sent() -> None:
    read = arrives(said("", "ja", "Lin Yue", "手順.pdf"))
    assert WORDS["ja"]["file"].format(name="手順.pdf") in text_of(read)
    assert not list(read.iter_attachments())
