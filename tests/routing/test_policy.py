"""The judgement alone: which head, which agent, when, and why."""

import pytest

from server.routing.board import place_of, survey
from server.routing.need import BONUS_MS, LONGEST_BONUS_MS, Need, Offer
from server.routing.policy import STEPS, Rules, choose, due

RULES = Rules(relax_ms=20_000)


def need(name: str, language: str = "es", *, since: int = 0, declined: tuple[str, ...] = (), priority: int = 0) -> Need:
    return Need(
        workspace_id="w",
        conversation_id=name,
        language=language,
        declined=declined,
        waiting_since=since,
        priority=priority,
    )


def offer(name: str, *languages: str, load: int = 0, idle: int = 0, open: bool = True, on: bool = True) -> Offer:  # noqa: A002
    return Offer(
        workspace_id="w",
        agent_id=name,
        languages=languages,
        capacity=1,
        load=load,
        idle_since=idle,
        on=on,
        open=open,
    )


def decide(needs: list[Need], offers: list[Offer], now: int = 0) -> tuple[str, str, str, str] | None:
    proposal = choose(survey(needs, offers), "w", RULES, now)
    if proposal is None:
        return None
    return proposal.conversation_id, proposal.agent_id, proposal.step, proposal.reason.code


def test_the_steps_and_their_order() -> None:
    assert [step.name for step in STEPS] == ["speaker", "translated"]


@pytest.mark.parametrize("busy", [offer("b", "es", load=1), offer("b", "es", open=False)])
def test_a_speaker_who_is_present_is_waited_for(busy: Offer) -> None:
    needs, offers = [need("c")], [busy, offer("a", "de")]
    assert decide(needs, offers, 19_999) is None
    assert due(survey(needs, offers), RULES, 0) == 20_000
    assert decide(needs, offers, 20_000) == ("c", "a", "translated", "waited")
    assert due(survey(needs, offers), RULES, 20_000) is None


@pytest.mark.parametrize("others", [[], [offer("b", "es", on=False)]])
def test_an_absent_speaker_is_not(others: list[Offer]) -> None:
    assert decide([need("c")], [offer("a", "de"), *others]) == ("c", "a", "translated", "nobody_speaks")


def test_a_speaker_who_declined_is_not_waited_for() -> None:
    offers = [offer("b", "es"), offer("a", "de")]
    assert decide([need("c", declined=("b",))], offers) == ("c", "a", "translated", "nobody_speaks")
    assert decide([need("c", declined=("a", "b"))], offers) == ("c", "b", "speaker", "speaks")


def test_the_explanation_names_everybody_who_was_looked_at() -> None:
    offers = [offer("a", "es", idle=5), offer("b", "es", idle=3), offer("d", "es")]
    proposal = choose(survey([need("c", declined=("d",))], offers), "w", RULES, 10)
    assert proposal is not None
    assert [(c.agent_id, c.score, c.why) for c in proposal.candidates] == [
        ("b", 7, "chosen"),
        ("a", 5, "less_idle"),
        ("d", 0, "declined"),
    ]
    assert proposal.reason.values == {"language": "es", "waited_ms": 10, "idle_ms": 7, "speakers_on": 2}


def test_doubted_ones_are_passed_over() -> None:
    board = survey([need("c"), need("d", "de", since=1)], [offer("a", "es", "de")])
    assert choose(board, "w", RULES, 0, frozenset({"a"})) is None
    proposal = choose(board, "w", RULES, 0, frozenset({"c"}))
    assert proposal is not None
    assert proposal.conversation_id == "d"


@pytest.mark.parametrize(("priority", "bonus"), [(-3, 0), (0, 0), (1, BONUS_MS), (99, LONGEST_BONUS_MS)])
def test_priority_is_bounded(priority: int, bonus: int) -> None:
    asked = need("c", since=10**12, priority=priority)
    assert asked.waiting_since - asked.score == bonus
    [head] = survey([asked], [])
    assert head.waiting_since == asked.waiting_since


def test_place_counts_the_line_whatever_the_class() -> None:
    needs = [need("a"), need("b", since=1, declined=("x",)), need("c", since=2), need("d", "de", since=0)]
    assert [place_of(needs, name) for name in ("a", "b", "c", "d", "gone")] == [1, 2, 3, 1, None]
