"""From a filter of the list to what SQL asks."""

from collections.abc import Iterator

import msgspec
from sqlalchemy import ColumnElement, Text, exists, or_, type_coerce

from server.domain.people import Actor
from server.domain.presets import ME, NOBODY, Filter
from server.store import tables as t


def narrowed(actor: Actor, asked: Filter) -> Iterator[ColumnElement[bool]]:
    """The conditions of a filter, as far as it asks something."""
    c = t.conversation.c
    for column, wanted in (
        (c.status, asked.statuses),
        (c.shop_id, asked.shop_ids),
        (c.channel, asked.channels),
        (c.language, asked.languages),
        (c.market, asked.markets),
    ):
        if wanted:
            yield column.in_(wanted)
    if asked.clocks:
        yield or_(*(type_coerce(c.dues, Text).contains(f'"clock":"{clock}"') for clock in asked.clocks))
    yield from (_labelled(label) for label in asked.labels)
    if asked.owner:
        yield c.assignee_id == {ME: actor.id, NOBODY: ""}.get(asked.owner, asked.owner)
    if asked.priority:
        yield c.priority >= asked.priority
    if asked.unanswered:
        yield c.awaiting_since > 0
    if asked.mentioned:
        m = t.mention.c
        yield exists().where(m.conversation_id == c.id, m.agent_id == actor.id, m.seen.is_(False))


def _labelled(label: str) -> ColumnElement[bool]:
    """Labels are stored as JSON words; a word between its quotes is nobody else's part."""
    spelt = msgspec.json.encode(label).decode()
    return type_coerce(t.conversation.c.labels, Text).contains(spelt, autoescape=True)
