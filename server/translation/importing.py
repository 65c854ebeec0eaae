"""A file of somebody's memory, read and sorted: what is to be kept, and what cannot be used, by its line."""

from collections.abc import Iterable

from msgspec import Struct

from server.store.memories import Kept
from server.translation.exchange import Unreadable, Wrong, from_csv, learnt
from server.translation.stored import kept
from server.translation.tmx import from_tmx

LARGEST = 10 * 1024 * 1024


class Sorted(Struct, frozen=True):
    """Rows by digest, the later of two for one; and the units that were left out."""

    rows: dict[str, Kept]
    wrong: tuple[Wrong, ...]


def sorted_out(content: bytes, kind: str, editor: str) -> Sorted:
    """A `tmx` or `csv` file, in the name of who says that it is good. Raises Unreadable with the line."""
    if len(content) > LARGEST:
        raise Unreadable("long", content[:LARGEST].count(b"\n") + 1)
    units = from_csv(content) if kind == "csv" else from_tmx(content)
    made = [unit if isinstance(unit, Wrong) else learnt(unit, editor) for unit in units]
    return Sorted(dict(_rows(made)), tuple(each for each in made if isinstance(each, Wrong)))


def _rows(made: Iterable[object]) -> Iterable[tuple[str, Kept]]:
    for each in made:
        if isinstance(each, tuple):
            yield each[0], kept(*each)
