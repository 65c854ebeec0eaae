"""`python -m server audit verify`: whether the log of deeds is what was written; and the same of the log of verdicts."""

import argparse
from collections.abc import Callable
from typing import Any

from server.app.store import Store
from server.domain.clock import SystemClock
from server.domain.errors import Refusal
from server.settings import Settings, read_settings
from server.store.audit import Audit
from server.store.rulings import Rulings


def add_audit(commands: Any) -> None:
    """The command's own words."""
    asked = commands.add_parser("audit", help="say whether a log is as it was written")
    asked.add_argument("deed", choices=["verify"])
    asked.add_argument("--workspace", default="", help="its slug; all when absent")
    asked.add_argument("--kept", default="", help="NUMBER:SEAL of a line that was noted elsewhere; needs --workspace")


async def audit(settings: Settings, asked: argparse.Namespace) -> int:
    """The log of what was done to a desk: a line for each workspace; 1 when a log is broken."""
    return await _verified(settings, asked, lambda store: store.audit)


async def audit_verdicts(asked: argparse.Namespace) -> int:
    """The log of what the rules said. Reads the settings of this process."""
    return await _verified(read_settings(), asked, lambda store: store.rulings)


async def _verified(settings: Settings, asked: argparse.Namespace, of: Callable[[Store], Audit | Rulings]) -> int:
    store = Store(settings, SystemClock(), lambda _outcome: None)
    log = of(store)
    try:
        found = [one for one in await store.desk.workspaces() if asked.workspace in ("", one.slug)]
        if not found:
            raise Refusal("not_found", "workspace")
        broken = 0
        for workspace in sorted(found, key=lambda one: one.slug):
            fault = await log.verify(workspace.id, _kept(asked))
            number, seal = await log.head(workspace.id)
            broken += fault is not None
            well = f"{number} lines, whole; head {number}:{seal}"
            print(f"{workspace.slug}: {f'broken at line {fault.number}: {fault.why}' if fault else well}")  # noqa: T201
        return 1 if broken else 0
    finally:
        await store.database.close()


def _kept(asked: argparse.Namespace) -> tuple[int, str]:
    number, _, seal = asked.kept.partition(":")
    if asked.kept and not (asked.workspace and number.isdecimal() and seal):
        raise Refusal("bad_request", "--kept is NUMBER:SEAL and goes with --workspace")
    return (int(number), seal) if asked.kept else (0, "")
