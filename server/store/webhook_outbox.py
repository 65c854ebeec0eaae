"""What webhooks are to be told: rows made in the transaction that made the news, so that neither exists without the other."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from server.domain.ids import derived_id
from server.domain.timeline import Entry
from server.store import tables as t
from server.store.records import once


async def note_entries(connection: AsyncConnection, entries: Iterable[Entry]) -> None:
    """Owe every webhook that asked for it what customers may see from now on, in their order."""
    public = sorted((entry for entry in entries if entry.cseq is not None), key=lambda entry: entry.cseq or 0)
    if not public:
        return
    hooks = await _listening(connection, {entry.workspace_id for entry in public})
    rows = [
        _row(hook, entry.workspace_id, entry.conversation_id, entry.kind, entry.at, seq=entry.seq)
        for entry in public
        for hook in hooks
        if hook.workspace_id == entry.workspace_id and entry.kind in hook.events
    ]
    if rows:
        await connection.execute(insert(t.webhook_event), rows)


async def note_delivery(connection: AsyncConnection, delivery: Any, about: dict[str, str], now: int) -> None:
    """Owe them what became of a delivery: a row of its table, and its state, reason and outside name."""
    kind = "delivery.changed"
    rows = [
        _row(hook, delivery.workspace_id, delivery.conversation_id, kind, now, seq=delivery.seq, about=about)
        for hook in await _listening(connection, {delivery.workspace_id})
        if kind in hook.events
    ]
    for row in rows:  # after a replay the same state may be reached again
        await connection.execute(once(connection, t.webhook_event, row))


async def _listening(connection: AsyncConnection, workspaces: set[str]) -> list[Any]:
    c = t.webhook.c
    query = select(c.id, c.workspace_id, c.events).where(c.workspace_id.in_(workspaces), c.active.is_(True))
    return list(await connection.execute(query))


def _row(hook: Any, workspace_id: str, conversation_id: str, kind: str, at: int, **more: Any) -> dict[str, Any]:
    about = more.get("about", {})
    name = (hook.id, conversation_id, kind, str(more["seq"]), about.get("id", ""), about.get("state", ""))
    return {
        "id": derived_id("we", *name),
        "workspace_id": workspace_id,
        "webhook_id": hook.id,
        "conversation_id": conversation_id,
        "seq": more["seq"],
        "kind": kind,
        "about": about,
        "state": "waiting",
        "attempts": 0,
        "next_at": 0,
        "created_at": at,
    }
