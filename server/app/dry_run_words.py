"""`python -m server.compliance dry-run`: what other rules would have said of what was said."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from server.app.dry_runs import case_of
from server.app.store import Store
from server.app.times import date, moment
from server.compliance.dry import DryRun, DryWish
from server.compliance.dry import dry_run as judged
from server.domain.clock import SystemClock
from server.domain.overrides import Override
from server.domain.verdict import Action
from server.domain.workspace import Workspace
from server.settings import read_settings

FOR_EVER = 4_102_444_800_000
LINES = 40


class _Override(Struct, frozen=True, forbid_unknown_fields=True):
    about: str
    action: Literal["allow", "annotate", "warn", "hold", "block"]
    shop_id: str = ""
    signed: bool = False


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    override: tuple[_Override, ...]


async def dry_run(asked: argparse.Namespace) -> int:
    """Do it and print it. Raises ValueError (PackError too) for what makes no sense."""
    clock = SystemClock()
    store = Store(read_settings(), clock, lambda _outcome: None)
    try:
        workspace = await _workspace(store, asked.workspace)
        now = clock.now()
        since = moment(asked.since, now, "--since")
        until = min(now, moment(asked.until, now, "--until")) if asked.until else now
        if since >= until or asked.most < 1:
            raise ValueError("nothing to judge: --since must be before --until, --most at least 1")
        wish = DryWish(
            workspace_id=workspace.id,
            since=since,
            until=until,
            pack=_text(asked.pack) if asked.pack else "",
            overrides=_overrides(asked.overrides, workspace.id) if asked.overrides else None,
        )
        run = judged(await case_of(store, wish, asked.most))
        print(msgspec.json.encode(run).decode() if asked.json else "\n".join(lines(run)))  # noqa: T201
        return 0
    finally:
        await store.database.close()


def lines(run: DryRun) -> Iterator[str]:
    """The run as people read it."""
    yield f"{date(run.since)} to {date(run.until)}: {run.judged} messages{', the newest only' if run.cut else ''}"
    yield f"  {'':<10} {'today':>7} {'then':>7}"
    for action in Action:
        before, after = run.before.get(action.name, 0), run.after.get(action.name, 0)
        if before or after:
            yield f"  {action.name:<10} {before:>7} {after:>7}"
    yield f"{run.stricter} stricter, {run.milder} milder"
    for each in run.differs[:LINES]:
        rules = " ".join(sorted({*each.rules_after} ^ {*each.rules_before})) or " ".join(each.rules_after)
        yield f"  {date(each.at)}  {each.conversation_id} {each.seq}: {each.before} -> {each.after}  {rules}"
    if len(run.differs) > LINES:
        yield f"  and {len(run.differs) - LINES} more: --json prints them"


async def _workspace(store: Store, slug: str) -> Workspace:
    every = await store.desk.workspaces()
    found = [one for one in every if slug in ("", one.slug)]
    if len(found) != 1:
        raise ValueError(
            f"which desk? Name one with --workspace: {', '.join(sorted(one.slug for one in every)) or 'none'}"
        )
    return found[0]


def _overrides(file: Path, workspace_id: str) -> tuple[Override, ...]:
    try:
        found = msgspec.toml.decode(_text(file), type=_File)
    except (msgspec.MsgspecError, ValueError) as error:
        raise ValueError(f"{file}: {error}") from None
    return tuple(
        Override(
            id=str(number),
            workspace_id=workspace_id,
            shop_id=each.shop_id,
            about=each.about,
            action=each.action,
            signed=each.signed,
            until=FOR_EVER,
        )
        for number, each in enumerate(found.override)
    )


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise ValueError(f"{file}: {error.strerror}") from None
