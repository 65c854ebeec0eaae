"""What of a message is more than prose: replies to tap, cards, a form, and the answers to one.

All words of a piece stand in the message's own text, a line each, in its last paragraph: so rules judge them, engines
translate them, and a letter, a bridge, a search or a transcript has them without knowing of pieces. A piece only says what
each line is. Where the paragraph no longer has its lines (a rule or an engine ran over them), the text is all there is.
"""

from typing import Literal

from msgspec import Struct

PARAGRAPH = "\n\n"
Line = Literal["label", "option", "title", "text", "price", "link", "status", "item", "value"]
Kind = Literal["reply", "card", "order", "field", "answer"]
SAME = frozenset({"price", "link"})
"""Lines that are the same in every language: what a machine reads is never taken from a translation."""


class StoredPiece(Struct, frozen=True, kw_only=True):
    """One piece: what its `lines` are, in order. `picture` is a file of the message; `form` the customers' number of the
    form that an answer answers; `type` and `required` belong to a field."""

    kind: Kind
    lines: tuple[Line, ...]
    type: Literal["text", "email", "choice"] = "text"
    required: bool = False
    picture: str = ""
    form: int = 0


Told = tuple[StoredPiece, tuple[tuple[Line, str], ...]]


def whole(text: str, lines: tuple[str, ...]) -> str:
    """The prose, then the lines of the pieces."""
    return PARAGRAPH.join(filter(None, (text, "\n".join(lines))))


def lines_of(text: str, pieces: tuple[StoredPiece, ...]) -> tuple[str, ...] | None:
    """The lines of the pieces; None when the last paragraph is not made of them."""
    lines = tuple(text.rpartition(PARAGRAPH)[2].split("\n"))
    return lines if len(lines) == sum(len(piece.lines) for piece in pieces) else None


def prose_of(text: str) -> str:
    """What stands before the lines of the pieces."""
    return text.rpartition(PARAGRAPH)[0]


def told(text: str, reading: str | None, pieces: tuple[StoredPiece, ...]) -> tuple[str, tuple[Told, ...]] | None:
    """The prose and the pieces as somebody reads them who reads `reading`, or the text itself."""
    own = lines_of(text, pieces)
    if own is None:
        return None
    read = own if reading is None else lines_of(reading, pieces)
    prose = prose_of(text if reading is None else reading) if read else reading or ""
    rest = iter(zip(own, read or own, strict=True))
    return prose, tuple((piece, tuple(_line(name, *next(rest)) for name in piece.lines)) for piece in pieces)


def _line(name: Line, own: str, read: str) -> tuple[Line, str]:
    return name, own if name in SAME else read
