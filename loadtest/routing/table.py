"""A report for a terminal."""

from collections.abc import Iterator

from loadtest.routing.playing import Report, Row

HEADS = ("policy", "mean s", "p95 s", "<=60 s", "match", "gini", "spread s", "starved", "x bound")
AIM = 0.95


def table(report: Report) -> str:
    """One line a policy, then the bound, then what the gap between ours and the bound is made of."""
    week = report.week
    lines = [
        f"{report.arrivals:,} customers in 12 languages, {report.agents} agents; weeks {week.demand.weeks:.3g}, seed {week.seed}",
        "",
        _line(HEADS),
        *(_line(_cells(row, report.bound)) for row in report.rows),
        _line(("bound: any policy", f"{report.bound:.2f}", *[""] * 6, "1.00")),
        "",
        "from the bound to ours, one step of reality at a time",
        *_steps(report),
    ]
    return "\n".join(lines)


def ratio(mean: float, bound: float) -> str:
    """How many times the bound."""
    return f"{mean / bound:.2f}" if bound else "-"


def _cells(row: Row, bound: float) -> tuple[str, ...]:
    m = row.measure
    return (
        row.name,
        f"{m.mean:.2f}",
        f"{m.p95:.1f}",
        f"{m.within:.1%}",
        f"{m.match:.1%}{'' if m.match >= AIM else ' -'}",
        f"{m.gini:.3f}",
        f"{m.spread:.0f}",
        str(m.starved),
        ratio(m.mean, bound),
    )


def _steps(report: Report) -> Iterator[str]:
    for row in report.gap:
        yield f"  {row.name:44}{row.measure.mean:9.2f} s{row.measure.match:9.1%}"


def _line(cells: tuple[str, ...]) -> str:
    name, *others = cells
    return (f"{name:24}" + "".join(f"{cell:>10}" for cell in others)).rstrip()
