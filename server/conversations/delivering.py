"""What leaves by a bridge: a row made in the same transaction as the message, so that neither exists without the other."""

from server.domain.conversation import Conversation
from server.domain.ids import derived_id
from server.domain.timeline import Entry, Posted
from server.store.turn import Turn


def deliver_row(turn: Turn, c: Conversation, entry: Entry) -> None:
    """Owe the bridge this message, as the customer is to read it; nothing for conversations of the web."""
    if not c.bridge_id or not isinstance(entry.body, Posted):
        return
    text, language = entry.body.as_read
    turn.row(
        "delivery",
        id=derived_id("dl", c.id, str(entry.seq)),
        workspace_id=c.workspace_id,
        bridge_id=c.bridge_id,
        conversation_id=c.id,
        thread=c.thread,
        customer_id=c.customer_id,
        seq=entry.seq,
        text=text,
        language=language,
        attachments=tuple(file.id for file in entry.body.attachments),
        state="waiting",
        created_at=turn.now,
        updated_at=turn.now,
    )
