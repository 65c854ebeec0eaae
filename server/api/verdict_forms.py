"""The log of verdicts as it is read."""

from typing import Annotated, Literal

from msgspec import Meta

from server.api.forms import Form, Given

Word = Annotated[str, Meta(max_length=100, pattern=r"^[^\x00-\x1f]*$")]
Number = Annotated[int, Meta(ge=0, le=2**53)]


class AskVerdicts(Form, frozen=True):
    """Which lines before a number (0: from the log's end), the latest first; what is empty asks nothing.

    `rule` is `pack.rule`, `author` as a line has it; [since, until) are ms.
    """

    before: Number = 0
    limit: Annotated[int, Meta(ge=1, le=200)] = 50
    action: Word = ""
    outcome: Word = ""
    category: Word = ""
    rule: Word = ""
    author: Word = ""
    shop_id: Word = ""
    conversation_id: Word = ""
    since: Number = 0
    until: Number = 0


class Place(Given, frozen=True):
    """Where a rule spoke: places are code points of a text that is not kept here."""

    category: str
    rule: str
    action: str
    start: int
    end: int


class VerdictLine(Given, frozen=True):
    """What the rules said of a text and what came of it, without a word of the text.

    `author` is `customer`, or kind and id of who said or decided it; `seq` the message's number, 0 where none was stored.
    `packs` names the edition of all packs, then those that spoke with their versions.
    """

    number: int
    at: int
    conversation_id: str
    seq: int
    author: str
    action: str
    outcome: str
    findings: tuple[Place, ...]
    packs: str
    seal: str
    shop_id: str
    channel: str
    market: str


class VerdictPage(Given, frozen=True):
    """A page; `more` says whether lines before its last one may fit too."""

    items: tuple[VerdictLine, ...]
    more: bool


class AskSeal(Form, frozen=True):
    """`kept`: NUMBER:SEAL of a line that was noted elsewhere."""

    kept: Annotated[str, Meta(max_length=100, pattern="^([0-9]{1,15}:[0-9a-f]{64})?$")] = ""


class SealState(Given, frozen=True):
    """Whether the log is as it was written. `head` is NUMBER:SEAL of its last line: keep it elsewhere.

    Where it is not, `broken_at` is the first line that is wrong and `why` says how.
    """

    state: Literal["whole", "broken"]
    lines: int
    head: str
    broken_at: int = 0
    why: str = ""
