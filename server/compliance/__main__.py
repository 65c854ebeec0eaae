"""`python -m server.compliance check --jsonl < lines > verdicts`."""

import argparse
import sys
from pathlib import Path

from server.compliance.check import check
from server.compliance.engine import Compliance
from server.compliance.loading import BUILTIN, PackError, load_packs


def main(arguments: list[str]) -> int:
    """Runs one command; 2 when the packs cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m server.compliance")
    commands = parser.add_subparsers(dest="command", required=True)
    judge = commands.add_parser("check", help="judge texts read from standard input")
    judge.add_argument("--jsonl", action="store_true", required=True, help="one JSON object a line, in and out")
    judge.add_argument("--packs", type=Path, default=BUILTIN, help="the folder of the rule packs")
    asked = parser.parse_args(arguments)
    try:
        engine = Compliance(load_packs(asked.packs))
    except PackError as error:
        print(error, file=sys.stderr)
        return 2
    for answer in check(sys.stdin.buffer, engine):
        sys.stdout.buffer.write(answer + b"\n")
        sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
