"""Finding conversations by words: what was said in any language, what was noted, who somebody is."""

from collections import Counter

from server.conversations.room import Caller, Room
from server.domain.conversation import Conversation
from server.domain.people import Customer
from server.domain.terms import Phrase, asked, excerpt
from server.domain.timeline import Entry
from server.fanout.views import summary
from server.protocol.acks import Found
from server.protocol.find_commands import Find
from server.protocol.views import Match
from server.store.indexing import texts_of, words_of
from server.store.search import MOST, Hit


async def find(room: Room, caller: Caller, ask: Find) -> Found:
    """The newest lines that have all the words, one for each conversation, and the customers who are called so."""
    actor, search = caller.actor, room.search
    phrases = asked(ask.query)
    if not phrases:
        return Found(items=(), more=False)
    hits = await search.find(actor, phrases)
    lines = [hit for hit in hits if hit.conversation_id]
    counts = Counter(id for id, _ in {(hit.conversation_id, hit.seq) for hit in lines})
    newest = {hit.conversation_id: hit for hit in reversed(lines)}
    seen = await search.conversations(actor, list(newest))
    places = {(id, seq) for id in seen for seq in (newest[id].seq, newest[id].entry_seq)}
    entries = await search.entries(sorted(places)) if places else {}
    said = [
        _line(seen[id], (entries[id, newest[id].seq], entries[id, newest[id].entry_seq]), phrases, counts[id])
        for id in seen
    ]
    known = await _people(room, caller, [hit for hit in hits if hit.kind == "customer"], ask.limit)
    cards = [match for match in known if match.conversation.id not in seen]
    said.sort(key=lambda match: match.at, reverse=True)
    found = (cards + said)[: ask.limit]
    return Found(items=tuple(found), more=len(hits) == MOST or len(found) < len(cards) + len(said))


async def _people(room: Room, caller: Caller, hits: list[Hit], limit: int) -> list[Match]:
    ids = [hit.customer_id for hit in hits][:limit]
    if not ids:
        return []
    cards = await room.search.customers(caller.actor, ids)
    theirs = await room.search.of_customers(caller.actor, ids, limit)
    return [_card(c, cards[c.customer_id]) for c in theirs if c.customer_id in cards]


def _line(c: Conversation, about: tuple[Entry, Entry], phrases: tuple[Phrase, ...], hits: int) -> Match:
    entry, found = about
    return Match(
        kind="note" if entry.kind == "note.posted" else "message",
        conversation=summary(c),
        text=excerpt((*texts_of(found), *texts_of(entry)), phrases),
        author=entry.author.name,
        seq=entry.seq,
        at=entry.at,
        hits=hits,
    )


def _card(c: Conversation, customer: Customer) -> Match:
    words = " · ".join(filter(None, words_of(customer)))
    return Match(
        kind="customer", conversation=summary(c), text=words, author=customer.name, seq=0, at=c.last_at, hits=1
    )
