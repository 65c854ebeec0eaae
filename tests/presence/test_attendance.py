"""Who is here and who is gone, by a clock of the test."""

import pytest

from server.presence.attendance import Attendance, Patience


@pytest.fixture
def room() -> Attendance:
    return Attendance(Patience())


def test_gone_with_the_last_of_many_sockets(room: Attendance) -> None:
    for sid in ("s1", "s2"):
        room.connected("a", sid)
    room.disconnected("a", "s1", 0)
    assert "a" in room.here
    room.disconnected("a", "s2", 5)
    assert "a" not in room.here
    assert room.overdue(60, 64) == []
    assert room.overdue(60, 65) == ["a"]


def test_back_within_the_grace(room: Attendance) -> None:
    room.connected("a", "s1")
    room.disconnected("a", "s1", 0)
    room.connected("a", "s2")
    assert room.overdue(60, 100) == []


def test_a_socket_that_was_never_here_changes_nothing(room: Attendance) -> None:
    room.disconnected("a", "s1", 0)
    assert room.overdue(0, 100) == []


def test_goodbye_is_no_loss(room: Attendance) -> None:
    for agent in ("a", "b", "c"):
        room.connected(agent, "s")
    for agent in ("a", "b", "c"):
        assert room.logged_out(agent) == {"s"}
    assert not room.frozen(1)
    assert room.overdue(0, 100) == []


def test_expected_agents_have_the_grace_to_appear(room: Attendance) -> None:
    room.connected("b", "s")
    room.expected(["a", "b"], 0)
    assert room.overdue(60, 60) == ["a"]
    room.reported("a")
    assert room.overdue(60, 61) == []
    assert not room.frozen(0)


@pytest.mark.parametrize(
    ("here", "lost", "seconds", "frozen"),
    [(9, 3, 0, False), (8, 3, 0, True), (2, 2, 0, False), (3, 3, 0, True), (11, 4, 5, False), (11, 4, 3, True)],
)
def test_frozen_when_more_than_a_third_and_three_vanish_at_once(
    here: int, lost: int, seconds: int, frozen: bool
) -> None:
    room = Attendance(Patience())
    for number in range(here):
        room.connected(f"a{number}", "s")
    for number in range(lost):
        room.disconnected(f"a{number}", "s", number * seconds)
    last = (lost - 1) * seconds
    assert room.frozen(last) is frozen
    assert bool(room.overdue(0, last)) is not frozen
    assert len(room.overdue(0, last + 60)) == lost


def test_who_returns_during_the_freeze_is_not_reported(room: Attendance) -> None:
    for agent in ("a", "b", "c"):
        room.connected(agent, "s")
        room.disconnected(agent, "s", 0)
    assert room.frozen(59)
    room.connected("a", "s2")
    room.seen({"b"})
    assert room.overdue(0, 61) == ["c"]
