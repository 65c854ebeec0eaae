"""From the house's nouns to what each audience may see of them."""

from typing import Literal

from msgspec import UNSET, Struct, UnsetType

from server.domain import timeline as tl
from server.domain.conversation import Conversation
from server.domain.people import Agent
from server.domain.timeline import Entry
from server.fanout.pieces import pieces_of
from server.protocol import views as v


def agent_entry(entry: Entry) -> v.AgentEntry:
    """A line of the log for the desk. A release tells the customers' number of the message it released."""
    number = entry.body.cseq if isinstance(entry.body, tl.Released) else entry.cseq
    return v.AgentEntry(
        conversation_id=entry.conversation_id,
        seq=entry.seq,
        cseq=number or UNSET,
        at=entry.at,
        author=entry.author,
        client_id=entry.client_id,
        body=entry.body,
    )


def customer_entry(entry: Entry) -> v.CustomerEntry:
    """A line of the log for its customer; only entries with a customers' number have one."""
    if entry.cseq is None:
        raise ValueError("not in the customers' series")
    mine = entry.author.kind == "customer"
    kind = "system" if entry.author.kind == "bridge" else entry.author.kind
    return v.CustomerEntry(
        conversation_id=entry.conversation_id,
        seq=entry.cseq,
        at=entry.at,
        author=v.PublicAuthor(kind=kind, name=entry.author.name, mine=mine),
        client_id=entry.client_id if mine else UNSET,
        body=_public(entry),
    )


def _public(entry: Entry) -> v.AnyPublicBody:
    match entry.body:
        case tl.Posted() as body:
            return _posted(body)
        case tl.Opened():
            return v.PublicOpened()
        case tl.Assigned(agent_name=name):
            return v.PublicAssigned(agent_name=name)
        case tl.Closed():
            return v.PublicClosed()
        case tl.Reopened():
            return v.PublicReopened()
        case tl.Rated(score=score):
            return v.PublicRated(score=score)
        case tl.Erased(cupto=upto):
            return v.PublicErased(upto=upto)
        case _:
            raise ValueError("not in the customers' series")


def _posted(body: tl.Posted) -> v.PublicPosted:
    read = body.reading
    prose, pieces = pieces_of(body)
    if read is None:
        return v.PublicPosted(
            text=body.text,
            language=body.language,
            label=body.label or UNSET,
            attachments=body.attachments,
            prose=prose,
            pieces=pieces,
        )
    text, language = body.as_read
    return v.PublicPosted(
        text=text,
        language=language,
        original=body.text,
        original_language=body.language,
        engine=read.engine,
        label=body.label or UNSET,
        attachments=body.attachments,
        prose=prose,
        pieces=pieces,
    )


def summary(c: Conversation) -> v.Summary:
    """A conversation as a line of the desk's list."""
    return v.Summary(**{name: getattr(c, name) for name in v.Summary.__struct_fields__})


class Prospect(Struct, frozen=True):
    """What a waiting customer may expect: their place in line, the wait (ms) where it can be told, a letter instead."""

    place: int | UnsetType = UNSET
    wait_ms: int | UnsetType = UNSET
    mail: Literal["offered"] | UnsetType = UNSET


def customer_conversation(c: Conversation, prospect: Prospect = Prospect()) -> v.CustomerConversation:
    """A conversation as its customer sees it; offers and rests are the desk's own business."""
    status = {"waiting": "waiting", "offered": "waiting", "closed": "closed"}.get(c.status, "assigned")
    return v.CustomerConversation(
        id=c.id,
        status=status,  # type: ignore[arg-type]
        last_seq=c.last_cseq,
        agents_read=c.agents_read,
        customers_read=c.customers_read,
        created_at=c.created_at,
        updated_at=c.public_at,
        agent_name=c.assignee_name if status == "assigned" else "",
        place=prospect.place if status == "waiting" else UNSET,
        wait_ms=prospect.wait_ms if status == "waiting" else UNSET,
        mail="asked" if c.mail_to else prospect.mail if status == "waiting" else UNSET,
    )


def colleague(agent: Agent, *, connected: bool) -> v.Colleague:
    """A person of the desk as colleagues see them."""
    return v.Colleague(
        id=agent.id,
        name=agent.name,
        role=agent.role,
        availability=agent.availability,
        languages=tuple(s.language for s in agent.languages),
        time_zone=agent.time_zone,
        load=agent.load,
        capacity=agent.capacity,
        team_ids=agent.team_ids,
        connected=connected,
        reason=agent.away_reason,
        since=agent.since,
        rests_until=agent.rests_until,
    )
