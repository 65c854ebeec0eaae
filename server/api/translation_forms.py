"""What those who lead a desk may set about translation, and what they see of it."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from server.api.admin_forms import Name
from server.api.forms import Form, Given

Code = Annotated[str, Meta(pattern="^[a-z]{2,3}$")]
AnyCode = Annotated[str, Meta(pattern="^([a-z]{2,3})?$", description="a language; empty: any")]
Pair = Annotated[str, Meta(pattern="^[a-z]{2,3}-[a-z]{2,3}$", description="from-to, as in es-pt")]
Pairs = Annotated[tuple[Pair, ...], Meta(max_length=200)]
Word = Annotated[str, Meta(min_length=1, max_length=200, pattern="^[^\\u0000-\\u001f]+$")]
Place = Annotated[str, Meta(max_length=40, pattern="^([a-z]+_[0-9a-z]+)?$", description="a shop's id; empty: any")]
Market = Annotated[str, Meta(max_length=2, pattern="^([A-Z]{2})?$", description="a country; empty: any")]
Server = Annotated[str, Meta(max_length=500, pattern="^(https?://[!-~]+)?$")]
Model = Annotated[str, Meta(max_length=100, pattern="^[!-~]*$")]
Key = Annotated[str, Meta(max_length=8000, pattern=r"^[\n\r\t -~]*$", description="a secret: it goes in and never out")]


class AskEngine(Form, frozen=True):
    """An engine of one's own. `pairs`: only for these. `key` is sealed and never shown; of `google_project` it is the
    service account's JSON. `url` may be left out where the service has one of its own."""

    name: Name
    kind: Literal["libretranslate", "chat", "deepl", "google", "google_project", "apertium"]
    url: Server = ""
    model: Model = ""
    key: Key = ""
    pairs: Pairs = ()
    position: Annotated[int, Meta(ge=0, le=1000)] = 0


class ChangeEngine(Form, frozen=True):
    """What is to change; absent fields stay."""

    name: Name | UnsetType = UNSET
    pairs: Pairs | UnsetType = UNSET
    position: Annotated[int, Meta(ge=0, le=1000)] | UnsetType = UNSET
    active: bool | UnsetType = UNSET
    url: Server | UnsetType = UNSET
    model: Model | UnsetType = UNSET
    key: Key | UnsetType = UNSET


class OrderEngines(Form, frozen=True):
    """The ids of all of a desk's own engines, the one asked first at the front."""

    order: Annotated[tuple[Annotated[str, Meta(max_length=64)], ...], Meta(max_length=10)]


class EngineCard(Given, frozen=True):
    """An engine: a desk's own, or the house's (`own` false), in the order they are asked. `paid`: its characters count.

    `keyed`: it has a key. `lost`: no key of this server opens what was set up; it is not asked."""

    id: str
    name: str
    kind: str
    own: bool
    paid: bool
    active: bool
    pairs: tuple[str, ...] = ()
    url: str = ""
    model: str = ""
    keyed: bool = False
    lost: bool = False


class EnginePair(Given, frozen=True):
    """How an engine does with a pair: `closed` is in use, `half-open` is tried again, `open` is left alone; milliseconds."""

    engine: str
    state: Literal["closed", "half-open", "open"]
    ms: int


class PairCard(Given, frozen=True):
    """On which level a pair is now: the `engine` that would be asked; `known` is phrasebook and memory alone."""

    source: str
    target: str
    level: Literal["engine", "known"]
    engine: str
    engines: tuple[EnginePair, ...]


class TranslationPage(Given, frozen=True):
    """All of it. Characters sent to engines that cost money today and this month, and the caps on them (0: none)."""

    engines: tuple[EngineCard, ...]
    pairs: tuple[PairCard, ...]
    day: int
    month: int
    day_cap: int
    month_cap: int


class AskTry(Form, frozen=True):
    """A sentence to try an engine with; without an engine, whichever is first.

    Without a text a ready sentence is taken; without languages the first of the desk's pairs that the engine has.
    """

    text: Annotated[str, Meta(max_length=500)] = ""
    source: AnyCode = ""
    target: AnyCode = ""
    engine: Annotated[str, Meta(max_length=64, pattern="^[a-z0-9_]*$")] = ""


class Tried(Given, frozen=True):
    """What came of it: the text, or `why` not (an engine's name and its reason, in their order); ms; what was `asked`."""

    text: str
    engine: str
    version: str
    ms: int
    why: tuple[str, ...] = ()
    asked: str = ""


class AskTerm(Form, frozen=True):
    """A word of the shop's own. `wording` equal to `term`: a name that stays as it is."""

    term: Word
    wording: Word
    source: AnyCode = ""
    target: AnyCode = ""
    market: Market = ""
    shop_id: Place = ""


class TermCard(Given, frozen=True):
    """A term of the glossary; empty places mean any."""

    id: str
    term: str
    wording: str
    source: str
    target: str
    market: str
    shop_id: str


class TermCards(Given, frozen=True):
    """The whole glossary, by term."""

    items: tuple[TermCard, ...]


class CorrectionCard(Given, frozen=True):
    """Better words that wait for somebody who agrees; `before` is what `engine` had said, if anything."""

    id: str
    conversation_id: str
    seq: int
    source: str
    target: str
    original: str
    wording: str
    before: str
    engine: str
    editor_name: str
    at: int


class CorrectionCards(Given, frozen=True):
    """What waits, the oldest first."""

    items: tuple[CorrectionCard, ...]


class DecideCorrection(Form, frozen=True):
    """Into the memory, with other words if need be, or not."""

    decision: Literal["agree", "refuse"]
    wording: Annotated[str, Meta(max_length=8000)] = ""


class AskMemory(Form, frozen=True):
    """Which part of the memory, and how it is written."""

    format: Literal["tmx", "csv"] = "tmx"
    source: AnyCode = ""
    target: AnyCode = ""


class WrongUnit(Given, frozen=True):
    """A unit that was left out: its line and why (`language`, `empty`, `long`, `numbers`, `columns`)."""

    line: int
    reason: str


class Imported(Given, frozen=True):
    """How many were learnt; the first of those that were not."""

    learnt: int
    left_out: int
    wrong: tuple[WrongUnit, ...]
