"""Unfinished answers are kept with the desk, so that they wait wherever their author logs in next."""

import msgspec

from server.conversations.room import Caller, Room
from server.domain.attachment import Attachment
from server.protocol import acks
from server.protocol.aid_commands import SaveDraft
from server.protocol.commands import Command
from server.protocol.pieces import AnyPiece
from server.store.aids import Draft


async def save_draft(room: Room, caller: Caller, ask: SaveDraft) -> acks.Done:
    """Keep it; nothing in it takes it away. Refuses `not_found` for a conversation one may not see."""
    await room.known.conversation(caller.actor, ask.conversation_id)
    covered = room.pipeline.tools.compliance.covered
    draft = Draft(
        conversation_id=ask.conversation_id,
        text=covered(ask.text.replace("\0", "")),
        note=ask.note,
        language=ask.language,
        attachments=ask.attachments,
        pieces=covered(msgspec.json.encode(ask.pieces).decode()),
        at=room.clock.now(),
    )
    await room.aids.keep_draft(caller.actor, draft)
    return acks.Done()


async def list_drafts(room: Room, caller: Caller, _ask: Command) -> acks.Drafts:
    """All one has begun; files that were thrown away meanwhile are left out."""
    drafts = await room.aids.drafts(caller.actor)
    ids = sorted({id for draft in drafts for id in draft.attachments})
    files = {file.id: file for file in await room.files.stored(caller.actor.author.key, ids)}
    return acks.Drafts(items=tuple(_kept(draft, files) for draft in drafts))


def _kept(draft: Draft, files: dict[str, Attachment]) -> acks.Kept:
    return acks.Kept(
        conversation_id=draft.conversation_id,
        text=draft.text,
        note=draft.note,
        language=draft.language,
        attachments=tuple(files[id] for id in draft.attachments if id in files),
        pieces=_pieces(draft.pieces),
        at=draft.at,
    )


def _pieces(stored: str) -> tuple[AnyPiece, ...]:
    """Those of a release that knew other ones, and what a number that had to be covered was needed for, are gone."""
    try:
        return msgspec.json.decode(stored, type=tuple[AnyPiece, ...])
    except msgspec.MsgspecError:
        return ()
