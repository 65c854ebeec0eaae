"""The judgement alone: which head, which agent, when, and why."""

from collections.abc import Iterable

import pytest

from server.domain.conversation import Conversation
from server.domain.queues import Queue, Routing, Step, relaxing
from server.routing.board import Board, Rules
from server.routing.need import BONUS_MS, LONGEST_BONUS_MS, Kind, Need, Offer, need_of
from server.routing.policy import OWN_FIRST_MS, choose, due
from server.routing.waiting import Waiting, place_of
from server.routing.worth import MOST_STRAIN, Strain, worth

RELAX = 20
QUIET = Routing(sticky_seconds=0, drain_seconds=0)
RULES = Rules(routing=QUIET, relax=RELAX)


def need(name: str, language: str = "es", *, since: int = 0, preferred: str = "", kind: Kind = Kind()) -> Need:
    fields = {field: getattr(kind, field) for field in kind.__struct_fields__} | {"language": language}
    return Need(
        workspace_id="w",
        conversation_id=name,
        kind=Kind(**fields),
        score=since,
        waiting_since=since,
        preferred_id=preferred,
    )


def offer(name: str, *languages: str, level: int = 4, capacity: int = 1, load: int = 0, **more: object) -> Offer:
    facts = {"on": True, "open": True, "levels": dict.fromkeys(languages, level)} | more
    return Offer(workspace_id="w", agent_id=name, capacity=capacity, load=load, **facts)  # type: ignore[arg-type]


def board(needs: Iterable[Need], offers: Iterable[Offer], rules: Rules = RULES) -> Board:
    made = Board(rules)
    for one in offers:
        made.sit(one)
    waiting = Waiting(made)
    for asked in needs:
        waiting.add(asked)
    return made


def decide(made: Board, now: int = 0, doubted: frozenset[str] = frozenset()) -> tuple[str, str, str, str] | None:
    proposal = choose(made, "w", now, doubted)
    if proposal is None:
        return None
    return proposal.conversation_id, proposal.agent_id, proposal.step, proposal.reason.code


def test_nobody_or_nothing_is_no_decision() -> None:
    assert decide(board([], [offer("a", "es")])) is None
    assert decide(board([need("c")], [])) is None
    assert due(board([], [offer("a", "es")]), 0) is None


def test_who_came_first_comes_first() -> None:
    assert decide(board([need("c", since=1), need("d", "de")], [offer("a", "es", "de")])) == (
        "d",
        "a",
        "fluent",
        "speaks",
    )


def test_a_head_nobody_can_serve_blocks_none_behind_it() -> None:
    needs = [need("c", kind=Kind(shop_id="far")), need("d", since=1, kind=Kind(shop_id="near"))]
    assert decide(board(needs, [offer("a", "es", shop_ids=("near",))])) == ("d", "a", "fluent", "speaks")


@pytest.mark.parametrize("busy", [offer("b", "es", load=1), offer("b", "es", open=False)])
def test_a_speaker_who_is_present_is_waited_for(busy: Offer) -> None:
    """As long as the step says, when the engine's agent has the last place of another language."""
    made = board([need("c")], [busy, offer("a", "de")])
    assert decide(made, 1000 * RELAX - 1) is None
    assert decide(made, 1000 * RELAX) == ("c", "a", "translated", "waited")


def test_an_absent_speaker_is_not() -> None:
    made = board([need("c")], [offer("a", "de"), offer("b", "es", on=False)])
    assert decide(made) == ("c", "a", "translated", "nobody_speaks")


def test_an_agent_who_declined_is_not_waited_for() -> None:
    asked = need("c", kind=Kind(declined=("b",), again_at=1000))
    made = board([asked], [offer("b", "es"), offer("a", "de")])
    assert decide(made) == ("c", "a", "translated", "nobody_speaks")
    assert decide(made, 1000) == ("c", "b", "fluent", "speaks")
    assert due(made, 0) == 1000


@pytest.mark.parametrize("places", [1, 2, 4, 10])
def test_the_less_a_place_is_missed_the_sooner_an_engine_is_asked(places: int) -> None:
    made = board([need("c")], [offer("b", "es", load=1), offer("a", "de", capacity=places)])
    opens = 1000 * RELAX // places
    assert decide(made, opens - 1) is None
    assert due(made, opens - 1) == opens
    assert decide(made, opens) == ("c", "a", "translated", "waited")


def test_what_is_missed_by_several_languages_adds_up_within_bounds() -> None:
    two, all_of_them = offer("a", "de", "fr"), offer("a", *"abcdefgh")
    for one, share in ((two, 2.0), (all_of_them, MOST_STRAIN)):
        made = board([], [one])
        assert Strain(made, made.open).share(one) == share
    assert Strain(board([], [two]), {"a"}).of(two, "de") == 1


def test_who_needs_no_engine_comes_first() -> None:
    needs = [need("c"), need("d", "de", since=5)]
    made = board(needs, [offer("a", "de")])
    assert decide(made, 1000 * RELAX) == ("d", "a", "fluent", "speaks")


@pytest.mark.parametrize(("later", "first"), [(OWN_FIRST_MS, "d"), (OWN_FIRST_MS + 1, "c")])
def test_but_not_for_ever(later: int, first: str) -> None:
    made = board([need("c"), need("d", "de", since=later)], [offer("a", "de")])
    decided = decide(made, later)
    assert decided is not None
    assert decided[0] == first


