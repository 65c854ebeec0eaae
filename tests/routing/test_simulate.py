"""Laws of a played desk, whatever comes; each is shown to catch a judge that breaks it."""

import random
from collections import defaultdict
from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from server.domain.conversation import Conversation
from server.domain.queues import Routing
from server.routing.board import Board, Rules
from server.routing.need import Offer
from server.routing.policy import Proposal, choose
from server.routing.simulate import Arrival, Judge, Person, Play, Served, Story, simulate

LANGUAGES = ("en", "es", "de", "zh")
MINUTE, HOUR = 60_000, 3_600_000
RULES = Rules(routing=Routing(sticky_seconds=0, drain_seconds=0), relax=30)
SEEDS = range(12)


def arrival(name: str, at: int, language: str = "en", *, work: int = 8 * MINUTE, patience: int = 0) -> Arrival:
    c = Conversation(id=name, workspace_id="w", shop_id="s", customer_id=name, language=language)
    return Arrival(at=at, conversation=c, work_ms=work, patience_ms=patience)


def person(
    name: str, *languages: str, capacity: int = 1, present: tuple[tuple[int, int], ...] = ((0, HOUR),)
) -> Person:
    levels = dict.fromkeys(languages, 4)
    return Person(offer=Offer(workspace_id="w", agent_id=name, levels=levels, capacity=capacity), present=present)


def desk(seed: int) -> tuple[list[Arrival], list[Person]]:
    """A busy desk of a few hours; two people stay until all is done."""
    rng = random.Random(seed)
    end = 4 * HOUR
    people = [person(f"s{n}", "en", LANGUAGES[n], capacity=2, present=((0, 5 * end),)) for n in range(2)]
    for n in range(6):
        start = rng.randrange(end)
        spans = ((start, start + HOUR), (start + 2 * HOUR, start + 3 * HOUR))
        people.append(person(f"a{n}", *rng.sample(LANGUAGES, 2), capacity=rng.randint(1, 4), present=spans))
    arrivals = [
        arrival(f"c{n:03}", rng.randrange(end), rng.choice(LANGUAGES), work=rng.randint(MINUTE, 20 * MINUTE))
        for n in range(rng.randint(50, 150))
    ]
    return arrivals, people


def faults(arrivals: list[Arrival], people: list[Person], story: Story) -> set[str]:
    """The laws that do not hold."""
    return {
        *_conservation(arrivals, story),
        *_capacity(people, story),
        *_presence(people, story),
        *_order(story),
        *(["starved"] if story.unserved else []),
    }


def _conservation(arrivals: list[Arrival], story: Story) -> Iterator[str]:
    ids = sorted(one.conversation_id for one in (*story.served, *story.unserved))
    if ids != sorted(one.conversation.id for one in arrivals):
        yield "conservation"


def _capacity(people: list[Person], story: Story) -> Iterator[str]:
    edges: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for one in story.served:
        edges[one.agent_id] += [(one.started, one.kind.weight), (one.ended, -one.kind.weight)]
    for who in people:
        load = 0
        for _, change in sorted(edges[who.offer.agent_id]):
            load += change
            if load > who.offer.capacity:
                yield "capacity"


def _presence(people: list[Person], story: Story) -> Iterator[str]:
    spans = {who.offer.agent_id: who.present for who in people}
    for one in story.served:
        inside = any(start <= one.started < end for start, end in spans[one.agent_id])
        if not inside or one.started < one.waiting_since:
            yield "presence"


def _order(story: Story) -> Iterator[str]:
    last: dict[object, Served] = {}
    for one in story.served:
        before = last.get(one.kind)
        if before and (before.waiting_since, before.conversation_id) > (one.waiting_since, one.conversation_id):
            yield "order"
        last[one.kind] = one


@pytest.mark.parametrize("seed", SEEDS)
def test_the_laws_hold_whatever_comes(seed: int) -> None:
    arrivals, people = desk(seed)
    assert faults(arrivals, people, simulate(arrivals, people, RULES, "w")) == set()


def _overfills(board: Board, workspace_id: str, now: int) -> Proposal | None:
    proposal = choose(board, workspace_id, now)
    here = sorted(agent_id for agent_id, offer in board.offers.items() if offer.on)
    return proposal and replace(proposal, agent_id=here[0])


