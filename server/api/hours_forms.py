"""A person's working hours as they come in. Minutes since local midnight; what overlaps is refused by `domain.hours.check`."""

from typing import Annotated

from msgspec import Meta, convert

from server.api.forms import Form
from server.domain.hours import Hours

Start = Annotated[int, Meta(ge=0, le=1439)]
End = Annotated[int, Meta(ge=1, le=1440, description="before `start`: on the next day")]
Day = Annotated[str, Meta(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$(?!\n)", description="an ISO date")]


class AskSpan(Form, frozen=True):
    """A part of a day."""

    start: Start
    end: End


class AskShift(Form, frozen=True):
    """A part of every week; `day` 0 is Monday."""

    day: Annotated[int, Meta(ge=0, le=6)]
    start: Start
    end: End


class AskSpecial(Form, frozen=True):
    """Days that differ, both dates included; no spans: days off."""

    first: Day
    last: Day
    spans: Annotated[tuple[AskSpan, ...], Meta(max_length=99)] = ()
    note: Annotated[str, Meta(max_length=200, pattern=r"^[^\u0000-\u001f]*$(?!\n)")] = ""


class AskHours(Form, frozen=True):
    """When somebody works, in their own time zone; nothing: whenever they are here.

    `holidays` is the country (`CN`, `DE-BY`) whose public holidays are days off.
    """

    shifts: Annotated[tuple[AskShift, ...], Meta(max_length=99)] = ()
    specials: Annotated[tuple[AskSpecial, ...], Meta(max_length=399)] = ()
    holidays: Annotated[str, Meta(pattern=r"^([A-Z]{2}(-[A-Z0-9]{1,3})?)?$(?!\n)")] = ""


def hours_of(ask: AskHours) -> Hours:
    """The same as the house's own value."""
    return convert(ask, Hours, from_attributes=True)
