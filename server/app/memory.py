"""`python -m server.translation memory export|import`: a desk's translation memory out to a file, and in from one."""

import argparse
import sys
from collections.abc import Iterable
from contextlib import nullcontext
from pathlib import Path

from server.app.store import Store
from server.domain.clock import SystemClock
from server.domain.errors import Refusal
from server.domain.people import Agent
from server.domain.workspace import Workspace
from server.settings import read_settings
from server.store.audit import Deed
from server.translation.exchange import Unreadable, to_csv, to_tmx
from server.translation.importing import LARGEST, sorted_out

SHOWN = 100
OPERATOR = "operator"


def add_memory(asked: argparse.ArgumentParser) -> None:
    """The command's own words."""
    asked.add_argument("deed", choices=["export", "import"])
    asked.add_argument("file", nargs="?", default="-", help="the file to read or write; `-`: the pipe")
    asked.add_argument("--workspace", required=True, help="its slug")
    asked.add_argument("--format", choices=["tmx", "csv"], required=True)
    asked.add_argument("--source", default="", help="`export`: only out of this language")
    asked.add_argument("--target", default="", help="`export`: only into this language")


async def memory(asked: argparse.Namespace) -> int:
    """Do it; 1 for a file that cannot be read as what it is said to be. Reads the settings of this process."""
    store = Store(read_settings(), SystemClock(), lambda _outcome: None)
    try:
        found = [one for one in await store.desk.workspaces() if one.slug == asked.workspace]
        if not found:
            raise Refusal("not_found", "workspace")
        return await (_out if asked.deed == "export" else _come)(store, found[0], asked)
    finally:
        await store.database.close()


async def _out(store: Store, workspace: Workspace, asked: argparse.Namespace) -> int:
    entries = [each async for each in store.memories.all(workspace.id, (asked.source, asked.target))]
    pieces = (to_tmx if asked.format == "tmx" else to_csv)(entries)
    _write(asked.file, pieces)
    _say(f"{len(entries)} units")
    return 0


async def _come(store: Store, workspace: Workspace, asked: argparse.Namespace) -> int:
    try:
        come = sorted_out(_read(asked.file), asked.format, OPERATOR)
    except OSError as wrong:
        _say(f"{asked.file}: {wrong.strerror}")
        return 1
    except Unreadable as unread:
        _say(f"{asked.file}:{unread.line}: {unread.reason}")
        return 1
    operator = Agent(id=OPERATOR, workspace_id=workspace.id, email="", name="command line")
    hand = store.hand(Deed(agent=operator, action="memory.import", target=workspace.id))
    await hand.memories.keep(workspace.id, *come.rows.values())
    for each in come.wrong[:SHOWN]:
        _say(f"{asked.file}:{each.line}: {each.reason}")
    if len(come.wrong) > SHOWN:
        _say(f"and {len(come.wrong) - SHOWN} more")
    _say(f"{len(come.rows)} learnt, {len(come.wrong)} left out")
    return 0


def _read(name: str) -> bytes:
    with sys.stdin.buffer if name == "-" else Path(name).open("rb") as file:
        return file.read(LARGEST + 1)


def _write(name: str, pieces: Iterable[str]) -> None:
    with nullcontext(sys.stdout.buffer) if name == "-" else Path(name).open("wb") as file:
        file.writelines(piece.encode("utf-8", "replace") for piece in pieces)


def _say(text: str) -> None:
    print(text, file=sys.stderr)  # noqa: T201
