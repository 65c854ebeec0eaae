"""Make the queue agree with the database: what was never settled, missed, or believed too long."""

from collections.abc import Iterable, Sequence
from typing import Any

from server.live.client import Call
from server.routing.books import Books
from server.routing.mirror import carried, paired
from server.routing.need import Need, Offer
from server.routing.queue import Queue, record, spelled


async def reconcile(queue: Queue, books: Books, overdue: Iterable[tuple[int, str]]) -> int:
    """Settle overdue proposals by what the database says and send it the differences; how many there were.

    What changed in Redis while the database was read is left alone: that news is younger.
    """
    began = await queue.now()
    needs = {need.conversation_id: need for need in await books.needs()}
    offers = {offer.agent_id: offer for offer in await books.offers()}
    late = [queue.settles(serial, kept=conversation_id not in needs) for serial, conversation_id in overdue]
    await queue.apply(late)
    waiting, flights, agents = await queue.roll()
    calls = [
        *_conversations(queue, needs, waiting, {name.decode() for name in flights}, began),
        *_agents(queue, offers, agents, began),
    ]
    await queue.apply(calls)
    return len(calls) + len(late)


def _conversations(
    queue: Queue, needs: dict[str, Need], waiting: Sequence[Any], flights: set[str], began: int
) -> Iterable[Call]:
    believed = {row[0].decode(): (row[1], int(row[2]), row[3]) for row in waiting}
    for conversation_id, need in needs.items():
        if conversation_id not in flights and believed.get(conversation_id) != spelled(need)[1:]:
            yield queue.waits(need, began)
    for conversation_id in believed.keys() - needs.keys():
        yield queue.goes(conversation_id, began)


def _agents(queue: Queue, offers: dict[str, Offer], rows: Iterable[Any], began: int) -> Iterable[Call]:
    seen: set[str] = set()
    for name, flat in rows:
        agent_id, fields = name.decode(), paired(flat)
        seen.add(agent_id)
        offer = offers.get(agent_id)
        if offer is None:
            yield queue.leaves(agent_id, began)
        elif _differ(offer, fields):
            yield queue.sits(offer, began)
    for agent_id in offers.keys() - seen:
        yield queue.sits(offers[agent_id], began)


def _differ(offer: Offer, fields: dict[bytes, bytes]) -> bool:
    """While a proposal is in flight nobody knows whether the database counts it already."""
    if fields[b"record"] != record(offer):
        return True
    held = int(fields.get(b"held", 0)) > 0
    loads = {kind: count for kind, count in offer.loads.items() if count}
    return not held and carried(fields, flying=False) != (offer.load, loads)
