"""The whole object graph of one process on one screen; every room gets its piece of the settings and nothing more."""

import random
import secrets
from collections.abc import Iterable
from typing import Literal

from server.app.clerking import clerk_of
from server.app.embedded import own_redis
from server.app.entrance import Entrance
from server.app.mail import mail_options
from server.app.outgoing import Outgoing
from server.app.store import Store
from server.app.words import Words
from server.conversations.after import After
from server.conversations.housekeeping import agent_vanished
from server.conversations.interpreter import Interpreter
from server.conversations.known import Known
from server.conversations.picking import commit_pick
from server.conversations.room import Room
from server.conversations.roster import Roster
from server.conversations.seating import Seating, look_again
from server.domain.clock import Clock, SystemClock
from server.domain.errors import Refusal
from server.domain.people import Actor, Agent
from server.domain.workspace import Policy
from server.fanout import audiences
from server.fanout.bus import OneNode
from server.fanout.publisher import Publisher
from server.fanout.relay import Relay
from server.gateway.bridge_seats import BridgeSeats
from server.gateway.customer_seats import CustomerSeats
from server.gateway.dispatch import Dispatch, refused
from server.gateway.doors import Hall, Namespace, Seats
from server.gateway.engine.connection import Connection
from server.gateway.engine.engine import Engine
from server.gateway.engine.options import EngineOptions
from server.gateway.following import Following
from server.gateway.limits import Limits, Rate
from server.gateway.login_seats import LoginSeats
from server.identity.links import FileLinks
from server.identity.passwords import Passwords
from server.identity.resuming import Resuming
from server.identity.tokens import Signer
from server.live.bus import Bus, BusOptions
from server.live.client import Live
from server.live.leases import Leases
from server.presence.desk import Desk as Presence
from server.protocol.catalog import DOORS, Door
from server.protocol.events import Bye
from server.routing.parts import RouterOptions
from server.routing.router import Router
from server.settings import Settings, keys_of
from server.store.turn import Outcome
from server.translation.near import Near
from server.translation.stored import StoredMemory, StoredTerms
from server.worker.courier import Courier
from server.worker.postman import Postman, PostmanOptions

Role = Literal["all", "web", "worker"]
LEASE_SECONDS = 30.0
FAULT = refused(Refusal("internal"))


