"""What a customer's words ask of the desk beyond an answer: a row a category, written with the message, that becomes a ticket.

The ticket itself is opened after the commit: its number is counted under a lock, and no message waits for that.
"""

from collections.abc import Iterable

from server.compliance.clocks import Clocks
from server.domain.ids import derived_id
from server.domain.timeline import Entry
from server.store.turn import Turn

TABLE = "escalation"


def note_escalations(turn: Turn, entry: Entry, categories: Iterable[str], clocks: Clocks) -> None:
    """Owe tickets for these categories, each due with the clock of the law that its words have started by now."""
    c = turn.current(entry.conversation_id)
    running = {due.clock: due for due in c.dues}
    for category in dict.fromkeys(categories):
        called = [running.get(due.clock, due) for due in clocks.laws([category], c.market, turn.now)]
        turn.row(
            TABLE,
            id=derived_id("es", c.id, str(entry.seq), category),
            workspace_id=c.workspace_id,
            conversation_id=c.id,
            seq=entry.seq,
            category=category,
            due=min((due.due for due in called if due.presses), default=0),
            at=turn.now,
        )
