"""`python -m server.compliance check --jsonl < lines > verdicts`, and `market DE`: the market book."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from server.compliance.book import Book, lines
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
    market = commands.add_parser("market", help="what the law of a country gives a consumer")
    market.add_argument("country", nargs="?", default="", help="ISO 3166 alpha-2; none lists the countries")
    market.add_argument("--json", action="store_true", help="one JSON object")
    market.add_argument("--packs", type=Path, default=BUILTIN, help="the folder of the rule packs")
    asked = parser.parse_args(arguments)
    try:
        packs = load_packs(asked.packs)
        if asked.command == "market":
            return _market(Book(packs), asked.country, asked.json)
        engine = Compliance(packs)
    except PackError as error:
        print(error, file=sys.stderr)
        return 2
    for answer in check(sys.stdin.buffer, engine):
        sys.stdout.buffer.write(answer + b"\n")
        sys.stdout.buffer.flush()
    return 0


def _market(book: Book, country: str, as_json: bool) -> int:
    page = book.page(country) if country else None
    if page is None:
        print(f"known markets: {' '.join(book.markets)}", file=sys.stderr if country else sys.stdout)
        return 2 if country else 0
    print(msgspec.json.encode(page).decode() if as_json else "\n".join(lines(page, datetime.now(UTC).date())))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
