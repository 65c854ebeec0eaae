"""The roster's picture as it goes out: the shapes of `routing/coverage.py`, with the people's names beside them."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType, field

from server.api.forms import Form, Given
from server.domain.language import Speaks


class AskCoverage(Form, frozen=True):
    """Which hours: `from` (ms since the epoch, absent: the present hour), how many, and from which level on one counts."""

    start: Annotated[int, Meta(ge=0, le=4_102_444_800_000)] | UnsetType = field(default=UNSET, name="from")
    hours: Annotated[int, Meta(ge=1, le=168)] = 24
    level: Annotated[int, Meta(ge=1, le=5)] = 3


class CoverageCell(Given, frozen=True):
    """One language in one hour: for how many minutes somebody is there, who for all of it, who for a part."""

    minutes: int
    whole: tuple[str, ...]
    part: tuple[str, ...]


class CoverageHour(Given, frozen=True):
    """Sixty minutes from `at` (ms), by language."""

    at: int
    cells: dict[str, CoverageCell]


class CoverageFiller(Given, frozen=True):
    """One way to fill the part `start` to `end` (ms) of a hole; `localStart`, `localEnd` are minutes of their own day."""

    agent_id: str
    kind: Literal["extend", "extra", "weaker", "translate"]
    level: int
    start: int
    end: int
    local_start: int
    local_end: int


class CoverageHole(Given, frozen=True):
    """A stretch (ms) in which nobody is on shift for a language, and who could change that, best first."""

    language: str
    start: int
    end: int
    fillers: tuple[CoverageFiller, ...]


class CoverageHandover(Given, frozen=True):
    """Where the sun sets: from `at` (ms) on nobody is left of those before; `together` is how long both were there."""

    language: str
    at: int
    before: tuple[str, ...]
    after: tuple[str, ...]
    together: int


class CoveragePerson(Given, frozen=True):
    """A person's line: when they work (ms), and the hour of their own clock as each hour begins."""

    agent_id: str
    name: str
    time_zone: str
    languages: tuple[Speaks, ...]
    windows: tuple[tuple[int, int], ...]
    local: tuple[int, ...]


class CoverageView(Given, frozen=True):
    """The picture. `unplanned` have promised no hours: they cover nothing in a plan."""

    languages: tuple[str, ...]
    level: int
    hours: tuple[CoverageHour, ...]
    holes: tuple[CoverageHole, ...]
    handovers: tuple[CoverageHandover, ...]
    people: tuple[CoveragePerson, ...]
    unplanned: tuple[str, ...]
