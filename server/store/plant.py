"""Putting configured things in place: workspaces, shops, teams, people, bridges."""

from collections.abc import Iterable
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from server.domain.people import Agent
from server.domain.scopes import EVERY
from server.domain.workspace import Shop, Workspace
from server.store import tables as t
from server.store.desk import Bridge, Team
from server.store.records import Records, once


class Plant(Struct, frozen=True, kw_only=True):
    """A workspace with all that belongs to it. `passwords` are hashes by agent id, `tokens` hashes by bridge id."""

    workspace: Workspace
    shops: tuple[Shop, ...] = ()
    teams: tuple[Team, ...] = ()
    agents: tuple[Agent, ...] = ()
    bridges: tuple[Bridge, ...] = ()
    passwords: dict[str, str] = {}
    tokens: dict[str, str] = {}


def first_token(bridge: Bridge, token_hash: str, now: int) -> dict[str, Any]:
    """The row of the token a bridge begins with: it may do everything."""
    return {
        "id": bridge.id.replace("br_", "bt_", 1),
        "workspace_id": bridge.workspace_id,
        "bridge_id": bridge.id,
        "name": "first",
        "token_hash": token_hash,
        "scopes": EVERY,
        "created_at": now,
        "ends_at": 0,
    }


async def plant(records: Records, what: Plant, now: int) -> None:
    """Put it in place; what is there already stays as it is."""
    id = what.workspace.id
    rows: Iterable[tuple[Any, dict[str, Any]]] = (
        (t.workspace, asdict(what.workspace) | {"router_epoch": 0}),
        *((t.shop, asdict(shop)) for shop in what.shops),
        *((t.team, {"id": team.id, "workspace_id": id, "name": team.name}) for team in what.teams),
        *((t.agent, asdict(agent) | {"password_hash": what.passwords.get(agent.id, "")}) for agent in what.agents),
        *(
            (t.bridge, asdict(bridge) | {"token_hash": what.tokens[bridge.id], "active": True, "created_at": now})
            for bridge in what.bridges
        ),
        *((t.bridge_token, first_token(bridge, what.tokens[bridge.id], now)) for bridge in what.bridges),
    )
    async with records.write() as connection:
        for table, values in rows:
            await connection.execute(once(connection, table, values))
