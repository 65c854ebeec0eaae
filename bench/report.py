"""What a run found: rows of medians, ratios and targets; printed, written as JSON, and kept in a history."""

import json
import os
import platform
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from bench.processes import ROOT

HISTORY = ROOT / ".cache/bench/history.jsonl"
Values = dict[str, float]


class Target(Struct, frozen=True):
    """A bound: at most (or at least) `bound` times what `of` names, or `bound` itself."""

    bound: float
    of: str = ""
    least: bool = False

    def reached(self, mine: float, values: Values) -> bool:
        """Whether a value keeps it."""
        limit = self.bound * (values[self.of] if self.of else 1)
        return mine >= limit if self.least else mine <= limit

    def told(self) -> str:
        """In words."""
        sign = ">=" if self.least else "<="
        return f"{sign} {self.bound:g} x {self.of}" if self.of else f"{sign} {self.bound:g}"


class Row(Struct, frozen=True):
    """One line of the table: our value by its key, the peers' by theirs, and what we want of it (nothing: told for interest)."""

    label: str
    unit: str
    mine: str
    peers: tuple[str, ...] = ()
    targets: tuple[Target, ...] = ()


class Figure(Struct, frozen=True):
    """A measurement: `once` runs everything it compares, one after the other, and answers values by key."""

    name: str
    once: Callable[[], Values]
    rows: tuple[Row, ...]


class Found(Struct, frozen=True):
    """A row that was measured."""

    figure: str
    label: str
    unit: str
    mine: float
    peers: Values
    targets: dict[str, bool]


def medians(rounds: list[Values]) -> Values:
    """Of each value over the rounds."""
    return {key: statistics.median(values[key] for values in rounds) for key in rounds[0]}


def found(figure: Figure, values: Values) -> list[Found]:
    """The figure's rows with these values."""
    return [
        Found(
            figure.name,
            row.label,
            row.unit,
            values[row.mine],
            {peer: values[peer] for peer in row.peers},
            {target.told(): target.reached(values[row.mine], values) for target in row.targets},
        )
        for row in figure.rows
    ]


def table(rows: list[Found]) -> str:
    """As Markdown."""
    lines = ["| figure | Tradewind | beside it | target | reached |", "|---|---|---|---|---|"]
    for row in rows:
        beside = "; ".join(
            f"{peer} {_number(value)} ({row.mine / value:.2f} x)" for peer, value in row.peers.items() if value
        )
        targets = "; ".join(row.targets) or "-"
        kept = "; ".join("yes" if kept else "no" for kept in row.targets.values()) or "-"
        lines.append(f"| {row.label} | {_number(row.mine)} {row.unit} | {beside or '-'} | {targets} | {kept} |")
    return "\n".join(lines)


def keep(rows: list[Found], rounds: int, path: Path | None) -> None:
    """Write the run as JSON where somebody asked for it, and as one line of the history."""
    run: dict[str, Any] = {
        "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "load": os.getloadavg()[0],
        "rounds": rounds,
        "rows": [asdict(row) for row in rows],
    }
    HISTORY.parent.mkdir(parents=True, exist_ok=True)
    with HISTORY.open("a") as history:
        history.write(json.dumps(run, ensure_ascii=False) + "\n")
    if path is not None:
        path.write_text(json.dumps(run, ensure_ascii=False, indent=1) + "\n")


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"
