"""`python -m server route rules | replay | explain`: what the router obeys, what it did, what it would have done."""

import argparse
import os
import sys
from pathlib import Path

import msgspec

from server.api.replay_forms import Roster, roster_of
from server.api.routing_forms import RoutingRules, routing_of, shown
from server.app.replays import MOST, read_past
from server.app.route_words import compared, explained
from server.app.store import Store
from server.app.times import moment
from server.app.words import translated_pairs
from server.domain.clock import SystemClock
from server.domain.errors import Refusal
from server.domain.people import Agent
from server.domain.queues import Routing
from server.domain.workspace import Workspace
from server.routing.ports import Pairs
from server.routing.replay import Case, replay
from server.settings import Settings
from server.store.migrate import is_current

Form = type[RoutingRules] | type[Roster]


async def route(settings: Settings, asked: argparse.Namespace) -> int:
    """Do it. 2 when what was asked makes no sense; the reason is on stderr."""
    if settings.embedded and not os.access(settings.database.removeprefix("sqlite:///"), os.R_OK):
        return _no("there is no database yet: run ./dev up, or python -m server release")
    clock = SystemClock()
    store = Store(settings, clock, lambda _outcome: None)
    try:
        if not await is_current(store.database):
            return _no("migrations are missing: run python -m server release")
        match asked.ask:
            case "rules":
                return await _rules(store, asked)
            case "explain":
                return await _explain(store, asked.conversation_id)
        return await _replay(store, asked, (clock.now(), await translated_pairs(settings, clock)))
    except ValueError as error:
        return _no(str(error))
    finally:
        await store.database.close()


async def _rules(store: Store, asked: argparse.Namespace) -> int:
    workspace = await _workspace(store, asked.workspace)
    _print(msgspec.json.format(msgspec.json.encode(shown(workspace.policy.routing))).decode())
    return 0


async def _replay(store: Store, asked: argparse.Namespace, present: tuple[int, Pairs]) -> int:
    now, pairs = present
    workspace = await _workspace(store, asked.workspace)
    since = moment(asked.since, now, "--since")
    until = min(now, moment(asked.until, now, "--until")) if asked.until else now
    most = MOST if asked.most is None else asked.most
    if since >= until or most < 1:
        raise ValueError("nothing to play: --since must be before --until, --most at least 1")
    routing = await _other_rules(store, workspace, Path(asked.rules)) if asked.rules else None
    agents = await _other_people(store, workspace, Path(asked.roster)) if asked.roster else None
    past = await read_past(store, workspace.id, (since, until), most)
    comparison = replay(Case(past=past, routing=routing, agents=agents, pairs=pairs))
    if asked.json:
        _print(msgspec.json.encode(comparison).decode())
    else:
        _print(compared(comparison, {agent.id: agent.name for agent in (*past.agents, *(agents or ()))}))
    return 0


async def _explain(store: Store, conversation_id: str) -> int:
    found = await store.reads.some([conversation_id]) if conversation_id.isascii() else []
    if not found:
        raise ValueError(f"there is no conversation {conversation_id!r}")
    c = found[0]
    names = {agent.id: agent.name for agent in await store.admin.agents(c.workspace_id)}
    _print(explained(c, await store.history.given(c.workspace_id, c.id), names))
    return 0


async def _workspace(store: Store, slug: str) -> Workspace:
    all_ = await store.desk.workspaces()
    found = [workspace for workspace in all_ if slug in ("", workspace.slug)]
    if len(found) != 1:
        slugs = ", ".join(sorted(workspace.slug for workspace in all_)) or "none"
        raise ValueError(f"which desk? Name one with --workspace: {slugs}")
    return found[0]


async def _other_rules(store: Store, workspace: Workspace, file: Path) -> Routing:
    ask = _read(file, RoutingRules)
    assert isinstance(ask, RoutingRules)
    try:
        return routing_of(ask, *await _own(store, workspace))
    except Refusal as refusal:
        raise ValueError(f"{file}: {refusal.detail} ({_MEANT.get(refusal.code, refusal.code)})") from None


async def _other_people(store: Store, workspace: Workspace, file: Path) -> tuple[Agent, ...]:
    ask = _read(file, Roster)
    assert isinstance(ask, Roster)
    try:
        return roster_of(await store.admin.agents(workspace.id), ask.agents, *await _own(store, workspace))
    except Refusal as refusal:
        raise ValueError(f"{file}: {refusal.detail} ({_MEANT.get(refusal.code, refusal.code)})") from None


_MEANT = {"not_found": "there is no such thing at this desk", "bad_request": "makes no sense"}


async def _own(store: Store, workspace: Workspace) -> tuple[set[str], set[str]]:
    teams, shops = await store.desk.teams(workspace.id), await store.desk.shops(workspace.id)
    return {team.id for team in teams}, {shop.id for shop in shops}


def _read(file: Path, form: Form) -> RoutingRules | Roster:
    """A file as a typed value. Raises ValueError with the file and the place in it."""
    decode = msgspec.toml.decode if file.suffix == ".toml" else msgspec.json.decode
    try:
        return decode(file.read_bytes(), type=form)
    except OSError as error:
        raise ValueError(f"{file}: {error.strerror}") from None
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise ValueError(f"{file}: {error}") from None


def _print(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def _no(reason: str) -> int:
    sys.stderr.write(f"{reason}\n")
    return 2
