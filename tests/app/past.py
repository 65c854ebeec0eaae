"""A desk with a day behind it: written into a database that no server has open."""

import random
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import insert

from server.app.store import Store
from server.domain.clock import SystemClock
from server.domain.conversation import Conversation
from server.domain.ids import derived_id
from server.domain.people import Customer
from server.routing.need import Kind
from server.routing.policy import Candidate, Proposal, Reason
from server.settings import Settings
from server.store import tables as t
from tests.support.worlds import plant_worlds

WORKSPACE = derived_id("ws", "north")
PEOPLE = tuple(derived_id("ag", "north", name) for name in ("ann", "ben"))
MINUTE = 60_000


def decision(id: str, agent: str) -> str:
    """What the router writes down with an assignment."""
    why = Reason(
        "nobody_speaks", {"language": "ko", "level": 0, "waited_ms": 90_000, "idle_ms": 0, "free": 1, "passed": 0}
    )
    seen = (Candidate(agent, 12, "chosen", {"language": 0, "room": 12}), Candidate(PEOPLE[1], 0, "off_shift"))
    proposal = Proposal(
        workspace_id=WORKSPACE,
        conversation_id=id,
        agent_id=agent,
        kind=Kind(),
        step="translated",
        reason=why,
        candidates=seen,
    )
    return msgspec.json.encode(proposal).decode()


async def plant_past(data: Path, count: int = 60) -> list[str]:
    """Two tenants; the northern one had `count` conversations in the last twelve hours. Their ids, the oldest first."""
    await plant_worlds(data)
    clock = SystemClock()
    store = Store(Settings(data_dir=data), clock, lambda _outcome: None)
    shop, rnd, now = derived_id("sh", "north", "web"), random.Random(7), clock.now()
    ids = [f"cv_{n:05}" for n in range(count)]
    begin = {id: now - 12 * 60 * MINUTE + n * 600 * MINUTE // count for n, id in enumerate(ids)}
    tables: list[tuple[Any, list[dict[str, Any]]]] = [
        (t.customer, [msgspec.structs.asdict(Customer(id="cu_north", workspace_id=WORKSPACE))]),
        (t.conversation, [_closed(id, shop, rnd.choice(("en", "ko")), begin[id]) for id in ids]),
        (t.assignment, [_had(id, rnd.choice(PEOPLE), begin[id], rnd.randint(2, 20) * MINUTE) for id in ids]),
        (t.attendance, [
            {"workspace_id": WORKSPACE, "agent_id": agent, "at": now - 13 * 60 * MINUTE, "availability": "online"}
            for agent in PEOPLE
        ]),
    ]  # fmt: skip
    async with store.records.write() as connection:
        for table, rows in tables:
            await connection.execute(insert(table), rows)
    await store.database.close()
    return ids


def _closed(id: str, shop: str, language: str, at: int) -> dict[str, Any]:
    made = Conversation(
        id=id, workspace_id=WORKSPACE, shop_id=shop, customer_id="cu_north", status="closed", language=language,
        waiting_since=at, last_at=at + 1, created_at=at,
    )  # fmt: skip
    return msgspec.structs.asdict(made)


def _had(id: str, agent: str, at: int, lasted: int) -> dict[str, Any]:
    return {
        "conversation_id": id, "fence": 1, "workspace_id": WORKSPACE, "agent_id": agent, "started_at": at + 5000,
        "ended_at": at + 5000 + lasted, "waiting_since": at, "step": "translated", "decision": decision(id, agent),
    }  # fmt: skip
