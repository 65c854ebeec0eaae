"""A report as one page that needs nothing else: first the laws, then the figures."""

from collections.abc import Iterator
from html import escape

from loadtest.look import STYLE
from loadtest.play.chart import Curve, chart
from loadtest.play.meter import Spread
from loadtest.play.report import Report

MORE = """
body { max-width: 1120px } h1 { font-size: 1.5rem } h2 { font-size: 1.15rem; margin-top: 2rem }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 440px), 1fr)); gap: 1.5rem }
figure { margin: 0 } figcaption { font-weight: 600 } figure ul { list-style: none; margin: 0; padding: 0; display: flex;
  flex-wrap: wrap; gap: .2rem 1rem; font-size: 13px } figure i { display: inline-block; width: .8em; height: .8em;
  margin-right: .4em } .grid { stroke: var(--line) } .laws { padding: .8rem 1rem; border-left: 4px solid #2b8a3e }
.laws.no { border-color: #c92a2a }
.wide { overflow-x: auto; margin: 1rem 0 1.5rem } td:first-child, th:first-child { white-space: nowrap }
code { overflow-wrap: anywhere }
"""


def page(report: Report) -> str:
    """The whole page."""
    title = f"Load: {report.scenario}"
    view = '<meta name="viewport" content="width=device-width, initial-scale=1">'
    head = (
        f'<!doctype html><html lang="en"><meta charset="utf-8">{view}<title>{title}</title><style>{STYLE}{MORE}</style>'
    )
    said = (
        f"{report.shoppers} shoppers, {report.agents} agents, {report.seconds:.0f} s at {report.url}; "
        f"seed {report.seed}; {report.began}"
    )
    body = "".join((*_laws(report), *_figures(report)))
    return f"{head}<main><h1>{title}</h1><p>{escape(report.about)}</p><p class=pale>{escape(said)}</p>{body}</main></html>\n"


def _laws(report: Report) -> Iterator[str]:
    """First of all: what this says of speed is worth nothing where a law is broken."""
    yield "<h2>The laws</h2>"
    if report.broken:
        where = "".join(f"<li><b>{escape(one.law)}</b> <code>{escape(one.where)}</code></li>" for one in report.broken)
        yield f'<div class="laws no"><b>{len(report.broken)} broken.</b><ul>{where}</ul></div>'
        return
    names = ", ".join(name.replace("_", " ") for name in report.laws)
    yield (
        f'<div class="laws"><b>All {len(report.laws)} held</b> over {report.conversations} conversations and '
        f"{report.messages} messages; {report.looks} logs were read.<br><span class=pale>{names}</span></div>"
    )


def _figures(report: Report) -> Iterator[str]:
    yield "<h2>The figures</h2>"
    if report.driver.limited:
        yield '<div class="laws no"><b>The driver is the limit:</b> these times are its own, not the server\'s.</div>'
    yield _table(report)
    yield f'<div class="charts">{"".join(_charts(report))}</div>'
    if report.troubles:
        rows = "".join(f"<tr><td>{escape(code)}</td><td>{count}</td></tr>" for code, count in report.troubles.items())
        yield f"<h2>Troubles</h2><p class=pale>Met by people, mended by the protocol.</p><table>{rows}</table>"


def _table(report: Report) -> str:
    rows = (
        ("sent → ack", report.ack),
        ("sent → seen by agent", report.seen_by_agents),
        ("sent → seen by shopper", report.seen_by_customers),
        ("line wanted → all read", report.connect),
        ("waiting for an agent", report.wait),
    )
    heads = "".join(f"<th>{name}</th>" for name in ("ms", "count", "p50", "p90", "p99", "p99.9", "longest"))
    body = "".join(f"<tr><td>{name}</td>{_cells(row)}</tr>" for name, row in rows)
    return f'<div class="wide"><table><tr>{heads}</tr>{body}</table></div>'


def _cells(row: Spread) -> str:
    times = (row.p50, row.p90, row.p99, row.p999, row.longest)
    return f"<td>{row.count}</td>" + "".join(f"<td>{value:,.1f}</td>" for value in times)


def _charts(report: Report) -> Iterator[str]:
    took, names = report.seconds, ("p50", "p99", "longest")
    for title, field in (("Sent → ack", "ack"), ("Sent → seen", "seen")):
        curves = [
            Curve(name, [(m.at, getattr(m, field)[place]) for m in report.moments if getattr(m, field)[2]])
            for place, name in enumerate(names)
        ]
        yield chart(title, "ms", curves, took, steep=True)
    yield chart("Messages acknowledged", "/s", [Curve("messages", [(m.at, m.acked) for m in report.moments])], took)
    yield chart("Windows in the shop", "", [Curve("shoppers' windows", report.people)], took)
    codes = list(report.troubles)[:8]
    yield chart(
        "Troubles by code",
        "",
        [Curve(c, [(m.at, float(m.troubles.get(c, 0))) for m in report.moments]) for c in codes],
        took,
    )
    driver = Curve("driver", [(cost.at, cost.driver * 100) for cost in report.costs])
    server = [Curve("server", [(c.at, c.server * 100) for c in report.costs])] if report.server_cpu is not None else []
    yield chart("Processor, % of one core", "%", [*server, driver], took)
    if report.server_memory is not None:
        yield chart("Server's memory", "MiB", [Curve("resident", [(c.at, c.memory) for c in report.costs])], took)
