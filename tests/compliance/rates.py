"""How the rules do on messages their writers do not read: `python -m tests.compliance.rates unseen|calibration|exam`.

Prints how much of the guilty was caught and of the innocent alarmed, per category and per language; `--cells` each
category of each language that is not whole. `--among` puts each message between ordinary ones: what is said in passing.
Never a text, unless `--texts` asks for those that went wrong: for whoever judges the labels, and for nobody who writes
rules. A line is `category, kind, scene, text`; the scene is
`channel[:market[:author]]`, the category of ordinary talk is `-`.
"""

import argparse
import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from server.compliance import Compliance, load_packs
from server.compliance.check import check
from tests.compliance.cells import INBOUND, MARKET

HERE = Path(__file__).parent
UNSEEN, CALIBRATION, EXAM = HERE / "unseen", HERE / "calibration", HERE / "exam"
KINDS = {"P": "plain", "D": "disguised", "N": "near miss", "O": "ordinary"}
_ENDS = (*".!?。！？؟…",)
Tally = dict[tuple[str, str], tuple[int, int]]


class Asked(Struct, frozen=True):
    """One line of a set, and as `server.compliance check --jsonl` is asked about it."""

    language: str
    category: str
    kind: str
    text: str
    line: bytes


class Told(Struct, frozen=True):
    """What the rules said: `yes` is caught for a guilty line, alarmed for an innocent one."""

    asked: Asked
    yes: bool
    action: str
    rules: tuple[str, ...]


def rows(folder: Path) -> Iterator[Asked]:
    """The lines of a set."""
    for path in sorted(folder.glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            category, kind, where, text = line.split("\t")
            channel, market, author = (*where.split(":"), "", "")[:3]
            author = author or ("customer" if category in INBOUND else "agent")
            asked = {"id": 0, "lang": path.stem, "channel": channel, "market": market or MARKET[path.stem]}
            way = "inbound" if author == "customer" else "outbound"
            asked |= {"direction": way, "author": author, "text": text}
            yield Asked(path.stem, category, kind, text, json.dumps(asked).encode())


def in_passing(asked: Iterable[Asked]) -> Iterator[Asked]:
    """The lines of a set with an ordinary one of it before them, behind them or both, the same ones each time."""
    dice, every, ordinary = random.Random(4), list(asked), defaultdict[str, list[str]](list)
    for row in every:
        if row.kind == "O":
            ordinary[row.language].append(row.text)
    for row in every:
        before, after = dice.choices(ordinary[row.language], k=2)
        said = [(before, row.text), (row.text, after), (before, row.text, after)][dice.randrange(3)]
        text = " ".join(one if one.endswith(_ENDS) else f"{one}." for one in said)
        yield Asked(
            row.language, row.category, row.kind, text, json.dumps(json.loads(row.line) | {"text": text}).encode()
        )


def told(engine: Compliance, folder: Path, *, among: bool = False) -> Iterator[Told]:
    """What the rules say about each line of a set; `among` ordinary ones."""
    asked = list(in_passing(rows(folder)) if among else rows(folder))
    for row, answer in zip(asked, map(json.loads, check((row.line for row in asked), engine)), strict=True):
        found = {finding["category"] for finding in answer["findings"]}
        speaks = bool(found) and answer["action"] != "allow"
        yes = speaks and (row.kind not in "PD" or row.category in found)
        yield Told(row, yes, answer["action"], tuple(finding["rule"] for finding in answer["findings"]))


def rates(results: Iterable[Told]) -> Tally:
    """(what, kind) -> (how many were caught or, of the clean kinds, alarmed; all)."""
    hit: Counter[tuple[str, str]] = Counter()
    every: Counter[tuple[str, str]] = Counter()
    for one in results:
        row = one.asked
        for what in ("all", row.language, row.category, f"{row.category} {row.language}"):
            every[what, row.kind] += 1
            hit[what, row.kind] += one.yes
    return {key: (hit[key], count) for key, count in every.items()}


def table(results: list[Told], *, cells: bool = False, texts: bool = False) -> Iterator[str]:
    """Lines to read: sums; cells that are not whole; what was said of each text that went wrong, and the text."""
    for (what, kind), (hit, count) in sorted(rates(results).items()):
        whole = hit == (count if kind in "PD" else 0)
        if " " not in what or (cells and not whole):
            yield f"{what:<26} {KINDS[kind]:<10} {hit:>4} of {count:<4} {100 * hit / count:5.1f} %"
    for one in results:
        if texts and one.yes != (one.asked.kind in "PD"):
            row = one.asked
            yield "\t".join((row.language, row.category, row.kind, one.action, " ".join(one.rules), row.text))


def main(arguments: list[str]) -> None:
    """Prints the table of a set."""
    parser = argparse.ArgumentParser(prog="python -m tests.compliance.rates")
    parser.add_argument("set", choices=[UNSEEN.name, CALIBRATION.name, EXAM.name])
    parser.add_argument("--cells", action="store_true", help="category x language, where it is not whole")
    parser.add_argument("--among", action="store_true", help="each message with ordinary ones before and behind it")
    parser.add_argument("--texts", action="store_true", help="what went wrong: for the judge of labels alone")
    asked = parser.parse_args(arguments)
    results = list(told(Compliance(load_packs()), HERE / asked.set, among=asked.among))
    sys.stdout.writelines(f"{line}\n" for line in table(results, cells=asked.cells, texts=asked.texts))


if __name__ == "__main__":
    main(sys.argv[1:])
