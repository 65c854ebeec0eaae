"""The room on its own: `python -m server.translation detect --jsonl < lines > answers`, and a desk's memory out and in."""

import argparse
import asyncio
import sys

import msgspec

from server.domain.errors import Refusal
from server.translation.asking import answers
from server.translation.detect import Detector

LANGUAGES = (
    "en,zh,de,fr,es,it,pt,ja,ko,ru,ar,tr,nl,pl,sv,da,no,fi,cs,sk,sl,hr,hu,ro,bg,uk,el,he,fa,ur,hi,bn,ta,th,vi,id,ms"
    ",et,lv,lt,ca,sr"
)


def main() -> None:
    """Parse the command line and do it."""
    parser = argparse.ArgumentParser(prog="python -m server.translation", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    detect = commands.add_parser("detect", help="whose language is this")
    detect.add_argument("--jsonl", action="store_true", required=True, help="one JSON object a line, in and out")
    detect.add_argument("--languages", default=LANGUAGES, help="the languages to choose from, by comma")
    kept = commands.add_parser("memory", help="a desk's translation memory, out to a file and in from one")
    if sys.argv[1:2] != ["memory"]:
        return _detect(parser.parse_args().languages)
    from server.app.memory import (
        add_memory,
        memory,
    )  # the app answers what is asked of the store; only then is it loaded

    add_memory(kept)
    try:
        sys.exit(asyncio.run(memory(parser.parse_args())))
    except (Refusal, ValueError) as refused:
        sys.exit(f"{refused.code}: {refused.detail}" if isinstance(refused, Refusal) else str(refused))


def _detect(languages: str) -> None:
    """Reads lines until the end and answers each at once."""
    detector = Detector(tuple(languages.split(",")))
    for answer in answers(sys.stdin.buffer, detector):
        sys.stdout.buffer.write(msgspec.json.encode(answer) + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
