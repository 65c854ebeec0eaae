"""The bound is below every policy, reached where it can be, and a policy that cheats is seen to."""

import random
from itertools import permutations, product

import pytest
from msgspec.structs import replace

from loadtest.routing.bound import least_waits
from loadtest.routing.measure import measure
from loadtest.routing.playing import RIVALS, Stage, Week, stage
from loadtest.routing.world import Demand
from server.domain.conversation import Conversation
from server.routing.need import Offer
from server.routing.simulate import Arrival, Person, Story

SEEDS = (1, 2, 3)
BUSY = Demand(weeks=1 / 7, volume=42_000)


def bound(ready: Stage) -> float:
    waits = least_waits(ready.arrivals, ready.people, ready.works)
    return sum(waits) / len(waits) / 1000


def mean(story: Story, ready: Stage) -> float:
    found = measure(story, ready.people)
    assert (found.served, found.unserved) == (len(ready.arrivals), 0)
    return found.mean


@pytest.mark.parametrize("seed", SEEDS)
def test_no_policy_waits_less(seed: int) -> None:
    ready = stage(Week(demand=BUSY, seed=seed))
    least = bound(ready)
    assert least > 0
    assert all(mean(ready.play(judge and judge()), ready) >= least for judge in (None, *RIVALS.values()))


def test_a_policy_that_cheats_is_seen_to() -> None:
    """It waits for nobody and works a quarter faster than anybody can."""
    honest = stage(Week(demand=BUSY, relax=0))
    cheat = replace(honest, works=[work * 3 // 4 for work in honest.works])
    assert mean(cheat.play(), cheat) < bound(honest)


def test_it_is_reached_when_all_are_alike_and_nobody_leaves() -> None:
    ready = stage(Week(demand=Demand(weeks=1 / 7, volume=30_000)))
    always = tuple(replace(person, present=((0, 2**60),)) for person in ready.people[:10])
    ready = replace(ready, people=always)
    assert mean(ready.play(everybody=True), ready) == pytest.approx(bound(ready))


def test_no_plan_at_all_does_better() -> None:
    """Every order of beginning, every choice of a place, for a few customers; works go with the order."""
    for seed in range(30):
        rng = random.Random(seed)
        people = [_person(n, rng) for n in range(2)]
        arrivals = [_arrival(n, at) for n, at in enumerate(sorted(rng.sample(range(20), 4)))]
        works = [rng.randint(1, 15) for _ in arrivals]
        waits = least_waits(arrivals, people, works)
        best = min(
            sum(starts) - sum(one.at for one in arrivals)
            for order in permutations(arrivals)
            for places in product(people, repeat=len(order))
            if (starts := _starts(order, places, works)) is not None
        )
        assert sum(waits) <= best


def _person(number: int, rng: random.Random) -> Person:
    spans = ((rng.randrange(5), 12), (20 + rng.randrange(5), 1000)) if number else ((0, rng.randint(3, 30)),)
    return Person(offer=Offer(workspace_id="w", agent_id=f"a{number}", capacity=1), present=spans)


def _arrival(number: int, at: int) -> Arrival:
    c = Conversation(id=f"c{number}", workspace_id="w", shop_id="s", customer_id="u")
    return Arrival(at=at, conversation=c, work_ms=1)


def _starts(order: tuple[Arrival, ...], places: tuple[Person, ...], works: list[int]) -> list[int] | None:
    """When each is begun, in this order and by these people, each as soon as it can; None when one cannot be."""
    free: dict[str, int] = {}
    starts: list[int] = []
    for one, person, work in zip(order, places, works, strict=True):
        name = person.offer.agent_id
        soonest = max(one.at, free.get(name, 0), starts[-1] if starts else 0)
        start = next((max(soonest, begin) for begin, end in person.present if max(soonest, begin) < end), None)
        if start is None:
            return None
        starts.append(start)
        free[name] = start + work
    return starts
