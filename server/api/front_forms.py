"""What a storefront shows of itself, as it comes in and as it is handed out."""

from typing import Annotated

from msgspec import Meta, convert, field

from server.api.forms import Form, Given
from server.api.hours_forms import AskHours, hours_of
from server.domain.errors import Refusal
from server.domain.front import Asked, Front, Greeting, Side, Theme
from server.domain.hours import Hours, check
from server.protocol.pieces import Label

Words = Annotated[str, Meta(max_length=300, pattern="^[^\\u0000-\\u001f]*$")]
Spoken = Annotated[str, Meta(pattern="^[a-z]{2,3}$")]
Zone = Annotated[str, Meta(max_length=64, pattern="^[A-Za-z0-9_+/-]+$", description="an IANA time zone")]


class AskGreeting(Form, frozen=True):
    """The shop's own words in one language; an empty one leaves the widget's."""

    hello: Words = ""
    away: Words = ""
    topics: Annotated[tuple[Label, ...], Meta(max_length=8)] = ()


class AskFront(Form, frozen=True):
    """A storefront's face: see `Front`. It is replaced as a whole."""

    theme: Theme = "auto"
    side: Side = ""
    ask_name: Asked = ""
    ask_email: Asked = ""
    words: Annotated[dict[Spoken, AskGreeting], Meta(max_length=40)] = field(default_factory=dict)
    hours: AskHours = AskHours()
    time_zone: Zone = "UTC"


class FrontView(Given, frozen=True):
    """A storefront's face as it is."""

    theme: Theme
    side: Side
    ask_name: Asked
    ask_email: Asked
    words: dict[str, Greeting]
    hours: Hours
    time_zone: str


def front_of(ask: AskFront) -> Front:
    """The same as the house's own value. Refuses hours nobody can keep, with their place in the form."""
    hours = hours_of(ask.hours)
    try:
        check(hours, ask.time_zone)
    except Refusal as refusal:
        raise Refusal(refusal.code, f"front.{refusal.detail}") from None
    return Front(
        theme=ask.theme, side=ask.side, ask_name=ask.ask_name, ask_email=ask.ask_email,
        words=convert(ask.words, dict[str, Greeting], from_attributes=True), hours=hours, time_zone=ask.time_zone,
    )  # fmt: skip


def shown(front: Front) -> FrontView:
    """The house's value, for those who lead."""
    return FrontView(**{name: getattr(front, name) for name in FrontView.__struct_fields__})
