"""What the clock and the hands do to agents and customers is written alike by both databases."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from server.app import demo
from server.app.house import House
from server.app.store import Store
from server.conversations import claim, opening, passing, post_message, resting, triage
from server.conversations.forgetting import forget_attendance
from server.conversations.idling import rest_idle
from server.conversations.known import Known
from server.conversations.room import Room
from server.domain.queues import Routing
from server.domain.workspace import Policy
from server.identity.passwords import Passwords
from server.protocol import commands as ask
from server.protocol.triage_commands import Triage
from server.settings import Settings
from server.store.migrate import migrate
from tests.conversations.conftest import refused
from tests.properties.desk import AGENTS, Still, customer
from tests.support.parts import Postgres
from tests.support.people import client_id

SOFIA, ANA = AGENTS[1], customer("ana")


@pytest.fixture(scope="module")
def cluster() -> Iterator[Postgres]:
    postgres = Postgres().start()
    yield postgres
    postgres.remove()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Where an empty database is."""
    if request.param == "sqlite":
        return Settings(data_dir=tmp_path)
    cluster: Postgres = request.getfixturevalue("cluster")
    return Settings(data_dir=tmp_path, database_url=cluster.fresh())


async def _seeded(store: Store, clock: Still) -> None:
    passwords = Passwords()
    await migrate(store.database)
    await demo.seed(store.desk, store.records, passwords, clock)
    passwords.close()
    rules = Policy(routing=Routing(weights={"live": 2}, after_work_seconds=30))
    await store.admin.change_policy(demo.WORKSPACE, {"routing": rules.routing})


def _room(house: House, store: Store, clock: Still) -> Room:
    return msgspec.structs.replace(
        house.room,
        writer=store.writer,
        reads=store.reads,
        desk=store.desk,
        files=store.files,
        history=store.history,
        known=Known(store.reads, store.desk, clock),
        clock=clock,
    )


async def test_a_day_of_an_agent(house: House, settings: Settings) -> None:
    clock = Still()
    store = Store(settings, clock, lambda _: None)
    await _seeded(store, clock)
    room = _room(house, store, clock)
    await store.writer.start()
    try:
        await passing.set_presence(room, SOFIA, ask.Presence(availability="online", reason=""))
        first = ask.Open(client_id=client_id(), body=ask.Content(text="Hello, where is my parcel?"))
        id = (await opening.open_conversation(room, ANA, first)).conversation_id
        on = lambda: {"conversation_id": id, "client_id": client_id()}  # noqa: E731
        await claim.claim(room, SOFIA, ask.Claim(**on()))
        await triage.triage(room, SOFIA, Triage(**on(), vip=True, skills=("refunds",)))
        assert (await store.reads.customer(demo.WORKSPACE, "cu_ana")).vip
        said = ask.Send(**on(), body=ask.Content(text="We are looking at it"), language="en")
        await post_message.post_message(room, SOFIA, said)
        sofia = await store.desk.agent(demo.WORKSPACE, SOFIA.actor.id)
        assert (sofia.load, sofia.loads, sofia.since) == (2, {"live": 1}, clock.ms)
        clock.ms += 900_000
        assert await rest_idle(room) == 1
        assert await store.reads.due(clock.ms) == [], "a rest without an end is never due"
        sofia = await store.desk.agent(demo.WORKSPACE, SOFIA.actor.id)
        assert (sofia.load, sofia.loads) == (0, {})
        await resting.reopen(room, SOFIA, ask.Reopen(**on()))
        await resting.close(room, SOFIA, ask.Close(**on()))
        sofia = await store.desk.agent(demo.WORKSPACE, SOFIA.actor.id)
        assert (sofia.load, sofia.rests_until) == (0, clock.ms + 30_000)
        again = claim.claim(room, SOFIA, ask.Claim(**on()))
        assert (await refused(again))[0] == "bad_state"
        assert len(await store.history.marks(demo.WORKSPACE, 0, clock.ms + 1, 10)) == 1
        clock.ms += 401 * 86_400_000
        await forget_attendance(room)
        assert await store.history.marks(demo.WORKSPACE, 0, clock.ms, 10) == []
    finally:
        await store.writer.stop()
        await store.database.close()
