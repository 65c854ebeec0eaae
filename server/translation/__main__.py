"""The room on its own: `python -m server.translation detect --jsonl < lines > answers`."""

import argparse
import sys
from collections.abc import Iterable, Iterator

import msgspec

from server.translation.detect import Detector

LANGUAGES = (
    "en,zh,de,fr,es,it,pt,ja,ko,ru,ar,tr,nl,pl,sv,da,no,fi,cs,sk,sl,hr,hu,ro,bg,uk,el,he,fa,ur,hi,bn,ta,th,vi,id,ms"
    ",et,lv,lt,ca,sr"
)


class Line(msgspec.Struct):
    """One question; `id` is given back as it came."""

    id: str | int
    text: str
    history: tuple[str, ...] = ()
    locale: str | None = None
    among: tuple[str, ...] = ()


class Answer(msgspec.Struct):
    """The language and how sure it is, 0 to 1."""

    id: str | int
    lang: str
    confidence: float


class Wrong(msgspec.Struct, omit_defaults=True):
    """Why a line has no answer, and its id if it could be read."""

    error: str
    id: str | int | None = None


class _Named(msgspec.Struct):
    id: str | int | None = None


def answers(lines: Iterable[bytes], detector: Detector) -> Iterator[Answer | Wrong]:
    """One answer a line that is not blank; a bad line says so and hurts no other."""
    for raw in lines:
        if not raw.strip():
            continue
        try:
            line = msgspec.json.decode(raw, type=Line)
        except (msgspec.DecodeError, UnicodeDecodeError) as wrong:
            yield Wrong(str(wrong), _id_of(raw))
            continue
        found = detector.detect(line.text, line.history, line.locale, line.among)
        yield Answer(line.id, found.language, found.confidence)


def _id_of(raw: bytes) -> str | int | None:
    try:
        return msgspec.json.decode(raw, type=_Named).id
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def main() -> None:
    """Reads lines until the end and answers each at once."""
    parser = argparse.ArgumentParser(prog="python -m server.translation")
    detect = parser.add_subparsers(dest="command", required=True).add_parser("detect", help="whose language is this")
    detect.add_argument("--jsonl", action="store_true", required=True, help="one JSON object a line, in and out")
    detect.add_argument("--languages", default=LANGUAGES, help="the languages to choose from, by comma")
    asked = parser.parse_args()
    detector = Detector(tuple(asked.languages.split(",")))
    for answer in answers(sys.stdin.buffer, detector):
        sys.stdout.buffer.write(msgspec.json.encode(answer) + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
