"""Questions about languages from outside, a JSON line each: read liberally, answered one by one, never stopped by one."""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from server.translation.detect import Detector, Said

_TEXT = ("text", "body", "message", "content")
_LANGUAGE = ("lang", "language", "locale")
_ROLE = ("role", "author", "from", "speaker", "direction")
_OTHERS = frozenset({"agent", "bot", "assistant", "system", "staff", "support", "supervisor", "outbound"})


class Line(msgspec.Struct):
    """One question; `id` is given back as it came.

    `history` holds earlier turns, oldest first: texts, or objects with a text (`text`, `body`, `message` or
    `content`), perhaps its language (`lang`, `language` or `locale`) and who said it (`role`, `author`, `from`,
    `speaker` or `direction`); turns of the desk are left out. `among` is a list of languages, or one string
    with commas. What a history holds beside this is passed over.
    """

    id: str | int | float | None
    text: str
    history: list[Any] | None = None
    locale: str | None = None
    among: list[str] | str | None = None


class Answer(msgspec.Struct):
    """The language and how sure it is, 0 to 1."""

    id: str | int | float | None
    lang: str
    confidence: float


class Wrong(msgspec.Struct, omit_defaults=True):
    """Why a line has no answer: `error` is always `bad_line`, `detail` says what is wrong; its id if it could be read."""

    error: str
    detail: str
    id: str | int | float | None = None


class _Named(msgspec.Struct):
    id: str | int | float | None = None


def answers(lines: Iterable[bytes], detector: Detector) -> Iterator[Answer | Wrong]:
    """One answer a line that is not blank; a bad line says so and hurts no other."""
    for raw in lines:
        text = raw.removeprefix(b"\xef\xbb\xbf").strip()
        if not text:
            continue
        try:
            line = msgspec.json.decode(text, type=Line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as wrong:
            yield Wrong("bad_line", str(wrong), _id_of(text))
            continue
        found = detector.detect(line.text, turns(line.history or ()), line.locale, _codes(line.among))
        yield Answer(line.id, found.language, found.confidence)


def turns(history: Iterable[Any]) -> tuple[str | Said, ...]:
    """The customer's turns of a history as others write them."""
    return tuple(turn for each in history if (turn := _turn(each)))


def _turn(each: Any) -> str | Said | None:
    if not isinstance(each, dict):
        return each if isinstance(each, str) else None
    if _first(each, _ROLE).lower() in _OTHERS:
        return None
    text, language = _first(each, _TEXT), _first(each, _LANGUAGE)
    return Said(text, language) if text or language else None


def _first(row: dict[str, Any], names: tuple[str, ...]) -> str:
    return next((value for name in names if isinstance(value := row.get(name), str)), "")


def _codes(among: list[str] | str | None) -> tuple[str, ...]:
    listed = among.split(",") if isinstance(among, str) else among or ()
    return tuple(code.strip() for code in listed if code.strip())


def _id_of(raw: bytes) -> str | int | float | None:
    try:
        return msgspec.json.decode(raw, type=_Named).id
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
