"""Drafts, mentions, saved views and macros: each one's own, or the desk's."""

from typing import Any

from msgspec import Struct
from sqlalchemy import delete, func, or_, select, update

from server.domain.errors import Refusal
from server.domain.people import Actor
from server.domain.presets import AnyPreset
from server.store import tables as t
from server.store.reads import Reads
from server.store.records import Records, upsert

NO_PIECES = "[]"
MOST_DRAFTS = 200
MOST_PRESETS = 200
"""Of one person, and shared ones of one desk."""


class Draft(Struct, frozen=True, kw_only=True):
    """What somebody left unfinished; `attachments` are ids of files, `pieces` JSON."""

    conversation_id: str
    text: str = ""
    note: bool = False
    language: str = ""
    attachments: tuple[str, ...] = ()
    pieces: str = NO_PIECES
    at: int = 0


class Preset(Struct, frozen=True, kw_only=True):
    """A saved view or a macro; without an owner it is the desk's."""

    id: str
    owner_id: str
    name: str
    body: AnyPreset


DRAFT = tuple(t.draft.c[name] for name in Draft.__struct_fields__)
PRESET = tuple(t.preset.c[name] for name in Preset.__struct_fields__)


class Aids:
    """Plain rows; whoever calls has checked the right to the conversations."""

    def __init__(self, reads: Reads, records: Records) -> None:
        self._reads = reads
        self._records = records

    async def keep_draft(self, actor: Actor, draft: Draft) -> None:
        """Replace one's draft of a conversation; an empty one is none."""
        c = t.draft.c
        async with self._records.write(brief=True) as connection:
            if not draft.text and not draft.attachments and draft.pieces == NO_PIECES:
                mine = (c.conversation_id == draft.conversation_id, c.agent_id == actor.id)
                await connection.execute(delete(t.draft).where(*mine))
                return
            who = {"agent_id": actor.id, "workspace_id": actor.workspace_id}
            values = {name: getattr(draft, name) for name in Draft.__struct_fields__} | who
            await connection.execute(upsert(connection, t.draft, values, "conversation_id", "agent_id"))

    async def drafts(self, actor: Actor) -> list[Draft]:
        """One's own, the newest first."""
        c = t.draft.c
        query = select(*DRAFT).where(c.agent_id == actor.id, c.workspace_id == actor.workspace_id)
        rows = await self._reads.rows(query.order_by(c.at.desc()).limit(MOST_DRAFTS))
        return [Draft(**row._mapping) for row in rows]

    async def see_mentions(self, actor: Actor, conversation_id: str, seq: int) -> None:
        """Notes up to a number no longer ask for one's eyes."""
        m = t.mention.c
        called = (m.agent_id == actor.id, m.conversation_id == conversation_id, m.seq <= seq, m.seen.is_(False))
        async with self._records.write(brief=True) as connection:
            await connection.execute(update(t.mention).where(*called).values(seen=True))

    async def presets(self, actor: Actor) -> list[Preset]:
        """One's own and the desk's, by name."""
        c = t.preset.c
        query = select(*PRESET).where(c.workspace_id == actor.workspace_id, c.owner_id.in_((actor.id, "")))
        return [Preset(**row._mapping) for row in await self._reads.rows(query.order_by(c.name, c.id))]

    async def keep_preset(self, actor: Actor, preset: Preset, now: int) -> None:
        """A new one, or one changed. Refuses `not_found` for a foreign one, `conflict` beyond the most."""
        c = t.preset.c
        values: dict[str, Any] = {
            "owner_id": preset.owner_id,
            "name": preset.name,
            "body": preset.body,
            "updated_at": now,
        }
        async with self._records.write() as connection:
            changed = await connection.execute(update(t.preset).where(c.id == preset.id, *_own(actor)).values(**values))
            if changed.rowcount:
                return
            if (await connection.execute(select(c.id).where(c.id == preset.id))).first():
                raise Refusal("not_found", "id")
            mine = (c.workspace_id == actor.workspace_id, c.owner_id == preset.owner_id)
            if (await connection.execute(select(func.count()).where(*mine))).scalar_one() >= MOST_PRESETS:
                raise Refusal("conflict", "many")
            row = {"id": preset.id, "workspace_id": actor.workspace_id, **values}
            await connection.execute(t.preset.insert().values(**row))

    async def drop_preset(self, actor: Actor, id: str) -> None:
        """Away with it. Refuses `not_found`."""
        async with self._records.write() as connection:
            done = await connection.execute(delete(t.preset).where(t.preset.c.id == id, *_own(actor)))
            if not done.rowcount:
                raise Refusal("not_found", "id")


def _own(actor: Actor) -> tuple[Any, ...]:
    """What somebody may change: their own; whoever leads, the desk's too."""
    c = t.preset.c
    mine = or_(c.owner_id == actor.id, c.owner_id == "") if actor.leads else c.owner_id == actor.id
    return (c.workspace_id == actor.workspace_id, mine)
