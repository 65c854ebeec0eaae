"""`python -m server.compliance check | market | audit | dry-run`: judge lines, print a market's page, look at the past."""

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
from server.compliance.validity import in_force
from server.domain.errors import Refusal


def main(arguments: list[str]) -> int:
    """Runs one command; 2 when the packs cannot be used, or what was asked makes no sense."""
    asked = _words().parse_args(arguments)
    try:
        match asked.command:
            case "market":
                return _market(Book(load_packs(asked.packs)), asked.country, asked.json)
            case "dry-run":
                from server.app.dry_run_words import dry_run

                return asyncio.run(dry_run(asked))
            case "audit":
                from server.app.audit import audit_verdicts

                return asyncio.run(audit_verdicts(asked))
        engine = Compliance(in_force(load_packs(asked.packs), datetime.now(UTC).date()))
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
    dry = commands.add_parser("dry-run", help="what other rules would have said of what was said")
    dry.add_argument("--since", required=True, help="30d, 12h, or 2026-11-01T00:00 (UTC unless it says otherwise)")
    dry.add_argument("--until", default="", help="the same; now unless it is given")
    dry.add_argument(
        "--pack", type=Path, help="a pack to try beside the desk's own, or in the place of the one with its id"
    )
    dry.add_argument(
        "--overrides", type=Path, help="TOML with [[override]] tables, in the place of the desk's overrides"
    )
    dry.add_argument("--workspace", default="", metavar="SLUG", help="which desk; not needed when there is one")
    dry.add_argument("--most", type=int, default=200_000, help="messages at most; of more the newest are taken")
    dry.add_argument("--json", action="store_true", help="print everything for a program")
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
