"""Many verbs in one transaction end where the same verbs end one by one, and neither breaks a law of the desk."""

import asyncio
import shutil
import tempfile
from collections.abc import Awaitable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from loadtest.laws.history import History, Stored
from loadtest.laws.judge import judge
from server.app import demo
from server.app.house import House
from server.conversations import (
    claim,
    contact,
    note,
    offer,
    opening,
    passing,
    picking,
    post_message,
    rate,
    reading,
    resting,
    transfer,
    triage,
)
from server.conversations.room import Caller, Room
from server.domain.errors import Refusal
from server.domain.ids import derived_id
from server.protocol import commands as ask
from server.protocol.triage_commands import Triage
from server.routing.need import Kind
from server.routing.policy import Proposal, Reason
from server.store.turn import Turn
from tests.properties.desk import AGENTS, QUEUE, START, Desk, Verb, borrowed, customer, make
from tests.support.stored import read_store

CUSTOMERS = tuple(customer(name) for name in ("ana", "bea"))
FIRST = "the-first-word"
IDS = tuple(derived_id("cv", demo.WORKSPACE, caller.actor.id, FIRST) for caller in CUSTOMERS)
TEAM = demo.SALES.id
TRIAGED: tuple[dict[str, Any], ...] = (
    {"priority": 5, "vip": True},
    {"vip": False},
    {"skills": ("refunds",)},
    {"queue": QUEUE},
    {},
)
PHASES = tuple(phase for phase in Phase if phase is not Phase.explain)
"""Explaining traces every line of the product: a failure became small in 53 s instead of 16 s, and explained nothing."""


class Asked(msgspec.Struct, frozen=True):
    """A verb and what it is asked, so that a failing example can be read."""

    door: Any
    asked: tuple[Any, ...]

    def __call__(self, room: Room) -> Awaitable[object]:
        """Do it there."""
        answer: Awaitable[object] = self.door(room, *self.asked)
        return answer


def _opens(index: int) -> Verb:
    command = ask.Open(client_id=FIRST, body=ask.Content(text="Hello, where is my parcel?"))
    return _verb(opening.open_conversation, CUSTOMERS[index], command)


def _picks(index: int, agent: Caller) -> Verb:
    reason = Reason(code="speaks", values={})
    proposal = Proposal(
        workspace_id=demo.WORKSPACE, conversation_id=IDS[index], agent_id=agent.actor.id, step="exact",
        kind=Kind(), reason=reason, candidates=(),
    )  # fmt: skip
    return _verb(picking.commit_pick, proposal)


def _verb(door: object, *asked: object) -> Verb:
    return Asked(door, asked)


def _words(draw: st.DrawFn, client_id: str, *ways: str) -> ask.Content:
    """The law of doubled words takes all words of a run for different ones, so each id has words of its own."""
    return ask.Content(text=f"{draw(st.sampled_from(ways))} ({client_id})")


@st.composite
def _of_agents(draw: st.DrawFn) -> Verb:
    """One thing an agent may try, with one of few client ids so that repeats happen."""
    agent, index = draw(st.sampled_from(AGENTS)), draw(st.integers(0, 1))
    if draw(st.booleans()):
        return _picks(index, agent)
    base = {"conversation_id": IDS[index], "client_id": f"client-id-{draw(st.integers(0, 5))}"}
    said = _words(draw, base["client_id"], "We are looking at it now", "It is on its way")
    handing = f"Yours ({base['client_id']})"
    door, command = draw(
        st.sampled_from(
            (
                (claim.claim, ask.Claim(**base)),
                (post_message.post_message, ask.Send(**base, body=said, language="en")),
                (note.post_note, ask.Note(**base, body=said)),
                (
                    transfer.transfer,
                    ask.Transfer(**base, agent_id=draw(st.sampled_from(AGENTS)).actor.id, note=handing),
                ),
                (transfer.transfer, ask.Transfer(**base, team_id=TEAM)),
                (transfer.transfer, ask.Transfer(**base)),
                (transfer.transfer, ask.Transfer(**base, queue=draw(st.sampled_from((QUEUE, "nobodys"))))),
                (transfer.transfer, ask.Transfer(**base, language=draw(st.sampled_from(("fr", "tlh"))))),
                (triage.triage, Triage(**base, **draw(st.sampled_from(TRIAGED)))),
                (passing.set_presence, ask.Presence(availability=draw(st.sampled_from(("online", "busy", "away"))))),
                (resting.snooze, ask.Snooze(**base, until=START + 60_000)),
                (resting.close, ask.Close(**base)),
                (resting.reopen, ask.Reopen(**base)),
                (offer.decline_offer, ask.DeclineOffer(conversation_id=IDS[index], fence=draw(st.integers(0, 3)))),
            )
        )
    )
    return _verb(door, agent, command)


