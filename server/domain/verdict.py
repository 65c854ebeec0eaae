"""What the rules say of a text before anybody reads it."""

from enum import IntEnum

from msgspec import Struct


class Action(IntEnum):
    """What must happen, from mildest to strictest; of several findings the strictest decides."""

    allow = 0
    annotate = 1
    mask = 2
    warn = 3
    require = 4
    hold = 5
    block = 6
    escalate = 7


class Finding(Struct, frozen=True, kw_only=True):
    """One place where a rule speaks: `start`/`end` are offsets in code points of the text that was judged.

    Where something is missing both are the text's end. `reviewers`: how many must let it pass when it is held.
    """

    category: str
    rule: str
    action: Action
    start: int
    end: int
    message: str = ""
    rewrite: str | None = None
    reviewers: int = 1


class Verdict(Struct, frozen=True, kw_only=True):
    """The one result type of compliance. `text` is what may go on: the input with masks applied."""

    action: Action = Action.allow
    text: str
    findings: tuple[Finding, ...] = ()
    escalate: bool = False
    failed: bool = False
