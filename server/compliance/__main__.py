"""`python -m server.compliance check | market | audit`: judge lines, print a market's page, verify the log of verdicts."""

import argparse
import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from server.compliance.book import Book, lines
from server.compliance.check import check
from server.compliance.engine import Compliance
from server.compliance.loading import BUILTIN, PackError, load_packs
from server.domain.errors import Refusal


def main(arguments: list[str]) -> int:
    """Runs one command; 2 when the packs cannot be used, or what was asked makes no sense."""
    asked = _words().parse_args(arguments)
    try:
        match asked.command:
            case "market":
                return _market(Book(load_packs(asked.packs)), asked.country, asked.json)
            case "audit":
                from server.app.audit import audit_verdicts

                return asyncio.run(audit_verdicts(asked))
        engine = Compliance(load_packs(asked.packs))
    except (PackError, Refusal, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    for answer in check(sys.stdin.buffer, engine):
        sys.stdout.buffer.write(answer + b"\n")
        sys.stdout.buffer.flush()
    return 0


def _words() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m server.compliance")
    commands = parser.add_subparsers(dest="command", required=True)
    judge = commands.add_parser("check", help="judge texts read from standard input")
    judge.add_argument("--jsonl", action="store_true", required=True, help="one JSON object a line, in and out")
    market = commands.add_parser("market", help="what the law of a country gives a consumer")
    market.add_argument("country", nargs="?", default="", help="ISO 3166 alpha-2; none lists the countries")
    market.add_argument("--json", action="store_true", help="one JSON object")
    for command in (judge, market):
        command.add_argument("--packs", type=Path, default=BUILTIN, help="the folder of the rule packs")
    log = commands.add_parser("audit", help="say whether the log of verdicts is as it was written")
    log.add_argument("deed", choices=["verify"])
    log.add_argument("--workspace", default="", help="its slug; all when absent")
    log.add_argument("--kept", default="", help="NUMBER:SEAL of a line that was noted elsewhere; needs --workspace")
    return parser


def _market(book: Book, country: str, as_json: bool) -> int:
    page = book.page(country) if country else None
    if page is None:
        print(f"known markets: {' '.join(book.markets)}", file=sys.stderr if country else sys.stdout)
        return 2 if country else 0
    print(msgspec.json.encode(page).decode() if as_json else "\n".join(lines(page, datetime.now(UTC).date())))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
