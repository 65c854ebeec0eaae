"""The listening process: the pages and sockets of one house, and a goodbye that does not make a storm."""

import asyncio
import gc
import signal
import socket
from collections.abc import Awaitable
from types import FrameType

import uvicorn
from starlette.applications import Starlette
from starlette.types import ASGIApp, Receive, Scope, Send

from server.api.edge import Edge, LanguageDesk, PrivacyDesk, PushDesk, RuleDesk, ShopperDesk
from server.api.forms import DemoLogins
from server.api.proxies import Proxied
from server.api.site import site
from server.app.dry_runs import DryRuns
from server.app.house import House
from server.app.inviting import inviter
from server.app.pages import keep_what_stays
from server.app.patience import proxies, throttles
from server.app.replays import Replays
from server.app.running import Running
from server.domain.errors import Refusal
from server.fanout import audiences
from server.gateway.engine.options import EngineOptions
from server.gateway.engine.uvicorn_socket import settings as socket_settings
from server.settings import ROOT, Settings


class Server(uvicorn.Server):
    """uvicorn, except that the first SIGTERM drains the sockets before anything closes; Ctrl-C ends at once."""

    def __init__(self, config: uvicorn.Config, running: Running) -> None:
        super().__init__(config)
        self._running = running
        self._goodbye: asyncio.Task[None] | None = None
        self.listening = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """As the parent; then whoever waits for `listening` goes on."""
        await super().startup(sockets)
        if self.started:
            self.listening.set()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Drain once; a second signal, or Ctrl-C, ends at once."""
        if self._goodbye or sig == signal.SIGINT:
            super().handle_exit(sig, frame)
            return
        loop = asyncio.get_event_loop()
        loop.call_soon_threadsafe(self._begin, sig, frame)

    def _begin(self, sig: int, frame: FrameType | None) -> None:
        self._goodbye = asyncio.create_task(self._drain(sig, frame))

    async def _drain(self, sig: int, frame: FrameType | None) -> None:
        self._running.ready = False
        house = self._running.house
        await house.engine.drain(house.settings.drain_seconds, ("server.bye", {"code": "restart"}))
        super().handle_exit(sig, frame)


def listen(settings: Settings) -> socket.socket:
    """The door, before anything is made behind it. Refuses `unavailable` when somebody else has the port."""
    try:
        return socket.create_server((settings.host, settings.port), backlog=2048)
    except OSError as error:
        reason = f"cannot listen on {settings.host}:{settings.port} ({error.strerror}); choose another with PORT=..."
        raise Refusal("unavailable", reason) from error


def calm_collector() -> None:
    """Thousands of sockets make many long-lived objects; the default thresholds would stop the loop for 0.3 s at a time."""
    gc.set_threshold(10_000, 250, 100)


def rule_desk(house: House) -> RuleDesk:
    """What rules are looked at and tried by."""
    rules, books = house.store.desk_rules, house.words.rulebooks
    desks, dry = house.words.pipeline.tools.compliance, DryRuns(house.store)

    async def edited() -> None:
        """They are in force here when this returns, and elsewhere as soon as the news is there."""
        house.bus.publish(audiences.RULES, b"null")
        await books.look()

    return RuleDesk(rules, desks, books.tried, edited, books.trouble, dry, house.store.rulings)


def server(house: House, demo: DemoLogins | None = None) -> Server:
    """A server ready to be served."""
    calm_collector()
    running, store = Running(house), house.store
    edge = Edge(
        room=house.room,
        doors=house.doors,
        blobs=store.blobs,
        intake=store.intake,
        answer=house.dispatch.answer,
        throttles=throttles(house.settings, house.clock),
        proxies=proxies(house.settings),
        health=running.health,
        signed_out=house.signed_out,
        agent_edited=house.agent_edited,
        bridges_edited=house.close_ended_bridges,
        policy_edited=house.policy_edited,
        replay=Replays(store, house.words.pairs),
        hash=house.passwords.hash,
        admin=store.admin,
        audit=store.audit,
        hand=store.hand,
        invitations=store.invitations,
        roles=store.roles,
        sign_on=house.entrance.sign_on,
        invite=inviter(house.settings),
        webhooks=house.outgoing.desk,
        push=PushDesk(store.pushes, store.vault, house.outgoing.watching.looks),
        languages=LanguageDesk(house.words.workshop, store.engines, store.terms, store.corrections, store.memories),
        privacy=PrivacyDesk(store.persons, store.taking, store.spool),
        shoppers=ShopperDesk(
            house.entrance.shoppers, store.shoppers.keys, house.outgoing.desk.secrets, house.customer_seats.left
        ),
        rules=rule_desk(house),
        secure=house.settings.secure_cookies,
        metrics_token=house.settings.metrics_token,
    )
    pages = site(edge, house.engine, ROOT, demo, running.lifespan)
    app = Straight(Proxied(house.engine, proxies=edge.proxies), pages)
    config = uvicorn.Config(
        app,
        interface="asgi3",
        lifespan="on",
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=10,
        **socket_settings(EngineOptions()),
    )
    return Server(config, running)


class Straight:
    """Sockets go past the pages' layers but the one that says who asks: each keeps its frame for as long as the socket lives."""

    def __init__(self, sockets: ASGIApp, pages: Starlette) -> None:
        self.sockets, self.pages = sockets, pages

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Hand on."""
        straight = scope["type"] == "websocket" and scope["path"].startswith("/socket.io/")
        return (self.sockets if straight else self.pages)(scope, receive, send)


async def work(house: House) -> None:
    """A worker: no sockets, only the clock. Ends on SIGTERM or SIGINT."""
    running = Running(house)
    keep_what_stays()
    over = asyncio.Event()
    for sig in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sig, over.set)
    await running.start()
    try:
        await over.wait()
    finally:
        await running.stop()
