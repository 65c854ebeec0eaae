"""SQLAlchemy statements, compiled once for SQLite: their text, and how values go in and come out."""

from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from msgspec import Struct
from sqlalchemy import Executable
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect
from sqlalchemy.types import TupleType

_DIALECT = sqlite_dialect()
Convert = Callable[[Any], Any]
SHAPES = 1000
"""Questions of different shape that are kept written; no house has so many."""


class Written(Struct, frozen=True):
    """A change: its text, and for each place in it the name of a value, its converter, and what stands there when unnamed."""

    text: str
    places: tuple[tuple[str, Convert | None, Any], ...]
    converts: tuple[tuple[int, Convert], ...]

    def values(self, row: dict[str, Any]) -> list[Any]:
        """What goes into the places."""
        values = [row.get(name, usual) for name, _, usual in self.places]
        for at, convert in self.converts:
            values[at] = convert(values[at])
        return values


class Asked(Struct, frozen=True):
    """A question: the text before, between and after its lists of values, and its places, of which some take a list.

    `each`: the name of its only place, which takes a tuple at a time. Given several in one statement SQLite walks the whole
    table, whatever its indexes.
    """

    parts: tuple[str, ...]
    written: Written
    lists: frozenset[str]
    make: Callable[..., Any]
    converts: tuple[tuple[int, Convert], ...]
    each: str = ""

    def filled(self, given: dict[str, Any]) -> Iterator[tuple[str, Sequence[Any]]]:
        """What to ask, one after the other: a text, and its values."""
        if self.each:
            return ((self.parts[0], values) for values in given[self.each])
        return iter((self._whole(given),))

    def rows(self, found: Iterable[Sequence[Any]]) -> list[Any]:
        """The rows with their columns as attributes."""
        if not self.converts:
            return [self.make(*row) for row in found]
        made = []
        for row in map(list, found):
            for at, convert in self.converts:
                row[at] = convert(row[at])
            made.append(self.make(*row))
        return made

    def _whole(self, given: dict[str, Any]) -> tuple[str, list[Any]]:
        """The text for lists of these lengths (rounded up, so that few texts are ever prepared), and the values."""
        text, values, part = [self.parts[0]], [], 1
        for (name, _, _), value in zip(self.written.places, self.written.values(given), strict=True):
            if name not in self.lists:
                values.append(value)
                continue
            chosen = _rounded(list(value))
            text += (f"({', '.join('?' * len(chosen))})", self.parts[part])
            part += 1
            values += chosen
        return "".join(text), values


class Shelf:
    """What was compiled, by the statement it was made from; statements that are built anew each time do not belong here."""

    def __init__(self) -> None:
        self._changes: dict[tuple[int, tuple[str, ...]], tuple[Executable, Written]] = {}
        self._queries: dict[int, tuple[Executable, Asked]] = {}

    def change(self, statement: Executable, names: tuple[str, ...]) -> Written:
        """A change with values of these names."""
        found = self._changes.get((id(statement), names))
        if found is None:
            found = self._changes[id(statement), names] = statement, _written(_compiled(statement, names))
        return found[1]

    def query(self, statement: Executable) -> Asked:
        """A question."""
        found = self._queries.get(id(statement))
        if found is None:
            found = self._queries[id(statement)] = statement, _asked(_compiled(statement, None))
        return found[1]


class Built(Struct, frozen=True):
    """A question that was built by hand, and the values it was built with."""

    asked: Asked
    given: dict[str, Any]


class Shapes:
    """Questions that are built anew each time, by their shape: what differs are the values."""

    def __init__(self) -> None:
        self._known: dict[Any, tuple[Asked, Any]] = {}

    def of(self, statement: Any) -> Built:
        """The question and its values, of which SQLAlchemy itself tells which is whose: a limit goes by no lasting key."""
        key = statement._generate_cache_key()
        found = self._known.get(key.key)
        if found is None:
            if len(self._known) >= SHAPES:
                del self._known[next(iter(self._known))]
            compiled = statement._compiler(_DIALECT, cache_key=key)
            found = self._known[key.key] = _asked(compiled, by_name=True), compiled
        asked, compiled = found
        return Built(asked, compiled.construct_params(extracted_parameters=key.bindparams, escape_names=False))


def _compiled(statement: Any, names: tuple[str, ...] | None) -> Any:
    return statement.compile(dialect=_DIALECT, column_keys=list(names) if names else None)


def _written(compiled: Any, *, by_name: bool = False) -> Written:
    """Places go by the keys their makers gave them, or `by_name`, as SQLAlchemy names them in the text."""
    places = []
    for name in compiled.positiontup or ():
        bind = compiled.binds[name]
        places.append(
            (name if by_name else bind.key, bind.type.dialect_impl(_DIALECT).bind_processor(_DIALECT), bind.value)
        )
    converts = [(at, convert) for at, (_, convert, _) in enumerate(places) if convert]
    return Written(str(compiled), tuple(places), tuple(converts))


def _asked(compiled: Any, *, by_name: bool = False) -> Asked:
    text, parts, written, each = str(compiled), [], _written(compiled, by_name=by_name), ""
    expanding = {name: bind for name, bind in compiled.binds.items() if bind.expanding}
    for name in filter(expanding.__contains__, compiled.positiontup or ()):
        bind, place = expanding[name], f"(__[POSTCOMPILE_{name}])"
        if isinstance(bind.type, TupleType):
            text, each = text.replace(f"IN {place}", f"= ({', '.join('?' * len(bind.type.types))})"), bind.key
        else:
            before, text = text.split(place, 1)
            parts.append(before)
    columns = compiled.statement.selected_columns
    types = [column.type.dialect_impl(_DIALECT) for column in columns]
    converts = [(at, kind.result_processor(_DIALECT, None)) for at, kind in enumerate(types)]
    made = _row([getattr(column, "name", "") for column in columns])
    lists = frozenset(name if by_name else bind.key for name, bind in expanding.items())
    return Asked((*parts, text), written, lists, made, tuple((at, do) for at, do in converts if do), each)


def _row(names: Iterable[str]) -> Callable[..., Any]:
    """A row with a column an attribute, and `_mapping` as SQLAlchemy's rows have it."""
    made = namedtuple("Row", names, rename=True)  # type: ignore[misc] # noqa: PYI024
    return type("Row", (made,), {"__slots__": (), "_mapping": property(made._asdict)})


def _rounded(values: list[Any]) -> list[Any]:
    size = 1
    while size < len(values):
        size *= 2
    return values + values[-1:] * (size - len(values))
