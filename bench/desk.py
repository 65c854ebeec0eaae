"""A Tradewind desk made for measuring: people, conversations that have owners, and proofs to come in with."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import Struct

from bench.processes import Process, free_port, python, serving
from bench.words import AGENTS, CUSTOMERS
from server.app.store import Store
from server.domain.clock import SystemClock
from server.domain.conversation import Conversation
from server.domain.language import Speaks
from server.domain.people import Agent, Customer
from server.domain.permissions import BUILT_IN
from server.domain.reading import Reading
from server.domain.workspace import Shop, Workspace
from server.identity.doors import CustomerClaims
from server.identity.logins import TicketClaims
from server.identity.tokens import Signer
from server.settings import Settings, keys_of
from server.store.migrate import migrate
from server.store.plant import Plant, plant
from server.store.sessions import Session
from server.store.turn import Change, Needs, Turn
from server.translation.instant import Instant
from server.translation.phrasebook import Phrasebook
from server.translation.stored import StoredMemory

W = "ws_bench"
HOUR = 3_600_000
READY = "/health/ready"
UNBOUNDED = {f"{whose}_{what}": "1000000" for whose in ("RATE", "WORKSPACE") for what in ("BURST", "REFILL")}
"""No person and no shop is asked to wait: it is the work that is measured."""


class Desk(Struct, frozen=True):
    """Its data, how many work there and how many conversations (`cv_<n>`, of customer `cu_<n>`) agent `n % agents` has."""

    settings: Settings
    agents: int
    conversations: int

    def customer(self, number: int) -> dict[str, object]:
        """What a shopper's socket says when it connects."""
        claims = CustomerClaims(
            until=SystemClock().now() + HOUR,
            customer_id=f"cu_{number}",
            workspace_id=W,
            shop_id="sh_1",
            locale="es",
        )
        return {"version": 1, "token": self._signer("customer").sign(claims)}

    def agent(self, number: int, nonce: str) -> dict[str, object]:
        """What an agent's socket says."""
        claims = TicketClaims(until=SystemClock().now() + HOUR, session_id=f"se_{number}", nonce=nonce)
        return {"version": 1, "ticket": self._signer("ticket").sign(claims)}

    def _signer(self, purpose: str) -> Signer:
        return Signer(keys_of(self.settings), purpose, SystemClock())

    async def make(self) -> None:
        """Put everything into its empty database."""
        clock = SystemClock()
        self.settings.data_dir.mkdir(parents=True, exist_ok=True)
        store = Store(self.settings, clock, lambda _outcome: None)
        await migrate(store.database)
        shop = Shop(id="sh_1", workspace_id=W, key="k", name="Harbor", market="DE", locale="en")
        people = tuple(self._agent(number) for number in range(self.agents))
        where = Workspace(id=W, slug="bench", name="Bench", epoch="e")
        await plant(store.records, Plant(workspace=where, shops=(shop,), agents=people), 0)
        for number, agent in enumerate(people):
            now = clock.now()
            login = Session(
                id=f"se_{number}",
                agent=agent,
                permissions=BUILT_IN[agent.role],
                csrf="c",
                created_at=now,
                seen_at=now,
                expires_at=now + HOUR,
            )
            await store.sessions.open(login, f"hash-{number}")
        await _remember(store, CUSTOMERS, "es", "en")
        await _remember(store, AGENTS, "en", "es")
        await store.writer.start()
        for start in range(0, self.conversations, 500):
            await store.writer.commit(Change(Needs(), partial(self._open, start)))
        await store.writer.stop()
        await store.database.close()

    def _agent(self, number: int) -> Agent:
        load = len(range(number, self.conversations, self.agents))
        return Agent(
            id=f"ag_{number}",
            workspace_id=W,
            email=f"{number}@bench.example",
            name=f"Agent {number}",
            languages=(Speaks("en", 5),),
            capacity=load + 1,
            load=load,
            loads={"live": load},
            availability="online",
        )

    def _open(self, start: int, turn: Turn) -> None:
        for number in range(start, min(start + 500, self.conversations)):
            owner = number % self.agents
            turn.add_customer(Customer(id=f"cu_{number}", workspace_id=W, locale="es"))
            turn.open(
                Conversation(
                    id=f"cv_{number}",
                    workspace_id=W,
                    shop_id="sh_1",
                    customer_id=f"cu_{number}",
                    language="es",
                    locale="es",
                    market="DE",
                    status="assigned",
                    assignee_id=f"ag_{owner}",
                    assignee_name=f"Agent {owner}",
                    fence=1,
                )
            )


async def _remember(store: Store, said: tuple[tuple[str, str], ...], source: str, target: str) -> None:
    """A desk that has worked for a while knows what people say; their numbers do not count."""
    memory, learner = StoredMemory(store.memories), Instant(Phrasebook(()))
    for text, read in said:
        reading = Reading(language=target, text=read.format(10_001), engine="bench")
        learnt = learner.learn(W, text.format(10_001), source, reading)
        if learnt is None:
            raise ValueError(f"cannot be remembered: {text}")
        await memory.put(W, *learnt)


@contextmanager
def desk(agents: int, conversations: int, **more: str) -> Iterator[tuple[Desk, Process]]:
    """A desk of its own on SQLite, and the server process that serves it."""
    with TemporaryDirectory() as folder:
        made = Desk(Settings(data_dir=Path(folder)), agents, conversations)
        asyncio.run(made.make())
        port = free_port()
        chosen = {"PORT": str(port), "DATA_DIR": folder, "DRAIN_SECONDS": "0.1", **UNBOUNDED, **more}
        with serving(python("server", "web"), port, chosen, page=READY) as process:
            yield made, process
