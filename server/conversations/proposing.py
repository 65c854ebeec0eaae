"""A person's better words for a translation, on their way to somebody who agrees."""

from server.domain.ids import derived_id
from server.domain.people import Actor
from server.domain.reading import Reading
from server.domain.timeline import Entry, Noted, Posted
from server.store.turn import Turn


def propose(turn: Turn, actor: Actor, entry: Entry, reading: Reading) -> None:
    """A row for the reviewers' list, made in the same transaction as what it is about; one for a message and its wording."""
    body = entry.body
    if not isinstance(body, Posted | Noted) or body.text == reading.text:
        return
    before = _before(body, reading.language) if isinstance(body, Posted) else None
    if before is not None and before.text == reading.text:
        before = None
    turn.row(
        "correction",
        id=derived_id("co", entry.conversation_id, str(entry.seq), reading.language, reading.text),
        workspace_id=entry.workspace_id,
        conversation_id=entry.conversation_id,
        seq=entry.seq,
        source=body.language,
        target=reading.language,
        original=body.text,
        wording=reading.text,
        before=before.text if before else "",
        engine=before.engine if before else "",
        editor=actor.id,
        editor_name=entry.author.name if entry.author.id == actor.id else actor.author.name,
        at=turn.now,
    )


def _before(body: Posted, language: str) -> Reading | None:
    return next((each for each in (body.reading, *body.readings) if each and each.language == language), None)
