"""A desk's own pack: read, bounded, tried on its own tests before anybody is judged by it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from msgspec import Struct

from server.compliance.desks import own_engine
from server.compliance.engine import Compliance
from server.compliance.loading import PackError, assemble, line_of, parse
from server.compliance.pack import Example, Pack
from server.compliance.scene import Scene
from server.compliance.validity import in_force

BYTES, RULES, PATTERNS, SLOTS, LINES, FORMS = 131_072, 100, 40, 200, 4000, 20_000
"""The most one pack may have: bytes, rules, patterns, slots of words, lines of words, and spellings they stand for."""
PACKS = 20
"""The most packs of one desk."""


def read_own(house: tuple[Pack, ...], sources: tuple[str, ...]) -> tuple[Pack, ...]:
    """A desk's packs together, each checked. Raises PackError with the line."""
    named = [(Path(f"{pack_id(source) or n}.toml"), source) for n, source in enumerate(sources, 1)]
    taken = {pack.id for pack in house}
    if len(sources) > PACKS:
        raise PackError(named[-1][0], 1, f"a desk has at most {PACKS} packs")
    for path, source in named:
        if len(source.encode()) > BYTES:
            raise PackError(path, 1, f"a pack has at most {BYTES} bytes")
        pack = parse(path, source)
        for reason, needle in _excess(pack, taken):
            raise PackError(path, line_of(source, needle), reason)
    return assemble(named)


def engine_of(house: tuple[Pack, ...], sources: tuple[str, ...], today: date | None = None) -> Compliance | None:
    """The engine of a desk's packs as they speak today (None: while they are valid), which have passed their own tests.

    Raises PackError.
    """
    own = read_own(house, sources)
    engine = own_engine(house, own)
    for pack, source in zip(own, sources, strict=True):
        for test in pack.test:
            said = engine.judge(test.text, scene_of(test)) if engine else None
            if said is None or said.action.name != test.expect:
                got = said.action.name if said else "nothing"
                path = Path(f"{pack.id}.toml")
                raise PackError(path, line_of(source, test.text), f"a test expects `{test.expect}` and gets `{got}`")
    now = in_force(own, today) if today else own
    return engine if now == own else own_engine(house, now)


class Usable(Struct, frozen=True):
    """A desk's packs as they are used: what was `asked` for, the `sources` in force, their engine, and what is wrong by name."""

    asked: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    engine: Compliance | None = None
    trouble: dict[str, str] = {}


def usable(house: tuple[Pack, ...], asked: tuple[str, ...], was: Usable, today: date | None = None) -> Usable:
    """As many of these packs as can be used, as they speak today.

    In the place of one that cannot, its text that was in force before goes on.
    """
    former = {pack_id(source): source for source in was.sources}
    kept, trouble = dict(enumerate(asked)), dict[str, str]()
    while True:
        try:
            return Usable(asked, tuple(kept.values()), engine_of(house, tuple(kept.values()), today), trouble)
        except PackError as error:
            broken = next((key for key, source in kept.items() if pack_id(source) == error.path.stem), max(kept))
            name = pack_id(kept[broken])
            trouble[name] = str(error)
            before = former.pop(name, "")
            if before and before != kept[broken]:
                kept[broken] = before
            else:
                del kept[broken]


def scene_of(test: Example) -> Scene:
    """The scene of a pack's test."""
    return Scene(
        direction=test.direction,
        author=test.author,
        channel=test.channel,
        market=test.market,
        language=test.language,
        phase=test.phase,
        known=test.known,
        open=test.open,
    )


def pack_id(source: str) -> str:
    """The id a pack says it has, as far as that can be read."""
    for line in source.splitlines()[:20]:
        key, _, value = line.partition("=")
        if key.strip() == "id":
            return "".join(sign for sign in value if sign.isalnum() or sign in "_-")[:40]
    return ""


def _excess(pack: Pack, taken: set[str]) -> Iterator[tuple[str, str]]:
    """What a desk's pack may not have."""
    if pack.id in taken or not pack.id.replace("_", "").isalnum() or len(pack.id) > 40:
        yield f"the id `{pack.id}` is taken or is not one: letters, digits and _", "id"
    if pack.platform or pack.market:
        yield "a desk's pack has rules, not platforms or markets", "[platform" if pack.platform else "[market"
    counts = (
        (len(pack.rule), RULES, "rules", "[[rule]]"),
        (len(pack.pattern), PATTERNS, "patterns", "[pattern"),
        (len(pack.terms) + len(pack.own), SLOTS, "slots", "[terms"),
    )
    for count, most, what, needle in counts:
        if count > most:
            yield f"{count} {what}; at most {most}", needle
    for rule in pack.rule:
        if any(case.action == "mask" for case in rule.cases):
            yield f"rule `{rule.id}` masks; a desk's rules warn, require, hold or block", f'"{rule.id}"'
        if any("inbound" in case.directions or not case.directions for case in rule.cases):
            yield f'rule `{rule.id}` must say `directions = ["outbound"]`', f'"{rule.id}"'
    lines = [
        line for table in (pack.terms, pack.own) for slot in table.values() for each in slot.values() for line in each
    ]
    if len(lines) > LINES:
        yield f"{len(lines)} lines of words; at most {LINES}", "[terms"
    spelled = 0
    for line in lines:
        spelled += forms(line)
        if spelled > FORMS:
            yield f"these words stand for more than {FORMS} spellings", line[:60]
            return


def forms(source: str) -> int:
    """At most so many spellings a line stands for, counted without making them."""
    stack: list[tuple[int, int]] = []
    sums, product = 0, 1
    for sign in source:
        if sign == "(":
            stack.append((sums, product))
            sums, product = 0, 1
        elif sign == "|":
            sums, product = sums + product, 1
        elif sign == ")" and stack:
            inner = sums + product
            sums, product = stack.pop()
            product *= inner
        if product > FORMS or sums > FORMS:
            return FORMS + 1
    return sums + product
