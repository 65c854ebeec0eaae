"""What is measured, on stories small enough to reckon by hand."""

import pytest

from loadtest.routing.measure import HOUR, gini, measure, p95
from server.routing.need import Kind, Offer
from server.routing.simulate import Person, Served, Story, Unserved


def served(
    wait: int, *, language: str = "en", level: int = 4, agent: str = "a", since: int = 0, work: int = HOUR
) -> Served:
    started = since + wait
    return Served(
        conversation_id=f"c{wait}",
        agent_id=agent,
        kind=Kind(language=language),
        waiting_since=since,
        started=started,
        ended=started + work,
        step="exact",
        level=level,
    )


def person(name: str, hours: int, capacity: int = 1) -> Person:
    offer = Offer(workspace_id="w", agent_id=name, capacity=capacity)
    return Person(offer=offer, present=((0, hours * HOUR),))


def test_waits_matches_and_starved() -> None:
    left = Unserved(conversation_id="x", kind=Kind(), waiting_since=0)
    waits = (served(0), served(60_000), served(60_001, level=3), served(1_800_001, level=2, language="es"))
    found = measure(Story(waits, (left,)), [person("a", 8)])
    assert (found.served, found.unserved, found.starved) == (4, 1, 2)
    assert found.mean == pytest.approx((60 + 60.001 + 1800.001) / 4)
    assert (found.within, found.match) == (0.5, 0.75)
    assert found.p95 == pytest.approx(1800.001)
    assert found.spread == pytest.approx(1800.001 - 60.001)


def test_waits_by_hour_of_arrival() -> None:
    found = measure(Story((served(1000), served(3000), served(5000, since=25 * HOUR)), ()), [person("a", 30)])
    assert found.by_hour[:3] == (2.0, 5.0, 0.0)


def test_load_is_by_place_and_hour_on_duty() -> None:
    even = [served(0, agent="a"), served(1, agent="b", work=4 * HOUR)]
    people = [person("a", 2), person("b", 4, capacity=2)]
    assert measure(Story(tuple(even), ()), people).gini == 0
    assert measure(Story((served(0),), ()), people).gini == 0.5


def test_gini_and_percentile() -> None:
    assert gini([3, 3, 3]) == 0
    assert gini([0, 0, 0, 1]) == 0.75
    assert gini([]) == gini([0, 0]) == 0
    assert p95(range(100)) == 95
    assert p95([]) == 0
    assert p95([7]) == 7


def test_nothing_happened() -> None:
    found = measure(Story((), ()), [])
    assert (found.mean, found.p95, found.spread, found.served) == (0, 0, 0, 0)