@st.composite
def _of_customers(draw: st.DrawFn) -> Verb:
    index = draw(st.integers(0, 1))
    if draw(st.integers(0, 3)) == 0:
        return _opens(index)
    base = {"conversation_id": IDS[index], "client_id": f"client-id-{draw(st.integers(0, 5))}"}
    said = _words(draw, base["client_id"], "I have waited for a week", "Are you still there?")
    door, command = draw(
        st.sampled_from(
            (
                (post_message.post_message, ask.Send(**base, body=said)),
                (resting.close, ask.Close(**base)),
                (rate.rate, ask.Rate(**base, score=5)),
                (contact.contact, ask.Contact(**base, email=draw(st.sampled_from(("a@b.example", "c@d.example"))))),
                (reading.mark_read, ask.Read(conversation_id=IDS[index], seq=draw(st.integers(0, 9)))),
            )
        )
    )
    return _verb(door, CUSTOMERS[index], command)


steps = st.lists(st.one_of(_of_agents(), _of_agents(), _of_customers()), max_size=16)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("turns")
    asyncio.run(make(folder))
    with borrowed(folder) as house:
        yield house


async def _run(house: House, verbs: list[Verb], *, at_once: bool) -> tuple[list[str], Stored]:
    """The answers and the database after two first words and these verbs."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copy(house.settings.data_dir / "tradewind.db", folder)
        desk = await Desk(house, folder).open()
        try:
            await desk.one_by_one([_opens(0), _opens(1)])
            answers = await (desk.at_once(verbs) if at_once else desk.one_by_one(verbs))
        finally:
            await desk.close()
        return [_said(answer) for answer in answers], _settled(read_store(folder / "tradewind.db"))


def _settled(stored: Stored) -> Stored:
    """Without the instant readings: they are for whoever owned it when the words came in, not when they were decided."""
    for lines in stored.lines.values():
        for line in lines:
            line.body.pop("readings", None)
    return stored


def _said(answer: object) -> str:
    if isinstance(answer, Refusal):
        return answer.code
    assert not isinstance(answer, BaseException), answer
    return msgspec.json.encode(answer).decode()


@settings(max_examples=40, deadline=None, phases=PHASES)
@given(steps)
def test_one_batch_ends_where_many_end(house: House, verbs: list[Verb]) -> None:
    singly, one_by_one = asyncio.run(_run(house, verbs, at_once=False))
    together, at_once = asyncio.run(_run(house, verbs, at_once=True))
    for stored in (one_by_one, at_once):
        assert not judge(History(), stored)
    assert at_once == one_by_one
    assert together == singly


def test_a_batch_that_forgets_its_own_agents_is_noticed(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    keep = Turn.keep

    def forgetful(self: Turn) -> None:
        agents = dict(self._world.agents)
        keep(self)
        self._world.agents = agents

    monkeypatch.setattr(Turn, "keep", forgetful)
    verbs = [_verb(claim.claim, AGENTS[1], ask.Claim(conversation_id=id, client_id="client-id-1")) for id in IDS]
    _, one_by_one = asyncio.run(_run(house, verbs, at_once=False))
    _, at_once = asyncio.run(_run(house, verbs, at_once=True))
    assert at_once != one_by_one
    assert {each.law for each in judge(History(), at_once)} == {"load_differs"}
