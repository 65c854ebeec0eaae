"""What is said over several messages is heard, what only looks so is not, and the place is in the last message."""

import random

import pytest
from msgspec.structs import replace

from server.compliance import Compliance, Scene
from server.compliance.parts import joined
from server.domain.verdict import Action, Verdict
from tests.compliance.cells import MARKET, TEXTS, rows, scene

SETS = [(language, category, tuple(parts.split(" / "))) for language, category, parts in rows(TEXTS / "parts.tsv")]
GUILTY = [row for row in SETS if row[1] != "-"]
INNOCENT = [row for row in SETS if row[1] == "-"]


def last(judge: Compliance, where: Scene, parts: tuple[str, ...]) -> Verdict:
    """What is said of the last part after the others."""
    return judge.judge(parts[-1], replace(where, before=parts[:-1]))


@pytest.mark.parametrize(("language", "category", "parts"), GUILTY)
def test_parts_are_heard_together(judge: Compliance, language: str, category: str, parts: tuple[str, ...]) -> None:
    where = scene(language, inbound=False)
    verdict = last(judge, where, parts)
    assert category in {finding.category for finding in verdict.findings}
    assert all(0 <= finding.start < finding.end <= len(parts[-1]) for finding in verdict.findings)
    assert last(judge, where, ("Good morning, " * 6, parts[-1])) == judge.judge(parts[-1], where)


@pytest.mark.parametrize(("language", "category", "parts"), INNOCENT)
def test_other_parts_pass(judge: Compliance, language: str, category: str, parts: tuple[str, ...]) -> None:
    assert category == "-"
    for inbound in (False, True):
        where = scene(language, inbound)
        for end in range(1, len(parts)):
            assert last(judge, where, parts[: end + 1]) == judge.judge(parts[end], where)


def test_lines_of_service_talk_mean_together_what_they_mean_alone(judge: Compliance) -> None:
    dice, alarms = random.Random(2), 0
    for language in MARKET:
        lines = [
            line
            for line in (TEXTS / f"clean_{language}.txt").read_text(encoding="utf-8").splitlines()
            if len(line) < 60
        ]
        for _ in range(60):
            parts = tuple(dice.choices(lines, k=3))
            alarms += last(judge, scene(language, inbound=False), parts).action > Action.allow
    assert alarms == 0


def test_a_split_card_is_covered_in_its_last_part(judge: Compliance) -> None:
    verdict = last(judge, Scene(direction="inbound", author="customer"), ("4242 4242", "4242 4242, thanks"))
    assert verdict.action == Action.mask
    assert verdict.text.endswith("4242, thanks")
    assert "•" in verdict.text


def test_the_shop_may_say_its_number_in_parts(judge: Compliance) -> None:
    parts = ("my number is 138", "0013", "8000")
    assert last(judge, Scene(channel="web"), parts).action == Action.allow


def test_only_the_last_short_messages_are_joined() -> None:
    assert joined((), "a") is None
    assert joined(("x" * 61,), "a") is None
    assert joined(("b",), "x" * 61) is None
    whole = joined(tuple("abcdefgh"), "i")
    assert whole is not None
    assert (whole.text, whole.last) == ("d e f g h i", 10)
