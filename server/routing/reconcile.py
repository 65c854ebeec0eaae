"""Make the queue agree with the database: what was never settled, missed, or believed too long."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from server.live.client import Call
from server.routing.need import Kind, Need, Offer
from server.routing.ports import RoutingStore
from server.routing.queue import Board, Queue, record


async def reconcile(queue: Queue, store: RoutingStore, board: Board) -> int:
    """Settle late proposals by what the database says and send it the differences; how many there were.

    What changed in Redis while the database was read is left alone: that news is younger.
    """
    began = await queue.now()
    needs = {need.conversation_id: need for need in await store.waiting(queue.workspace_id)}
    offers = {offer.agent_id: offer for offer in await store.agents(queue.workspace_id)}
    late = ((serial, conversation_id not in needs) for serial, conversation_id in board.late)
    await queue.apply(queue.settles(serial, kept=kept) for serial, kept in late)
    waiting, scores, flights, agents = await queue.roll()
    calls = [
        *_conversations(queue, needs, _believed(waiting, scores), {name.decode() for name in flights}, began),
        *_agents(queue, offers, agents, began),
    ]
    await queue.apply(calls)
    return len(calls) + len(board.late)


def _believed(waiting: Sequence[bytes], scores: Sequence[bytes]) -> dict[str, tuple[Kind, int]]:
    rows = zip(waiting[::2], waiting[1::2], scores, strict=True)
    return {
        conversation.decode(): (msgspec.json.decode(kind, type=Kind), int(score)) for conversation, kind, score in rows
    }


def _conversations(
    queue: Queue,
    needs: dict[str, Need],
    believed: dict[str, tuple[Kind, int]],
    flights: set[str],
    began: int,
) -> Iterable[Call]:
    for conversation_id, need in needs.items():
        if conversation_id not in flights and believed.get(conversation_id) != (need.kind, need.score):
            yield queue.waits(need, began)
    for conversation_id in believed.keys() - needs.keys():
        yield queue.goes(conversation_id, began)


def _agents(queue: Queue, offers: dict[str, Offer], rows: Iterable[Any], began: int) -> Iterable[Call]:
    seen: set[str] = set()
    for name, text, load, held, _ in rows:
        agent_id = name.decode()
        seen.add(agent_id)
        offer = offers.get(agent_id)
        if offer is None:
            yield queue.leaves(agent_id, began)
        elif text != record(offer) or (not held and load != offer.load):
            yield queue.sits(offer, began)
    for agent_id in offers.keys() - seen:
        yield queue.sits(offers[agent_id], began)
