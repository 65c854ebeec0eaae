"""`./dev faults`: two nodes, a worker, PostgreSQL, Redis and the lines between them, hurt one way after the other, or two at
once; the laws are held against every round. Exits 1 when one is broken, 2 when it was asked wrongly.
"""

import argparse
import asyncio
import random
import sys
import time
from collections.abc import Sequence
from itertools import islice, takewhile

import uvloop

from tests.faults.lies import lies
from tests.faults.nemeses import NEMESES, Nemesis, possible
from tests.faults.rounds import Round, chosen, hurtable, play
from tests.faults.soak import soak
from tests.support.cluster import Cluster

A_DESK = 60
"""So many rounds on one database: its disk is small, so that it can be filled, and each round leaves all that was said."""


def main(arguments: list[str]) -> int:
    """Do what was asked."""
    asked = _parser().parse_args(arguments)
    if asked.list:
        print("\n".join(f"{one.name:16}{one.about}{_missing(one)}" for one in NEMESES))
        return 0
    unknown = set(asked.only) - {one.name for one in NEMESES}
    if unknown:
        print(f"unknown_fault: {', '.join(sorted(unknown))}; see --list", file=sys.stderr)
        return 2
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        if asked.lies:
            return runner.run(lies())
        return runner.run(soak(asked.minutes or 120, asked.seed) if asked.soak else _rounds(asked))


def _missing(one: Nemesis) -> str:
    return "" if possible(one) else f"  (not here: {one.needs})"


async def _rounds(asked: argparse.Namespace) -> int:
    until = time.monotonic() + 60 * (asked.minutes or 10_000)
    rounds = islice(chosen(asked.only, pairs=asked.pairs, rng=random.Random(asked.seed)), asked.skip, None)
    broken = played = 0
    while time.monotonic() < until and (some := list(islice(rounds, A_DESK))):
        async with hurtable() as cluster:
            for nemeses in takewhile(lambda _: time.monotonic() < until, some):
                found = await _round(cluster, nemeses, asked.seed)
                played, broken = played + 1, broken + bool(found.broken)
                print(found, flush=True)
                print("".join(f"{one}\n" for one in found.slices), end="", flush=True)
    print(f"{played} rounds, seed {asked.seed}: {'every law held' if not broken else f'{broken} broken'}")
    return 1 if broken or not played else 0


async def _round(cluster: Cluster, nemeses: Sequence[Nemesis], seed: int) -> Round:
    try:
        return await play(cluster, nemeses, seed)
    except Exception as error:
        error.add_note(f"in {'+'.join(one.name for one in nemeses)}, seed {seed}")
        raise


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./dev faults", description=__doc__)
    parser.add_argument("--list", action="store_true", help="what can go wrong here")
    parser.add_argument("--only", action="append", default=[], metavar="NAME", help="only this, as often as you like")
    parser.add_argument("--pairs", action="store_true", help="every two at once, in an order the seed decides")
    parser.add_argument("--seed", type=int, default=1, help="what is drawn by lot is drawn again by the same seed")
    parser.add_argument("--skip", type=int, default=0, metavar="N", help="go on after the first N rounds")
    parser.add_argument("--minutes", type=float, default=0, help="begin no round after so long")
    parser.add_argument("--lies", action="store_true", help="the load test on a server that lies: is every lie found?")
    parser.add_argument("--soak", action="store_true", help="one server and much coming and going: does anything grow?")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
