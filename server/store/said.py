"""What was said at a desk in a time, read in pages."""

from sqlalchemy import select, tuple_

from server.domain.said import Said
from server.domain.timeline import Posted
from server.store import tables as t
from server.store.reads import Reads

PAGE = 1000


async def said(reads: Reads, workspace_id: str, since: int, until: int, most: int) -> list[Said]:
    """The messages stored in [since, until), the newest first, `most` at most. What was refused was never stored."""
    e, c = t.entry.c, t.conversation.c
    place = (c.id, c.shop_id, c.channel, c.market)
    query = (
        select(e.seq, e.at, e.author_kind, e.body, *place)
        .join_from(t.entry, t.conversation, c.id == e.conversation_id)
        .where(c.workspace_id == workspace_id, c.updated_at >= since)
        .where(e.kind == "message.posted", e.at >= since, e.at < until)
        .order_by(e.at.desc(), e.conversation_id.desc(), e.seq.desc())
    )
    found: list[Said] = []
    page = query
    while len(found) < most:
        rows = await reads.rows(page.limit(min(PAGE, most - len(found))))
        for row in rows:
            if isinstance(row.body, Posted) and row.body.text:
                reading = row.body.reading
                found.append(
                    Said(row.id, row.seq, row.at, row.author_kind, row.shop_id, row.channel, row.market, row.body.text,
                         row.body.language, reading.text if reading else "", reading.language if reading else "")
                )  # fmt: skip
        if len(rows) < PAGE:
            break
        last = rows[-1]
        page = query.where(tuple_(e.at, e.conversation_id, e.seq) < (last.at, last.id, last.seq))
    return found
