"""What people of a desk make once and use often: saved views of the list, and macros that do several things at once."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from server.domain.dues import Clock

Word = Annotated[str, Meta(max_length=40, pattern=r"^[^\x00]*$")]
Words = Annotated[tuple[Word, ...], Meta(max_length=20)]
Id = Annotated[str, Meta(max_length=64, pattern=r"^[a-z0-9_]*$")]
Place = Annotated[str, Meta(max_length=40, pattern="^[a-z0-9_-]*$")]
Spoken = Annotated[str, Meta(max_length=8000, pattern=r"^[^\x00]*$")]

ME = "me"
NOBODY = "nobody"


class Filter(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """Which conversations; what is empty asks nothing. `owner`: an agent's id, `me` or `nobody`; `labels`: all of them.

    `clocks`: one of these runs; `unanswered`: the customer spoke last; `mentioned`: a note calls whoever asks.
    """

    statuses: Annotated[
        tuple[Literal["waiting", "offered", "assigned", "snoozed", "closed"], ...], Meta(max_length=5)
    ] = ()
    labels: Words = ()
    shop_ids: Annotated[tuple[Id, ...], Meta(max_length=20)] = ()
    channels: Words = ()
    languages: Words = ()
    markets: Words = ()
    owner: Id = ""
    priority: Annotated[int, Meta(ge=0, le=5)] = 0
    clocks: Annotated[tuple[Clock, ...], Meta(max_length=4)] = ()
    unanswered: bool = False
    mentioned: bool = False


class Step(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True, tag_field="do"):
    """One thing a macro does."""


class Reply(Step, frozen=True, tag="reply"):
    """Say this to the customer."""

    text: Spoken


class Remark(Step, frozen=True, tag="note"):
    """Leave this note."""

    text: Spoken


class Label(Step, frozen=True, tag="label"):
    """Put labels on, take labels off."""

    add: Words = ()
    remove: Words = ()


class Rank(Step, frozen=True, tag="priority"):
    """Give it this priority."""

    priority: Annotated[int, Meta(ge=0, le=5)]


class HandOver(Step, frozen=True, tag="transfer"):
    """Hand it to an agent, a team or a queue; to none of them: back to its place."""

    agent_id: Id = ""
    team_id: Id = ""
    queue: Place = ""


class Rest(Step, frozen=True, tag="snooze"):
    """Let it rest for so many minutes."""

    minutes: Annotated[int, Meta(ge=1, le=525_600)]


class End(Step, frozen=True, tag="close"):
    """Close it."""


AnyStep = Reply | Remark | Label | Rank | HandOver | Rest | End


class Preset(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True, tag_field="kind"):
    """The form both share."""


class SavedView(Preset, frozen=True, tag="view"):
    """A view of the list by a name."""

    filter: Filter


class Macro(Preset, frozen=True, tag="macro"):
    """Steps, done one after the other, each with the rights and the rules of whoever runs it."""

    steps: Annotated[tuple[AnyStep, ...], Meta(min_length=1, max_length=10)]


AnyPreset = SavedView | Macro
