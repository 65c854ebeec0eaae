"""Who was forgotten and writes again: met anew, with nothing of what was."""

from msgspec.structs import replace

from server.conversations.saying import Opening
from server.domain.conversation import Conversation
from server.domain.people import Customer
from server.store.turn import MET, Turn

TOLD = ("name", "external_id", "locale", "market")


def meet(turn: Turn, known: Customer | None, opening: Opening) -> None:
    """The person as they say they are now, when nothing is known of them any more."""
    if known and known.erased_at:
        turn.row(MET, the_id=known.id, **{f"the_{name}": getattr(opening.customer, name) for name in TOLD})


def met_again(turn: Turn, c: Conversation, opening: Opening | None) -> Conversation:
    """A bridge's thread goes on after its words were taken away: where it leads is known anew."""
    if opening is None or not c.erased_seq or c.thread:
        return c
    meet(turn, turn.customer(c.customer_id), opening)
    fresh = opening.conversation
    return replace(c, thread=fresh.thread, customer_name=fresh.customer_name, locale=fresh.locale, market=fresh.market)