def test_time_that_changes_nothing_is_not_due() -> None:
    made = board([need("c")], [offer("a", "es", load=1)])
    times, now = [], 0
    while (after := due(made, now)) is not None:
        assert after > now
        times.append(after)
        now = after
    eased = {"translated"}  # nobody is free whom it could open for
    assert times == sorted({step.after * 1000 for step in relaxing(RELAX) if step.name not in eased} - {0})


def test_a_rest_and_a_shift_are_waited_for() -> None:
    resting = board([need("c")], [offer("a", "es", rests_until=70)])
    assert decide(resting, 69) is None
    assert due(resting, 0) == 70
    assert decide(resting, 70) == ("c", "a", "fluent", "speaks")
    steps = (Step(name="on_shift", level=3),)
    rules = Rules(routing=Routing(queues=(Queue(name="q", steps=steps),), drain_seconds=0))
    early = board([need("c", kind=Kind(queue="q"))], [offer("a", "es", shifts=((50, 90),))], rules)
    assert [decide(early, now) is None for now in (49, 50, 89, 90)] == [True, False, False, True]
    assert due(early, 0) == 50


def test_the_last_minutes_of_a_shift_bring_nothing_new() -> None:
    steps = (Step(name="on_shift", level=3),)
    rules = Rules(routing=Routing(queues=(Queue(name="q", steps=steps),), drain_seconds=60))
    made = board([need("c", kind=Kind(queue="q"))], [offer("a", "es", shifts=((0, 100_000),))], rules)
    assert [decide(made, now) is None for now in (39_999, 40_000)] == [False, True]


def test_who_knows_the_customer_is_worth_a_head_start() -> None:
    rules = Rules(routing=Routing(sticky_seconds=60, drain_seconds=0), relax=RELAX)
    needs = [need("b"), need("c", since=59_000, preferred="a"), need("d", since=61_000, preferred="a")]
    offers = [offer("a", "es"), offer("b", "es", load=1)]
    assert decide(board(needs, offers, rules), 61_000) == ("c", "a", "fluent", "knows")
    assert decide(board([needs[0], needs[2]], offers, rules), 61_000) == ("b", "a", "fluent", "speaks")


def test_who_is_missed_elsewhere_is_spared() -> None:
    """Both write Spanish; b alone writes Chinese, while German has places enough."""
    offers = [offer("b", "es", "zh", capacity=2), offer("a", "es", "de"), *(offer(f"d{n}", "de") for n in range(9))]
    assert decide(board([need("c")], offers)) == ("c", "a", "fluent", "speaks")


def test_points_add_up_and_rank() -> None:
    known, other = offer("k", "es", capacity=4, load=3), offer("o", "es", capacity=4, idle_since=0)
    made = board([need("c", preferred="k")], [known, other])
    head, strain = made.ordered()[0], Strain(made, made.open)
    values = [worth(head, one, strain, 0) for one in (known, other)]
    assert [sum(value.parts.values()) == value.total for value in values] == [True, True]
    assert values[0].total > values[1].total
    stranger = need("d")
    made = board([stranger], [known, other])
    assert decide(made) == ("d", "o", "fluent", "speaks")


def test_the_explanation_names_everybody_who_was_looked_at() -> None:
    offers = [
        offer("a", "es", capacity=2),
        offer("b", "es", capacity=2, load=1),
        offer("d", "es"),
        offer("e", "es", load=1),
        offer("f", "es", open=False),
        offer("g", "es", rests_until=99),
    ]
    proposal = choose(board([need("c", kind=Kind(declined=("d",), again_at=99))], offers), "w", 10)
    assert proposal is not None
    assert [(one.agent_id, one.why) for one in proposal.candidates] == [
        ("a", "chosen"),
        ("b", "less"),
        ("d", "declined"),
        ("e", "full"),
        ("f", "paused"),
        ("g", "after_work"),
    ]
    assert proposal.reason.values == {
        "language": "es",
        "level": 4,
        "waited_ms": 10,
        "idle_ms": 10,
        "free": 2,
        "passed": 0,
    }


def test_doubted_ones_are_passed_over() -> None:
    made = board([need("c"), need("d", "de", since=1)], [offer("a", "es", "de")])
    assert decide(made, doubted=frozenset({"a"})) is None
    assert decide(made, doubted=frozenset({"c"})) == ("d", "a", "fluent", "speaks")


@pytest.mark.parametrize(("priority", "bonus"), [(-3, 0), (0, 0), (1, BONUS_MS), (99, LONGEST_BONUS_MS)])
def test_priority_is_bounded(priority: int, bonus: int) -> None:
    c = Conversation(id="c", workspace_id="w", shop_id="s", customer_id="u", waiting_since=10**12, priority=priority)
    asked = need_of(c, Routing(targets={}))
    assert (asked.waiting_since - asked.score, asked.waiting_since) == (bonus, 10**12)


def test_place_counts_the_line_whatever_the_class() -> None:
    declined = Kind(declined=("x",), again_at=9)
    needs = [need("a"), need("b", since=1, kind=declined), need("c", since=2), need("d", "de")]
    assert [place_of(needs, name) for name in ("a", "b", "c", "d", "gone")] == [1, 2, 3, 1, None]
