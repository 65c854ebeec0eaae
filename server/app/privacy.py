"""`python -m server privacy ...`: a person is found, exported, erased; and after a backup was put back, erased again."""

import argparse
import sys
from pathlib import Path
from typing import Any

from server.app.store import Store
from server.conversations.erasing import erase_person
from server.conversations.exporting import export_person
from server.domain.clock import SystemClock
from server.domain.errors import Refusal
from server.domain.ids import new_id
from server.domain.people import Agent
from server.domain.workspace import Workspace
from server.settings import Settings
from server.store.audit import Deed
from server.store.erasure_log import ErasureLog, line_of, written
from server.store.erasures import Erasure, subject_of


def add_privacy(commands: Any) -> None:
    """The command's own words."""
    asked = commands.add_parser(
        "privacy", help="find, export or erase a person; erase again after a backup was put back"
    )
    asked.add_argument("deed", choices=["find", "export", "erase", "list", "reapply"])
    asked.add_argument(
        "who", nargs="?", default="", help="a customer's id; for `find` also an e-mail address or a name"
    )
    asked.add_argument("--workspace", default="", help="its slug; not needed for `list` and `reapply`")
    asked.add_argument("--to", default="", help="`export`: the ZIP to write")
    asked.add_argument(
        "--from", dest="source", default="", help="`reapply`: a file that `list` wrote; else the own log"
    )


async def privacy(settings: Settings, asked: argparse.Namespace) -> int:
    """Do it, and say what was done."""
    store = Store(settings, SystemClock(), lambda _outcome: None)
    await store.writer.start()
    try:
        match asked.deed:
            case "list":
                sys.stdout.write("".join(written(line_of(each)).decode() for each in await store.erasures.done()))
            case "reapply":
                log = ErasureLog(Path(asked.source)) if asked.source else store.erasure_log
                _say(f"{await reapply(store, log)} people were erased again")
            case _:
                await _person(store, asked)
    finally:
        await store.writer.stop()
        await store.intake.stop()
        await store.database.close()
    return 0


async def reapply(store: Store, log: ErasureLog) -> int:
    """Erase again whoever is in the log and here; answers how many. Safe to do again."""
    done = 0
    for workspace in await store.desk.workspaces():
        wanted = {line.subject: line.at for line in log.lines() if line.workspace_id == workspace.id}
        for subject, id in (await store.erasures.among(workspace.id, wanted.keys())).items():
            customer = await store.reads.customer(workspace.id, id)
            if not customer.erased_at and customer.created_at <= wanted[subject]:
                await _erase(store, workspace, id, wanted[subject])
                done += 1
    return done


async def _person(store: Store, asked: argparse.Namespace) -> None:
    found = [one for one in await store.desk.workspaces() if one.slug == asked.workspace]
    if not found or not asked.who:
        raise Refusal("bad_request", "name a --workspace and whom")
    workspace = found[0]
    if asked.deed == "find":
        for each in await store.persons.find(workspace.id, asked.who):
            _say(f"{each.id}  {each.name or '-'}  {each.email or '-'}  {each.channel}")
        return None
    customer = await store.reads.customer(workspace.id, asked.who)
    if asked.deed == "export":
        into = Path(asked.to or f"{customer.id}.zip")
        await _deed(store, workspace, "customer.export", customer.id).noted()
        count = await export_person(store.taking, store.persons, customer, into)
        return _say(f"{into}: person.json and {count} files")
    erasure = await _erase(store, workspace, customer.id, store.taking.clock.now())
    return _say(f"erased; known from now on as {erasure.subject}")


async def _erase(store: Store, workspace: Workspace, customer_id: str, at: int) -> Erasure:
    subject = subject_of(workspace.id, customer_id)
    asked = Erasure(id=new_id("er"), workspace_id=workspace.id, subject=subject, customer_id=customer_id, at=at)
    await _deed(store, workspace, "customer.erase", customer_id).begin(asked)
    return await erase_person(store.taking, asked)


def _deed(store: Store, workspace: Workspace, action: str, customer_id: str) -> Any:
    operator = Agent(id="operator", workspace_id=workspace.id, email="", name="command line")
    return store.hand(Deed(agent=operator, action=action, target=subject_of(workspace.id, customer_id))).erasures


def _say(text: str) -> None:
    print(text)  # noqa: T201
