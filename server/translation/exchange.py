"""A memory as other tools read it: TMX 1.4b (one file, any number of languages) and CSV; out, and in again.

What varied in a sentence is a `<ph x="1"/>` in TMX and `⟦1⟧` in CSV. Files come from strangers: XML is read without
entities, without its DTD, nothing is fetched; whatever cannot be used is told by its line.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from msgspec import Struct

from server.domain.cells import meant, shown
from server.domain.reading import PERSON, Reading
from server.store.memories import Kept
from server.translation.memory import Remembered, memory_key, template_of
from server.translation.protect import marks

COLUMNS = ("source", "target", "original", "translation", "digest", "engine", "editor")
LONGEST = 8000


class Unit(Struct, frozen=True, kw_only=True):
    """A sentence and its translation as a file has them; `digest` and `engine` only where we wrote the file."""

    line: int
    source: str
    target: str
    original: str
    wording: str
    digest: str = ""
    engine: str = ""


class Wrong(Struct, frozen=True):
    """A unit that cannot be used: where it begins, and `language`, `empty`, `long`, `numbers` or `columns`."""

    line: int
    reason: str


class Unreadable(Exception):
    """The file is none of its kind; `line` is where that shows. `reason`: `xml`, `entities`, `encoding`, `header`, `long`."""

    def __init__(self, reason: str, line: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


def to_tmx(entries: Iterable[Kept]) -> Iterator[str]:
    """The file, piece by piece."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n<header creationtool="Tradewind" '
    yield 'creationtoolversion="1" segtype="sentence" o-tmf="Tradewind" adminlang="en" srclang="*all*" datatype="plaintext"/>\n'
    yield "<body>\n"
    for each in entries:
        yield f"<tu tuid={quoteattr(each.digest)} srclang={quoteattr(each.source)}>"
        yield f'<prop type="x-engine">{escape(each.engine)}</prop>'
        for language, text in ((each.source, each.original), (each.target, each.template)):
            yield f"<tuv xml:lang={quoteattr(language)}><seg>{_as_seg(text)}</seg></tuv>"
        yield "</tu>\n"
    yield "</body>\n</tmx>\n"


def to_csv(entries: Iterable[Kept]) -> Iterator[str]:
    """The file, line by line. A cell that a spreadsheet would run begins with an apostrophe."""
    line = io.StringIO()
    rows = csv.writer(line)
    rows.writerow(COLUMNS)
    for each in entries:
        cells = (each.source, each.target, each.original, each.template, each.digest, each.engine, each.editor)
        rows.writerow([shown(cell) for cell in cells])
        yield line.getvalue()
        line.seek(0)
        line.truncate()
    yield line.getvalue()


def from_csv(content: bytes) -> list[Unit | Wrong]:
    """The units of a CSV file with a header. Raises Unreadable."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise Unreadable("encoding", content[: wrong.start].count(b"\n") + 1) from None
    rows = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    found: list[Unit | Wrong] = []
    try:
        if not {"source", "target", "original", "translation"} <= set(rows.fieldnames or ()):
            raise Unreadable("header", 1)
        found += [_of_row(row, rows.line_num) for row in rows]
    except csv.Error:
        raise Unreadable("csv", rows.line_num) from None
    return found


def learnt(unit: Unit, editor: str) -> tuple[str, Remembered] | Wrong:
    """A unit as the memory keeps it, with its digest: somebody who leads a desk says that it is good."""
    if not (unit.original.strip() and unit.wording.strip()):
        return Wrong(unit.line, "empty")
    if max(len(unit.original), len(unit.wording)) > LONGEST:
        return Wrong(unit.line, "long")
    engine = unit.engine[:32] or PERSON
    if unit.digest and sorted(marks(unit.original)) == sorted(marks(unit.wording)):
        template, digest, original = unit.wording, unit.digest, unit.original
    else:
        key = memory_key(unit.original, unit.source, unit.target)
        made = template_of(Reading(language=unit.target, text=unit.wording, engine=engine), key.slots)
        if made is None:
            return Wrong(unit.line, "numbers")
        template, digest, original = made, key.digest, key.masked
    return digest, Remembered(
        language=unit.target, template=template, engine=engine, source=unit.source, original=original, editor=editor
    )


def _of_row(row: dict[str | None, str | None], line: int) -> Unit | Wrong:
    if None in row or None in row.values():
        return Wrong(line, "columns")
    cells = {str(name): meant(cell or "") for name, cell in row.items()}
    source, target = cells["source"].strip().lower(), cells["target"].strip().lower()
    if not (_is_language(source) and _is_language(target)) or source == target:
        return Wrong(line, "language")
    return Unit(
        line=line, source=source, target=target, original=cells["original"], wording=cells["translation"],
        digest=_digest(cells.get("digest", "")), engine=cells.get("engine", ""),
    )  # fmt: skip


def _is_language(code: str) -> bool:
    return len(code) in (2, 3) and code.isascii() and code.isalpha()


def _digest(text: str) -> str:
    return text if len(text) == 32 and set(text) <= set("0123456789abcdef") else ""


def _as_seg(text: str) -> str:
    out = escape("".join(char if char in "\n\t" or char >= " " else " " for char in text))
    for number in set(marks(text)):
        out = out.replace(f"⟦{number}⟧", f'<ph x="{number}"/>')
    return out
