"""What a storefront shows of itself: the look of its widget, its own words, and when it is open."""

from typing import Literal

from msgspec import Struct

from server.domain.hours import Hours

Theme = Literal["auto", "light", "dark"]
Side = Literal["", "left", "right"]
Asked = Literal["", "optional", "required"]
"""What is asked for before the first word: not at all, or so that it may or must be said."""


class Greeting(Struct, frozen=True):
    """What a shop says before anything is said, and while nobody is there; empty: the widget's own words. Where there are
    `topics`, one is chosen before the first word."""

    hello: str = ""
    away: str = ""
    topics: tuple[str, ...] = ()


class Front(Struct, frozen=True, kw_only=True):
    """`side`: the corner, where lines end when empty. `words` are by language. `hours` are in `time_zone`; who promises none is
    open whenever somebody is there."""

    theme: Theme = "auto"
    side: Side = ""
    ask_name: Asked = ""
    ask_email: Asked = ""
    words: dict[str, Greeting] = {}
    hours: Hours = Hours()
    time_zone: str = "UTC"

    def said(self, locale: str) -> Greeting:
        """The shop's words for a reader of this locale."""
        return self.words.get(locale.partition("-")[0].lower(), Greeting())
