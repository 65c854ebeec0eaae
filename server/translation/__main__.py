"""The room on its own: `python -m server.translation detect --jsonl < lines > answers`."""

import argparse
import sys

import msgspec

from server.translation.asking import answers
from server.translation.detect import Detector

LANGUAGES = (
    "en,zh,de,fr,es,it,pt,ja,ko,ru,ar,tr,nl,pl,sv,da,no,fi,cs,sk,sl,hr,hu,ro,bg,uk,el,he,fa,ur,hi,bn,ta,th,vi,id,ms"
    ",et,lv,lt,ca,sr"
)


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