class House:
    """One process of Tradewind. `all` is alone with its SQLite; `web` and `worker` share PostgreSQL and Redis."""

    def __init__(self, settings: Settings, role: Role = "all", clock: Clock | None = None) -> None:
        self.settings, self.role = settings, role
        self.clock = clock or SystemClock()
        self.node = secrets.token_hex(6)
        keys = keys_of(settings)
        self.store = Store(settings, self.clock, self._committed)
        self.redis = own_redis(settings)
        self.live = Live(self.redis.url if self.redis else settings.redis_url, self.clock)
        self.bus = OneNode() if settings.embedded else Bus(self.live, self.node, self, self.clock, BusOptions())

        self.known = Known(self.store.reads, self.store.desk, self.clock)
        self.words = Words(settings, self.store, self.known, self.clock)
        self.publisher = Publisher(self, self.bus)
        self.relay = Relay(self.store.reads, self.publisher)
        self.following = Following(self.bus, self.publisher.told, settings.sockets_per_person)
        self.presence = Presence(Leases(self.live, LEASE_SECONDS), self.node, self._vanished, self.clock)
        roster = Roster(self.store.reads, self.store.desk, self.presence.is_connected)
        options = RouterOptions(without_redis=settings.without_redis)
        self.router = Router(self.live, roster, lambda each: commit_pick(self.room, each), self.clock, options)
        self.presence.appeared = self.router.doubted
        self.room = self._room(FileLinks(Signer(keys, "file", self.clock), self.clock))
        self.interpreter = Interpreter(self.room)
        self.clerk = clerk_of(self.store, self.publisher, self.words.pipeline.tools.compliance.covered)
        self.postman, self.courier = self._postman(), Courier(self.room, random.Random())
        self.outgoing = Outgoing(self.store, settings, keys, self.clock)
        self.after = After(self.known, self.publisher, self.router, self.interpreter, self)

        self.passwords = Passwords()
        self.entrance = Entrance(self.store, settings, keys, self.passwords)
        self.doors = self.entrance.doors
        limits = Limits(Rate(settings.rate_burst, settings.rate_refill), self.clock)
        tenants = Limits(Rate(settings.workspace_burst, settings.workspace_refill), self.clock)
        self.dispatch = Dispatch(self.room, self.clerk.room, limits, tenants, self.clock)
        self.login_seats = LoginSeats(
            Seating(self.presence, self.router, self.room),
            lambda ids: self.store.sessions.alive(ids, self.clock.now()),
            lambda actor: self._show_out(actor, audiences.session(actor.session_id)),
        )
        self.customer_seats = CustomerSeats(self.store.shoppers.endings, self.clock, self._customers_out)
        self.bridge_seats = BridgeSeats(lambda token: self._close(audiences.BRIDGE, audiences.session(token)))
        self.engine = Engine(
            EngineOptions(max_sockets=settings.max_sockets, fault=FAULT, transports=self._transports()),
            {f"/{door}": self._namespace(door) for door in DOORS},
            self.clock,
        )
        self.following.attach(self.engine)

    def emit(self, audience: str, event: str, payload: object, *, namespace: str, volatile: bool = False) -> int:
        """The publisher's megaphone: this process's sockets."""
        return self.engine.emit(audience, event, payload, namespace=namespace, volatile=volatile)

    def heard(self, topic: str, body: bytes) -> None:
        """The bus brought news of another node."""
        if topic == audiences.LOGINS:
            self.login_seats.look_soon()
            self.customer_seats.look_soon()
        elif topic == audiences.RULES:
            self.words.rulebooks.look_soon()
        else:
            self.publisher.heard(topic, body)

    def joined(self, topic: str) -> None:
        """The bus hears a topic again; the next looks of the relay and at the logins find what was missed."""

    def health(self, healthy: bool) -> None:
        """The bus was lost or found; the relay's pace follows `bus.healthy`."""

    def seated(self, workspace_id: str, agent_id: str) -> bool:
        """Whether this agent has a socket anywhere."""
        return self.presence.is_connected(workspace_id, agent_id)

    def owed(self, ids: list[str]) -> None:
        """Bridges owe these deliveries."""
        self.courier.hurry(ids)

    def escalated(self) -> None:
        """Customers' words are owed tickets."""
        self.clerk.hurry()

    async def signed_out(self, agent: Agent) -> None:
        """Logins of this person ended: their sockets close at once, on every node.

        Without another socket what the agent has goes back to its place.
        """
        self.bus.publish(audiences.LOGINS, b"null")
        await self.login_seats.look()
        if not self.engine.audience(audiences.AGENT, audiences.person(agent.id)):
            await self.presence.logged_out(agent.workspace_id, agent.id)

    async def agent_edited(self, agent: Agent, over: bool) -> None:
        """Somebody changed a person of the desk; `over`: all their logins ended. The router hears of it at once."""
        if over:
            await self.signed_out(agent)
        await look_again(self.room, agent.workspace_id, agent.id)

    async def close_ended_bridges(self) -> None:
        """Sockets of bridges whose token ended, or who may not come in any more, are closed, whichever node ended it."""
        await self.bridge_seats.only(lambda tokens: self.store.bridges.good(tokens, self.clock.now()))

    def policy_edited(self, workspace_id: str, policy: Policy) -> None:
        """The next decision follows the new policy."""
        self.known.forget(workspace_id)
        self.router.policy_changed(workspace_id, policy)
        self.presence.policy_changed(workspace_id, policy.grace_seconds)

    def _customers_out(self, ids: Iterable[str], *, tell: bool) -> None:
        if tell:
            self.bus.publish(audiences.LOGINS, b"null")
        for id in ids:
            self._close(audiences.CUSTOMER, audiences.session(id))

    async def _show_out(self, actor: Actor, audience: str) -> None:
        others = set(self.engine.audience(audiences.AGENT, audiences.person(actor.id)))
        others -= self._close(audiences.AGENT, audience)
        if not others:
            await self.presence.logged_out(actor.workspace_id, actor.id)

    def _close(self, namespace: str, audience: str) -> set[Connection]:
        closing = set(self.engine.audience(namespace, audience))
        for connection in closing:
            connection.send("server.bye", Bye(code="revoked"))
            connection.close("revoked")
        return closing

    def _committed(self, outcome: Outcome) -> None:
        self.after(outcome)

    async def _vanished(self, workspace_id: str, agent_id: str) -> None:
        self.router.agent_gone(workspace_id, agent_id)
        await agent_vanished(self.room, workspace_id, agent_id, self.presence.is_connected)

    async def _epoch(self, workspace_id: str) -> str:
        return (await self.known.workspace(workspace_id)).epoch

    def _room(self, links: FileLinks) -> Room:
        return Room(
            writer=self.store.writer,
            reads=self.store.reads,
            lists=self.store.lists,
            aids=self.store.aids,
            search=self.store.search,
            desk=self.store.desk,
            history=self.store.history,
            files=self.store.files,
            deliveries=self.store.deliveries,
            bridges=self.store.bridges,
            bridge_erasures=self.store.bridge_erasures,
            persons=self.store.persons,
            shoppers=self.store.shoppers,
            pipeline=self.words.pipeline,
            publisher=self.publisher,
            known=self.known,
            memory=StoredMemory(self.store.memories),
            near=Near(StoredMemory(self.store.memories), self.clock),
            terms=StoredTerms(self.store.terms, self.clock),
            links=links,
            link_letters=self.store.link_letters,
            resuming=Resuming(Signer(keys_of(self.settings), "resume", self.clock)),
            clock=self.clock,
            places=self.router.places,
            staffed=self.router.staffed,
            engines=self.words.workshop.ask,
            able=self.words.workshop.able,
            connected=self.presence.is_connected,
            clocks=self.words.clocks,
            interpret=lambda *what: self.interpreter.interpret(*what),  # noqa: PLW0108 - made after the room
            mails=bool(self.settings.smtp_url),
        )

    def _postman(self) -> Postman | None:
        mail, options = mail_options(self.settings), PostmanOptions(wait=self.settings.mail_wait_seconds)
        return Postman(self.room, self.store.letters, mail, options, random.Random()) if mail else None

    def _namespace(self, door: Door) -> Namespace:
        keepers: dict[Door, Seats] = {"agent": self.login_seats, "bridge": self.bridge_seats}
        hall = Hall(self.doors, self.dispatch, self.following, self.clock, self._epoch)
        return Namespace(door, hall, keepers.get(door))

    def _transports(self) -> tuple[str, ...]:
        """Long-polling would need sticky sessions between nodes; there plain HTTP commands are the second way in."""
        return ("websocket", "polling") if self.settings.embedded else ("websocket",)
