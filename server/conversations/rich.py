"""Mail that came with its own markup: made harmless before it is stored, and told as plain words to all who read or judge.

What is stored is shown in a frame without scripts, on a page with a policy of its own (`api/rich.py`), and nowhere else.
"""

import asyncio
import re
from html.parser import HTMLParser

import nh3

from server.protocol.commands import MAX_TEXT

AT_ONCE = 8000
"""Longer ones are cleaned beside the loop."""
LARGEST = 150_000
"""What grew beyond it by being closed and named is kept as words alone."""
TEXT = {"b", "strong", "i", "em", "u", "s", "small", "sub", "sup", "span", "font", "code", "abbr", "bdi", "bdo"}
BLOCKS = {
    "p",
    "div",
    "br",
    "hr",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "pre",
    "blockquote",
    "center",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
}
TABLES = {"table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th"}
TAGS = TEXT | BLOCKS | TABLES | {"a", "img"}
GONE = {
    "script",
    "style",
    "title",
    "head",
    "noscript",
    "template",
    "iframe",
    "object",
    "svg",
    "math",
    "textarea",
    "select",
}
"""Tags whose content is no words either."""
ATTRIBUTES = {
    "*": {"style", "dir", "lang", "align", "valign"},
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan", "width"},
    "th": {"colspan", "rowspan", "width"},
    "table": {"width", "border", "cellpadding", "cellspacing"},
    "font": {"color", "size"},
}
STYLES = {
    *("color", "background-color", "font-weight", "font-style", "font-size", "font-family", "line-height"),
    *("text-align", "text-decoration", "white-space", "padding", "width", "max-width", "border", "border-collapse"),
}
SCHEMES = {"http", "https", "mailto", "tel"}
LINES = re.compile(r"\n{3,}")
SPACES = re.compile(r"[ \t\r\n\f]+")


def cleaned(html: str, *, pictures: bool = True) -> str:
    """Markup of the kinds above and nothing else; links open apart and do not say where they were. Twice is the same as once."""
    attributes = ATTRIBUTES if pictures else ATTRIBUTES | {"img": ATTRIBUTES["img"] - {"src"}}
    return nh3.clean(
        html,
        tags=TAGS,
        clean_content_tags=GONE,
        attributes=attributes,
        set_tag_attribute_values={"a": {"target": "_blank"}},
        link_rel="noopener noreferrer nofollow",
        url_schemes=SCHEMES,
        filter_style_properties=STYLES,
        url_relative="deny",
    )


async def mail_of(html: str, text: str) -> tuple[str, str]:
    """What is kept as markup, and the words everybody reads: those of the markup when there is some, whatever `text` says."""
    if not html:
        return "", text
    clean, words = await asyncio.to_thread(_both, html) if len(html) > AT_ONCE else _both(html)
    return clean, words if len(words) <= MAX_TEXT else words[: MAX_TEXT - 1] + "…"


def _both(html: str) -> tuple[str, str]:
    clean = cleaned(html)
    return clean if len(clean) <= LARGEST else "", plain(clean)


def has_pictures(clean: str) -> bool:
    """Whether showing it whole would ask other people's servers."""
    return "<img src=" in clean or bool(re.search(r"<img [^>]*\bsrc=", clean))


def plain(clean: str) -> str:
    """Its words as lines, links with where they lead when they do not say it, pictures by what stands for them."""
    words = _Words()
    words.feed(clean)
    words.close()
    lines = (SPACES.sub(" ", line).strip() for line in "".join(words.said).split("\n"))
    return LINES.sub("\n\n", "\n".join(lines)).strip()


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self._links: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if tag in BLOCKS or tag == "tr":
            self.said.append("\n")
        elif tag in ("td", "th"):
            self.said.append(" ")
        elif tag == "img" and known.get("alt"):
            self.said.append(f" {known['alt']} ")
        elif tag == "a":
            self._links.append((known.get("href") or "", len(self.said)))

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._links:
            address, began = self._links.pop()
            if address and _bare(address) not in _bare("".join(self.said[began:])):
                self.said.append(f" ({address})")
        elif tag in BLOCKS or tag == "table":
            self.said.append("\n")

    def handle_data(self, data: str) -> None:
        self.said.append(SPACES.sub(" ", data))


def _bare(address: str) -> str:
    return re.sub(r"^(https?://(www\.)?|mailto:|tel:)", "", address.strip().lower()).rstrip("/")
