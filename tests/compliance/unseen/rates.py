"""How the rules do on messages their writers do not read: `python -m tests.compliance.unseen.rates`. Rates, never texts."""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from server.compliance import Compliance, load_packs
from server.compliance.check import check
from tests.compliance.cells import INBOUND, MARKET

TEXTS = Path(__file__).parent
KINDS = {"P": "plain", "D": "disguised", "N": "near miss", "O": "ordinary"}
Tally = dict[tuple[str, str], tuple[int, int]]


def rows(folder: Path = TEXTS) -> Iterator[tuple[str, str, str, bytes]]:
    """Language, category, kind, and the line as `server.compliance check --jsonl` is asked."""
    for path in sorted(folder.glob("*.tsv")):
        for line in path.read_text().splitlines():
            category, kind, channel, text = line.split("\t")
            way = "inbound" if category in INBOUND else "outbound"
            asked = {"id": 0, "lang": path.stem, "channel": channel, "market": MARKET[path.stem], "text": text}
            asked |= {"direction": way, "author": "customer" if way == "inbound" else "agent"}
            yield path.stem, category, kind, json.dumps(asked).encode()


def rates(engine: Compliance, folder: Path = TEXTS) -> Tally:
    """(what, kind) -> (how many were caught or, of the clean kinds, alarmed; all)."""
    hit: Counter[tuple[str, str]] = Counter()
    every: Counter[tuple[str, str]] = Counter()
    asked = list(rows(folder))
    answers = check((line for *_, line in asked), engine)
    for (language, category, kind, _), told in zip(asked, map(json.loads, answers), strict=True):
        found = {finding["category"] for finding in told["findings"]}
        yes = category in found if kind in "PD" else bool(found) and told["action"] != "allow"
        for key in (("all", kind), (language, kind), (category, kind)):
            every[key] += 1
            hit[key] += yes
    return {key: (hit[key], count) for key, count in every.items()}


def main() -> None:
    """The table."""
    for (what, kind), (hit, count) in sorted(rates(Compliance(load_packs())).items()):
        sys.stdout.write(f"{what:<24} {KINDS[kind]:<10} {hit:>4} of {count:<4} {100 * hit / count:5.1f} %\n")


if __name__ == "__main__":
    main()
