"""Mail with markup of its own: nothing in it can run or ask anybody, and its words are all there."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.conversations.rich import ATTRIBUTES, LARGEST, SCHEMES, TAGS, cleaned, has_pictures, mail_of, plain
from server.protocol.commands import MAX_TEXT

PAYLOADS = (Path(__file__).parents[1] / "browser/payloads.txt").read_text().splitlines()
PIECES = [
    *PAYLOADS,
    "<p>",
    "</p>",
    "<b",
    ">",
    "'",
    '"',
    "<!--",
    "-->",
    "<svg>",
    "<math><mtext><table><mglyph><style>",
    "&lt;",
    "\x00",
]


class Looker(HTMLParser):
    """What there is in a page that is none of the kinds above."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = ATTRIBUTES["*"] | ATTRIBUTES.get(tag, set()) | ({"target", "rel"} if tag == "a" else set())
        self.wrong += [tag] if tag not in TAGS else [name for name, _ in attrs if name not in known]
        self.wrong += [
            value for name, value in attrs if name == "style" and re.search(r"url|expression|@", value or "")
        ]
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src")]

    def handle_comment(self, data: str) -> None:
        self.wrong.append(data)


def looked(html: str) -> Looker:
    """Read as a browser would."""
    looker = Looker()
    looker.feed(html)
    looker.close()
    return looker


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=20), max_size=12).map("".join))
def test_whatever_comes_only_the_allowed_is_left(html: str) -> None:
    clean = cleaned(html)
    found = looked(clean)
    assert found.wrong == []
    assert all(address.partition(":")[0] in SCHEMES for address in found.addresses)
    assert cleaned(clean) == clean
    assert not has_pictures(cleaned(clean, pictures=False))


def test_the_looker_sees_what_gets_through() -> None:
    for payload in ("<script>x</script>", "<img onerror=x>", "<p style='a:url(x)'>", "<iframe>", "<!-- x -->"):
        assert looked(payload).wrong, payload
    assert looked("<a href='javascript:x'>").addresses == ["javascript:x"]


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>Wo ist <b>mein</b> Paket?</p><p>Danke</p>", "Wo ist mein Paket?\n\nDanke"),
        ("a<br>b<ul><li>c<li>d</ul>", "a\nb\n\nc\n\nd"),
        ('<a href="https://wa.me/4471">here</a>', "here (https://wa.me/4471)"),
        ('<a href="https://www.shop.example/">shop.example</a>', "shop.example"),
        ('<a href="mailto:a@b.example">a@b.example</a>', "a@b.example"),
        ('<img src="https://x.example/a.png" alt="the label">', "the label"),
        ("<table><tr><td>1<td>2<tr><td>3</table>", "1 2\n3"),
        ("<style>p{}</style><title>t</title><script>s</script>", ""),
        ("&lt;b&gt; 5 &amp; 6", "<b> 5 & 6"),
        ("<span style='display:none'>hidden</span>", "hidden"),
    ],
)
def test_its_words_are_lines_and_say_where_links_lead(html: str, words: str) -> None:
    assert plain(cleaned(html)) == words


async def test_what_is_kept_is_bounded() -> None:
    kept, text = await mail_of("<p>a" * 15_000, "")
    assert (len(text), text[-1]) == (MAX_TEXT, "…")
    assert len(kept) <= LARGEST
    grown, words = await mail_of("x<table><tr><td>" * 3700, "")
    assert grown == ""
    assert words.startswith("x")
    assert await mail_of("", "as it was") == ("", "as it was")
