"""Tradewind beside what people would use instead, in one run on this machine.

`./dev bench [--only NAME ...] [--rounds N] [--json FILE]`: starts the peers itself, drives them and us alternately with the same
light client, and prints medians. CPU is what the operating system accounts to the server's own processes. A machine that
does other work at the same time makes every number larger; the ratios are what counts.
"""

import argparse
import sys
from pathlib import Path

from bench.figures import FIGURES
from bench.report import Found, found, keep, medians, table


def main() -> int:
    """Measure, print, keep. Answers 0 also when a target is missed: a slow machine is no fault of the code."""
    parser = argparse.ArgumentParser(
        prog="./dev bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    names = [figure.name for figure in FIGURES]
    parser.add_argument("--only", nargs="+", choices=names, metavar="NAME", help=", ".join(names))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path, metavar="FILE")
    asked = parser.parse_args()
    rows: list[Found] = []
    for figure in FIGURES:
        if asked.only and figure.name not in asked.only:
            continue
        rounds = []
        for number in range(asked.rounds):
            rounds.append(figure.once())
            told = ", ".join(f"{key} {value:.1f}" for key, value in rounds[-1].items())
            print(f"· {figure.name} {number + 1}/{asked.rounds}: {told}", file=sys.stderr, flush=True)
        rows += found(figure, medians(rounds))
    print(table(rows))
    keep(rows, asked.rounds, asked.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
