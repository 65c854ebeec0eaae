"""Reading TMX with expat: no entities, no DTD, nothing fetched; the line of everything is known."""

from typing import Any
from xml.parsers import expat

from msgspec import Struct, field

from server.domain.language import UNKNOWN, language_of
from server.translation.exchange import Unit, Unreadable, Wrong

CODE = frozenset({"bpt", "ept", "it", "ut", "sub"})
"""Inline elements whose content is markup of another program."""
DEEPEST = 30


class _Unit(Struct):
    line: int
    digest: str = ""
    source: str = ""
    engine: str = ""
    texts: list[tuple[str, str]] = field(default_factory=list)


class _Reader:
    def __init__(self) -> None:
        self.found: list[Unit | Wrong] = []
        self._path: list[str] = []
        self._source = ""
        self._unit: _Unit | None = None
        self._language = ""
        self._text: list[str] = []
        self._kind = ""
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.data
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.parser.EntityDeclHandler = self.entity

    def entity(self, *_: Any) -> None:
        raise Unreadable("entities", self.parser.CurrentLineNumber)

    def doctype(self, _name: str, _system: str | None, _public: str | None, internal: bool) -> None:
        if internal:
            raise Unreadable("entities", self.parser.CurrentLineNumber)

    def start(self, name: str, told: dict[str, str]) -> None:
        line = self.parser.CurrentLineNumber
        if not self._path and name != "tmx":
            raise Unreadable("header", line)
        if len(self._path) > DEEPEST:
            raise Unreadable("xml", line)
        self._path.append(name)
        match name:
            case "header":
                self._source = told.get("srclang", "")
            case "tu":
                self._unit = _Unit(line, told.get("tuid", ""), told.get("srclang", self._source))
            case "tuv":
                self._language = told.get("xml:lang", told.get("lang", ""))
            case "seg":
                self._text = []
            case "prop":
                self._kind, self._text = told.get("type", ""), []
            case "ph" if told.get("x", "").isdecimal():
                self._text.append(f"⟦{int(told['x'][:4])}⟧")

    def data(self, text: str) -> None:
        if not CODE & set(self._path) and "ph" not in self._path[-1:]:
            self._text.append(text)

    def end(self, name: str) -> None:
        self._path.pop()
        if self._unit is None:
            return
        if name == "seg":
            self._unit.texts.append((language_of(self._language), "".join(self._text)))
        elif name == "prop" and self._kind == "x-engine":
            self._unit.engine = "".join(self._text)
        elif name == "tu":
            self._ended(self._unit)
            self._unit = None

    def _ended(self, unit: _Unit) -> None:
        """One unit for each language that is not the source's; without a source the first language is it."""
        texts = [(language, text) for language, text in unit.texts if language != UNKNOWN]
        wanted = language_of(unit.source) if unit.source != "*all*" else UNKNOWN
        first = next((each for each in texts if each[0] == wanted), texts[0] if texts else None)
        others = [each for each in texts if first and each[0] != first[0]]
        if first is None or not others:
            self.found.append(Wrong(unit.line, "language"))
            return
        for language, text in others:
            digest = unit.digest if len(others) == 1 and len(unit.digest) == 32 else ""
            self.found.append(
                Unit(line=unit.line, source=first[0], target=language, original=first[1], wording=text,
                     digest=digest, engine=unit.engine)
            )  # fmt: skip


def from_tmx(content: bytes) -> list[Unit | Wrong]:
    """The units of a file. Raises Unreadable."""
    reader = _Reader()
    try:
        reader.parser.Parse(content, True)
    except expat.ExpatError as wrong:
        raise Unreadable("xml", wrong.lineno) from None
    except (LookupError, ValueError):
        raise Unreadable("encoding", reader.parser.CurrentLineNumber) from None
    return reader.found