def _calls_the_absent(board: Board, workspace_id: str, now: int) -> Proposal | None:
    proposal = choose(board, workspace_id, now)
    away = sorted(agent_id for agent_id, offer in board.offers.items() if not offer.on)
    return replace(proposal, agent_id=away[0]) if proposal and away else proposal


def _forgets_a_language(board: Board, workspace_id: str, now: int) -> Proposal | None:
    doubted = frozenset(head.conversation_id for head in board.heads.values() if head.kind.language == "zh")
    return choose(board, workspace_id, now, doubted)


def test_a_judge_who_breaks_a_law_is_caught() -> None:
    def caught(judge: Judge) -> set[str]:
        arrivals, people = desk(1)
        return faults(arrivals, people, simulate(arrivals, people, RULES, "w", Play(judge)))

    assert "capacity" in caught(_overfills)
    assert "presence" in caught(_calls_the_absent)
    assert caught(_forgets_a_language) == {"starved"}


def test_a_story_that_was_tampered_with_is_caught() -> None:
    arrivals, people = desk(1)
    story = simulate(arrivals, people, RULES, "w")
    assert faults(arrivals, people, Story(story.served[1:], ())) == {"conservation"}
    assert "order" in faults(arrivals, people, Story(story.served[::-1], ()))


def test_the_same_events_give_the_same_story() -> None:
    arrivals, people = desk(3)
    assert simulate(arrivals, people, RULES, "w") == simulate(arrivals[::-1], people[::-1], RULES, "w")


def test_work_lasts_on_after_the_shift_and_holds_its_place() -> None:
    people = [person("a", "en", present=((0, MINUTE), (2 * MINUTE, HOUR)))]
    story = simulate([arrival("b", 0, work=5 * MINUTE), arrival("c", 1)], people, RULES, "w")
    assert [(one.conversation_id, one.started) for one in story.served] == [("b", 0), ("c", 5 * MINUTE)]


def test_nobody_is_given_more_from_the_end_of_a_shift_on() -> None:
    story = simulate([arrival("b", MINUTE)], [person("a", "en", present=((0, MINUTE),))], RULES, "w")
    assert story.served == ()
    assert [(one.conversation_id, one.left) for one in story.unserved] == [("b", None)]


def test_who_loses_patience_goes() -> None:
    arrivals = [arrival("b", 0), arrival("c", 1, patience=MINUTE), arrival("d", 2)]
    story = simulate(arrivals, [person("a", "en")], RULES, "w")
    assert [one.conversation_id for one in story.served] == ["b", "d"]
    assert [(one.conversation_id, one.left) for one in story.unserved] == [("c", MINUTE + 1)]


def test_time_alone_opens_a_step() -> None:
    """The Spanish speaker has hours of work left; the other's English would be missed (one place): the whole relaxation."""
    people = [person("a", "es"), person("b", "en", capacity=1)]
    arrivals = [arrival("c", 0, "es", work=HOUR), arrival("d", 1, "es")]
    story = simulate(arrivals, people, RULES, "w")
    assert [(one.agent_id, one.started, one.step, one.level) for one in story.served] == [
        ("a", 0, "fluent", 4),
        ("b", 30_001, "translated", 0),
    ]


def test_rest_after_work_is_kept() -> None:
    rules = Rules(routing=Routing(after_work_seconds=90, drain_seconds=0))
    story = simulate([arrival("b", 0), arrival("c", 1)], [person("a", "en")], rules, "w")
    assert [one.started for one in story.served] == [0, 8 * MINUTE + 90_000]


def test_limits_by_kind_of_work_are_kept() -> None:
    who = person("a", "en", capacity=3)
    who = replace(who, offer=replace(who.offer, limits={"live": 1}))
    story = simulate([arrival("b", 0), arrival("c", 0)], [who], RULES, "w")
    assert [one.started for one in story.served] == [0, 8 * MINUTE]


def test_how_long_work_lasts_may_depend_on_who_does_it() -> None:
    def slower_by_an_engine(one: Arrival, served: Served) -> int:
        return one.work_ms * (1 if served.level else 2)

    story = simulate([arrival("b", 0, "zh")], [person("a", "en")], RULES, "w", Play(lasts=slower_by_an_engine))
    assert [one.ended for one in story.served] == [16 * MINUTE]
