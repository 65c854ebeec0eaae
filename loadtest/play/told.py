"""What a terminal is told: a line while the run goes on, then the laws, then the figures."""

import sys
from collections.abc import Iterator

from loadtest.play.meter import Spread, spread
from loadtest.play.report import Report
from loadtest.play.run import Run

RECENT = 5.0
EVERY = 10
"""Where nobody looks (no terminal), a line every so many seconds."""


def progress(run: Run) -> None:
    """One line about now; on a terminal it takes the place of the one before."""
    at, live = run.meter.now(), sys.stderr.isatty()
    if not live and len(run.costs) % EVERY:
        return
    acks = [sample for sample in run.meter.acks[-2000:] if sample[0] > at - RECENT]
    now, cost = spread(acks), run.costs[-1]
    parts = (
        f"{int(at) // 60}:{int(at) % 60:02}",
        f"{len(run.shoppers)} shoppers",
        f"{len(acks) / RECENT:.0f} messages/s",
        f"ack p50 {now.p50:.0f} p99 {now.p99:.0f} ms",
        f"server {cost.server:.0%} {cost.memory:.0f} MiB" if run.accountant.pids else "",
        f"driver {cost.driver:.0%}",
        f"{run.meter.troubles.total()} troubles",
        f"{run.auditor.read_so_far} logs looked at" if not run.broken else f"BROKEN: {run.broken[0].law}",
    )
    line = "  ".join(part for part in parts if part)
    sys.stderr.write(f"\r\x1b[K{line}" if live else f"{line}\n")
    sys.stderr.flush()


def summary(report: Report) -> str:
    """The laws; the figures only when all of them held."""
    head = (
        f"{report.scenario}: {report.shoppers} shoppers, {report.agents} agents, {report.seconds:.0f} s at {report.url}"
    )
    if report.broken:
        return "\n".join(
            ("", head, f"BROKEN, {len(report.broken)} of {len(report.laws)} laws:", *map(str, report.broken))
        )
    return "\n".join(("", head, *_held(report), *_figures(report)))


def _held(report: Report) -> Iterator[str]:
    yield f"all {len(report.laws)} laws held over {report.conversations} conversations: {', '.join(report.laws)}"
    yield ""


def _figures(report: Report) -> Iterator[str]:
    yield f"{'ms':28}{'count':>8}{'p50':>9}{'p90':>9}{'p99':>9}{'p99.9':>9}{'longest':>10}"
    rows = (
        ("sent -> ack", report.ack),
        ("sent -> seen by agent", report.seen_by_agents),
        ("sent -> seen by shopper", report.seen_by_customers),
        ("line wanted -> all read", report.connect),
        ("waiting for an agent", report.wait),
    )
    yield from (f"{name:28}{_numbers(row)}" for name, row in rows)
    yield ""
    if report.server_cpu is not None:
        yield f"server {report.server_cpu:.0%} of a core on average, {report.server_memory:.0f} MiB at most"
    driver = report.driver
    yield f"driver {driver.cpu:.0%} of a core, its loop late by {driver.late:.1f} ms (p99)"
    if driver.limited:
        yield "THE DRIVER IS THE LIMIT: these times are its own, on a machine too small or too busy for so many people"
    if report.troubles:
        yield "troubles: " + ", ".join(f"{code} {count}" for code, count in report.troubles.items())


def _numbers(row: Spread) -> str:
    times = (row.p50, row.p90, row.p99, row.p999)
    return f"{row.count:>8}" + "".join(f"{value:>9.1f}" for value in times) + f"{row.longest:>10.1f}"
