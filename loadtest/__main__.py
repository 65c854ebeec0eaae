"""`python -m loadtest run`: people on a deployment. `python -m loadtest routing`: the router judged as a scheduler."""

import argparse
import sys
from pathlib import Path

import msgspec

from loadtest import command
from loadtest.routing.chart import page
from loadtest.routing.playing import Report, Week, report
from loadtest.routing.table import table
from loadtest.routing.world import Demand

QUICK_WEEKS = 1 / 7


def main(arguments: list[str]) -> int:
    """Do what was asked."""
    asked = _parser().parse_args(arguments)
    match asked.kind:
        case "run":
            return command.run(asked)
        case "scenarios":
            return command.scenarios()
        case _:
            return _route(asked)


def _route(asked: argparse.Namespace) -> int:
    """Play, print the table, write what was asked for."""
    weeks = QUICK_WEEKS if asked.quick else asked.weeks
    demand = Demand(weeks=weeks, volume=asked.volume)
    told = report(Week(demand=demand, seed=asked.seed, relax=asked.relax, slower=asked.slower))
    print(table(told))
    _write(told, asked.json, asked.html)
    return 0


def _write(told: Report, json: Path | None, html: Path | None) -> None:
    if json:
        json.write_bytes(msgspec.json.format(msgspec.json.encode(told)))
    if html:
        html.write_text(page(told), encoding="utf-8")


def _parser() -> argparse.ArgumentParser:
    usual = Week()
    parser = argparse.ArgumentParser(prog="python -m loadtest", description=__doc__)
    kinds = parser.add_subparsers(dest="kind", required=True)
    command.add_run(kinds)
    routing = kinds.add_parser("routing", help="a week of customers against a roster, by several policies and a bound")
    routing.add_argument("--weeks", type=float, default=usual.demand.weeks)
    routing.add_argument("--volume", type=int, default=usual.demand.volume, help="customers a week")
    routing.add_argument("--seed", type=int, default=usual.seed)
    routing.add_argument("--relax", type=int, default=usual.relax, help="seconds a speaker is waited for")
    routing.add_argument(
        "--slower", type=float, default=usual.slower, help="work by an engine takes so many times as long"
    )
    routing.add_argument("--json", type=Path, help="write all numbers here")
    routing.add_argument("--html", type=Path, help="write a page with charts here")
    routing.add_argument("--quick", action="store_true", help="one day instead of the weeks")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
