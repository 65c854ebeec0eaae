"""How soon a desk usually answers."""

from sqlalchemy import func, select

from server.store import tables as t
from server.store.reads import Reads

LATEST = 200
"""Conversations that are looked at: enough to be steady, few enough to be cheap."""


async def first_answers(reads: Reads, workspace_id: str, since: int) -> list[int]:
    """Milliseconds from a customer's first word to the first that a person of the desk said, of the conversations
    opened after `since` that were touched last; those nobody has answered yet are left out."""
    c, e = t.conversation.c, t.entry.c
    latest = (
        select(c.id, c.created_at)
        .where(c.workspace_id == workspace_id, c.updated_at >= since, c.created_at >= since)
        .order_by(c.updated_at.desc())
        .limit(LATEST)
        .subquery()
    )
    answered = (
        select(latest.c.created_at, func.min(e.at))
        .join(t.entry, e.conversation_id == latest.c.id)
        .where(e.kind == "message.posted", e.author_kind == "agent", e.cseq.is_not(None))
        .group_by(latest.c.id, latest.c.created_at)
    )
    return [answer - opened for opened, answer in await reads.rows(answered)]
