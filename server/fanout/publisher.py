"""The only emitter. What was committed is told in commit order: a view for customers, a view for agents."""

from collections.abc import Iterable
from typing import Protocol

import msgspec
from msgspec import Raw, Struct

from server.domain.conversation import Conversation
from server.domain.people import Agent
from server.domain.timeline import Entry
from server.fanout import audiences, bus, views
from server.fanout.told import Told
from server.protocol import events
from server.store.turn import Outcome

encode = msgspec.json.Encoder().encode


class Megaphone(Protocol):
    """The realtime edge of this process, as far as telling goes."""

    def emit(self, audience: str, event: str, payload: object, *, namespace: str, volatile: bool = False) -> int:
        """Send to everyone of an audience here, encoded once; answers how many."""
        ...


class Publisher:
    """Tells this node's audiences, and over the bus the other nodes'."""

    def __init__(self, edge: Megaphone, wire: bus.Bus) -> None:
        self._edge = edge
        self._bus = wire
        self.told = Told()
        self._desks: dict[str, _Desk] = {}
        self._expected: dict[str, views.Prospect] = {}

    def announce(self, outcome: Outcome) -> None:
        """Tell what a batch did. Called by the writer right after the commit; never waits, never raises."""
        appended = _by_conversation(outcome.appended)
        released = _by_conversation(e for e in outcome.amended if e.cseq is not None)
        for c in outcome.conversations.values():
            news = bus.News(
                conversation=c, appended=tuple(appended.get(c.id, ())), released=tuple(released.get(c.id, ()))
            )
            self.tell(news)
            if not self._bus.alone:
                self._publish(news)
        self.list_changed(outcome.conversations.values(), outcome.agents.values())

    def _publish(self, news: bus.News) -> None:
        frame = bus.encode("news", news)
        if len(frame) > bus.LARGEST:
            frame = bus.encode("news", bus.News(conversation=news.conversation))
        self._bus.publish(audiences.followers(news.conversation.id), frame)

    def tell(self, news: bus.News) -> None:
        """Tell this node's followers of one conversation."""
        c = news.conversation
        room = audiences.followers(c.id)
        for entry in news.appended:
            self._edge.emit(room, entry.kind, views.agent_entry(entry), namespace=audiences.AGENT)
        public = [*(e for e in news.appended if e.cseq is not None), *news.released]
        for entry in public:
            self._edge.emit(room, entry.kind, views.customer_entry(entry), namespace=audiences.CUSTOMER)
        seqs = [entry.seq for entry in news.appended]
        if self.told.entries(c, seqs, [entry.cseq for entry in public if entry.cseq]):
            expected = self._expected.get(c.id, views.Prospect())
            changed = events.CustomerConversationChanged(conversation=views.customer_conversation(c, expected))
            self._edge.emit(room, "conversation.changed", changed, namespace=audiences.CUSTOMER)

    def expect(self, prospects: Iterable[tuple[Conversation, views.Prospect]]) -> None:
        """What every customer who waits on this node may expect now; whoever was told something else is told."""
        before, self._expected = self._expected, {}
        for c, prospect in prospects:
            self._expected[c.id] = prospect
            if prospect != before.get(c.id):
                changed = events.CustomerConversationChanged(conversation=views.customer_conversation(c, prospect))
                room = audiences.followers(c.id)
                self._edge.emit(room, "conversation.changed", changed, namespace=audiences.CUSTOMER, volatile=True)

    def list_changed(self, conversations: Iterable[Conversation], agents: Iterable[Agent] = ()) -> None:
        """Note what the desks' lists must show; told at once when an owner or a state changed, else a few times a second."""
        for c in conversations:
            desk = self._desks.setdefault(c.workspace_id, _Desk())
            desk.conversations[c.id] = c
            desk.urgent |= self.told.state(c)
        for agent in agents:
            self._desks.setdefault(agent.workspace_id, _Desk()).agents[agent.id] = agent
        for workspace_id in [id for id, desk in self._desks.items() if desk.urgent]:
            self._flush_desk(workspace_id)

    def flush_lists(self) -> None:
        """Tell all noted changes of lists; called twice a second."""
        for workspace_id in list(self._desks):
            self._flush_desk(workspace_id)

    def _flush_desk(self, workspace_id: str) -> None:
        desk = self._desks.pop(workspace_id)
        news = bus.DeskNews(conversations=tuple(desk.conversations.values()), agents=tuple(desk.agents.values()))
        self.tell_desk(workspace_id, news)
        if not self._bus.alone:
            self._bus.publish(audiences.desk(workspace_id), bus.encode("desk", news))

    def tell_desk(self, workspace_id: str, news: bus.DeskNews) -> None:
        """Tell this node's agents of one workspace; of conversations, those who may see them."""
        room = audiences.desk(workspace_id)
        for c in news.conversations:
            changed = Raw(encode(events.ConversationChanged(conversation=views.summary(c))))
            for hall in (audiences.lists(workspace_id), audiences.shop(c.shop_id)):
                self._edge.emit(hall, "conversation.changed", changed, namespace=audiences.AGENT)
        for agent in news.agents:
            person = events.ColleagueChanged(colleague=views.colleague(agent, connected=True))
            self._edge.emit(room, "colleague.changed", person, namespace=audiences.AGENT)

    def passing(self, namespace: str, audience: str, event: str, payload: Struct) -> None:
        """Tell something that may be lost, here and on the other nodes."""
        self._edge.emit(audience, event, payload, namespace=namespace, volatile=True)
        if not self._bus.alone:
            raw = Raw(encode(payload))
            frame = bus.Passing(namespace=namespace, audience=audience, event=event, payload=raw)
            self._bus.publish(audience, bus.encode("passing", frame))

    def heard(self, topic: str, frame: bytes) -> None:
        """A frame of another node: tell it here. Garbage is ignored."""
        match bus.decode(frame):
            case bus.News() as news:
                self.tell(news)
            case bus.DeskNews() as news:
                self.tell_desk(topic.partition(":")[2], news)
            case bus.Passing() as p:
                self._edge.emit(p.audience, p.event, p.payload, namespace=p.namespace, volatile=True)


def _by_conversation(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.conversation_id, []).append(entry)
    return found


class _Desk(Struct):
    """What one desk is still to be told of its lists."""

    conversations: dict[str, Conversation] = {}
    agents: dict[str, Agent] = {}
    urgent: bool = False
