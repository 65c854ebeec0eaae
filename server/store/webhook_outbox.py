"""What webhooks are to be told: rows made in the transaction that made the news, so that neither exists without the other."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import bindparam, select

from server.domain.ids import derived_id
from server.domain.ticket import Ticket
from server.domain.timeline import Entry
from server.store import tables as t
from server.store.hand import Writing
from server.store.pen import Pen
from server.store.records import once

ERASED = "conversation.erased"
"""Whoever was told something of a conversation is told when its words are to go, whether they asked for that or not."""
LISTENING = select(t.webhook.c.id, t.webhook.c.workspace_id, t.webhook.c.events).where(
    t.webhook.c.workspace_id.in_(bindparam("workspaces", expanding=True)), t.webhook.c.active.is_(True)
)


async def owed(pen: Pen, entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """What every webhook that asked for it (and of an erasure every one) is to be told: what customers see, in their order."""
    public = sorted((entry for entry in entries if entry.cseq is not None), key=lambda entry: entry.cseq or 0)
    if not public:
        return []
    hooks = await pen.read(LISTENING, workspaces=sorted({entry.workspace_id for entry in public}))
    return [
        _row(hook, entry.workspace_id, entry.conversation_id, entry.kind, entry.at, seq=entry.seq)
        for entry in (public if hooks else ())
        for hook in hooks
        if hook.workspace_id == entry.workspace_id and entry.kind in (*hook.events, ERASED)
    ]


async def note_delivery(connection: Writing, delivery: Any, about: dict[str, str], now: int) -> None:
    """Owe them what became of a delivery: a row of its table, and its state, reason and outside name."""
    kind = "delivery.changed"
    rows = [
        _row(hook, delivery.workspace_id, delivery.conversation_id, kind, now, seq=delivery.seq, about=about)
        for hook in await connection.execute(LISTENING, {"workspaces": [delivery.workspace_id]})
        if kind in hook.events
    ]
    for row in rows:  # after a replay the same state may be reached again
        await connection.execute(once(connection, t.webhook_event, row))


async def note_ticket(connection: Writing, ticket: Ticket, conversation_id: str, kind: str) -> None:
    """Owe them that a ticket was opened or changed; in the order of its first conversation."""
    about = {"id": ticket.id, "state": str(ticket.version)}
    for hook in await connection.execute(LISTENING, {"workspaces": [ticket.workspace_id]}):
        if kind in hook.events:
            row = _row(hook, ticket.workspace_id, conversation_id, kind, ticket.updated_at, seq=0, about=about)
            await connection.execute(once(connection, t.webhook_event, row))


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
