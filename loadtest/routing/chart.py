"""A report as one page: inline SVG, no network, light and dark."""

from collections.abc import Iterator, Sequence
from html import escape

from loadtest.look import STYLE
from loadtest.routing.playing import Report, Row
from loadtest.routing.table import AIM, ratio

WIDTH, HEIGHT, LEFT, BOTTOM, BAR = 720, 300, 190, 28, 30
COLOURS = ("#0b7285", "#e8590c", "#7048e8", "#c2255c", "#5c940d", "#868e96")


def page(report: Report) -> str:
    """The whole page."""
    title = "Who gets which conversation, and how long they wait"
    head = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title><style>{STYLE}</style>'
    said = f"{report.arrivals:,} customers in 12 languages, {report.agents} agents, seed {report.week.seed}"
    parts = (
        f"<h1>{title}</h1><p class=pale>{said}. Bound: no policy has a mean wait below {report.bound:.2f} s.</p>",
        _table(report),
        "<h2>Mean wait by policy</h2><p class=pale>Faint: fewer than 95 % were matched with who writes their language.</p>",
        _bars(report),
        "<h2>Mean wait by hour of the day (UTC)</h2>",
        "<p class=pale>Dashed: the plan behind the bound. What is longer than the scale is cut off.</p>",
        _hours(report),
    )
    return head + "".join(parts) + "</html>\n"


def _table(report: Report) -> str:
    heads = ("policy", "mean", "p95", "within 60 s", "match", "gini", "spread", "starved", "x bound")
    rows = "".join(
        f"<tr>{''.join(f'<td>{cell}</td>' for cell in _cells(row, report.bound))}</tr>" for row in report.rows
    )
    return f"<table><tr>{''.join(f'<th>{head}</th>' for head in heads)}</tr>{rows}</table>"


def _cells(row: Row, bound: float) -> tuple[str, ...]:
    m = row.measure
    return (
        escape(row.name),
        f"{m.mean:.2f} s",
        f"{m.p95:.0f} s",
        f"{m.within:.1%}",
        f"{m.match:.1%}",
        f"{m.gini:.3f}",
        f"{m.spread:.0f} s",
        str(m.starved),
        ratio(m.mean, bound),
    )


def _bars(report: Report) -> str:
    """Faint: fewer than 95 % were matched with a speaker, so its wait was bought."""
    most = _shown_most(report)
    room = WIDTH - LEFT - 90
    height = BAR * (len(report.rows) + 1)
    parts = []
    for number, row in enumerate(report.rows):
        y, mean = number * BAR, row.measure.mean
        faint = 1 if row.measure.match >= AIM else 0.4
        label = f"{mean:.1f} s{'' if mean <= most else ' …'}"
        parts.append(f'<text x="{LEFT - 8}" y="{y + 20}" text-anchor="end">{escape(row.name)}</text>')
        parts.append(_bar(y, room * min(mean, most) / most, COLOURS[number % len(COLOURS)], faint))
        parts.append(f'<text x="{LEFT + 6 + room * min(mean, most) / most:.1f}" y="{y + 20}">{label}</text>')
    x = LEFT + room * report.bound / most
    parts.append(f'<path stroke="currentColor" stroke-width="2" stroke-dasharray="5" d="M{x:.1f} 0V{height - BAR}"/>')
    parts.append(f'<text class="pale" x="{x:.1f}" y="{height - 10}" text-anchor="middle">bound</text>')
    return _svg(height, "Mean wait by policy", parts)


def _bar(y: int, width: float, colour: str, faint: float) -> str:
    return f'<rect x="{LEFT}" y="{y + 5}" width="{width:.1f}" height="{BAR - 10}" fill="{colour}" opacity="{faint}"/>'


def _hours(report: Report) -> str:
    most = _shown_most(report, hourly=True)
    parts = [
        f'<text class="pale" x="{_x(hour):.0f}" y="{HEIGHT - 8}" text-anchor="middle">{hour}</text>'
        for hour in range(0, 24, 3)
    ]
    parts += [
        f'<text class="pale" x="4" y="{_y(value, most) + 4:.0f}">{value:.0f} s</text>' for value in (0, most / 2, most)
    ]
    for number, row in enumerate(report.rows):
        parts.append(_line(row.measure.by_hour, most, COLOURS[number % len(COLOURS)], row.name))
    parts.append(_line(report.bound_by_hour, most, "currentColor", "bound", dash="5"))
    parts.extend(_legend(report))
    return _svg(HEIGHT + 24, "Mean wait by hour of the day", parts)


def _line(values: Sequence[float], most: float, colour: str, name: str, dash: str = "0") -> str:
    points = " ".join(f"{_x(hour):.1f},{_y(min(value, most), most):.1f}" for hour, value in enumerate(values))
    style = f'stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"'
    return f'<polyline fill="none" {style} points="{points}"><title>{escape(name)}</title></polyline>'


def _legend(report: Report) -> Iterator[str]:
    for number, row in enumerate(report.rows):
        x = 50 + number * 112
        yield f'<rect x="{x}" y="{HEIGHT + 6}" width="10" height="10" fill="{COLOURS[number % len(COLOURS)]}"/>'
        yield f'<text x="{x + 14}" y="{HEIGHT + 15}" style="font-size:10px">{escape(row.name)}</text>'


def _shown_most(report: Report, *, hourly: bool = False) -> float:
    """The top of a scale: little more than the second longest, so that one policy does not flatten the others."""
    values = sorted(max(row.measure.by_hour) if hourly else row.measure.mean for row in report.rows)
    second = values[-2] if len(values) > 1 else values[-1]
    return max(min(values[-1], 1.3 * second), report.bound, 0.1)


def _x(hour: int) -> float:
    return 50 + hour * (WIDTH - 70) / 23


def _y(value: float, most: float) -> float:
    return 10 + (HEIGHT - BOTTOM - 14) * (1 - value / most)


def _svg(height: int, title: str, parts: list[str]) -> str:
    box = f'viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{title}"'
    return f"<svg {box}>{''.join(parts)}</svg>"
