"""Rivals do what their names say, and nothing kinder or worse."""

import pytest

from loadtest.routing.playing import RIVALS
from server.domain.queues import Routing
from server.routing.board import Board, Rules
from server.routing.need import Kind, Need, Offer
from server.routing.policy import Proposal
from server.routing.simulate import Judge
from server.routing.waiting import Waiting


def offer(name: str, language: str, *, load: int = 0, idle: int = 0) -> Offer:
    return Offer(
        workspace_id="w",
        agent_id=name,
        levels={language: 4},
        capacity=2,
        load=load,
        idle_since=idle,
        on=True,
        open=True,
    )


def board(*waiting: str, offers: tuple[Offer, ...]) -> tuple[Board, Waiting]:
    made = Board(Rules(routing=Routing()))
    for one in offers:
        made.sit(one)
    queue = Waiting(made)
    for place, language in enumerate(waiting):
        queue.add(Need(workspace_id="w", conversation_id=f"c{place}", kind=Kind(language=language), score=place))
    return made, queue


def first(judge: Judge, made: Board) -> tuple[str, str] | None:
    proposal: Proposal | None = judge(made, "w", 100)
    return (proposal.conversation_id, proposal.agent_id) if proposal else None


DESK = (offer("a", "de", load=1, idle=5), offer("b", "es", load=1, idle=9), offer("c", "de", idle=7))


@pytest.mark.parametrize(
    ("name", "chosen"),
    [
        ("round robin", ("c0", "a")),
        ("least busy", ("c0", "c")),
        ("longest waiting first", ("c0", "a")),
        ("skill, then anyone", ("c0", "b")),
        ("speakers only", ("c0", "b")),
    ],
)
def test_whom_each_chooses(name: str, chosen: tuple[str, str]) -> None:
    assert first(RIVALS[name](), board("es", "de", offers=DESK)[0]) == chosen


def test_round_robin_goes_round() -> None:
    judge = RIVALS["round robin"]()
    made, queue = board(*["es"] * 4, offers=DESK)
    turns = []
    while (chosen := first(judge, made)) is not None:
        turns.append(chosen[1])
        queue.remove(chosen[0])
    assert turns == ["a", "b", "c", "a"]


def test_without_a_speaker_one_asks_anyone_and_one_nobody() -> None:
    made, _ = board("zh", "es", offers=DESK)
    assert first(RIVALS["skill, then anyone"](), made) == ("c0", "c")
    assert first(RIVALS["speakers only"](), made) == ("c1", "b")


@pytest.mark.parametrize("name", RIVALS)
def test_nobody_is_given_more_than_they_carry(name: str) -> None:
    made, _ = board("es", offers=(offer("b", "es", load=2),))
    assert first(RIVALS[name](), made) is None
