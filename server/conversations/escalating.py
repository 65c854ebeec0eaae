"""What a customer's words ask of the desk beyond an answer: a row a category, written with the message, that becomes a ticket.

The ticket itself is opened after the commit: its number is counted under a lock, and no message waits for that.
"""

from collections.abc import Iterable
from typing import Any

from server.compliance.clocks import LAWS, Clocks
from server.domain.conversation import Conversation
from server.domain.dues import Due
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
        due = min((due.due for due in called if due.presses), default=0)
        _owe(turn, c, (str(entry.seq), category), seq=entry.seq, category=category, due=due)


def note_restarted(turn: Turn, c: Conversation, due: Due) -> None:
    """A clock was set by hand: the ticket that is open for it, if one is, follows."""
    for category in (category for category, clock in LAWS.items() if clock == due.clock and due.presses):
        _owe(turn, c, (f"{turn.now}:{due.due}", category), seq=0, category=category, due=due.due)


def _owe(turn: Turn, c: Conversation, name: tuple[str, str], **what: Any) -> None:
    whose = {"workspace_id": c.workspace_id, "conversation_id": c.id}
    turn.row(TABLE, id=derived_id("es", c.id, *name), at=turn.now, **whose, **what)
