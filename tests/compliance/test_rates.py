"""The sets nobody tunes to hold the rules to a floor, and a judge who hears nothing falls through it."""

import json
from pathlib import Path

import pytest

from server.compliance import Compliance
from tests.compliance.cells import INBOUND, MARKET
from tests.compliance.rates import CALIBRATION, EXAM, UNSEEN, in_passing, rates, rows, table, told

LEAST = {UNSEEN: {"P": 0.985, "D": 0.955}, CALIBRATION: {"P": 0.86, "D": 0.6}, EXAM: {"P": 0.95, "D": 0.89}}
MOST = {UNSEEN: {"N": 0.015, "O": 0.005}, CALIBRATION: {"N": 0.02, "O": 0.005}, EXAM: {"N": 0.022, "O": 0.005}}
IN_PASSING = {"P": 0.945, "D": 0.865}
"""Of the exam, each message among ordinary ones."""
OUTBOUND = 11


def _shares(engine: Compliance, folder: Path, *, among: bool = False) -> dict[str, float]:
    results = rates(told(engine, folder, among=among))
    return {kind: hit / count for (what, kind), (hit, count) in results.items() if what == "all"}


def _stands(engine: Compliance, folder: Path) -> dict[str, bool]:
    found = _shares(engine, folder)
    caught = {kind: found[kind] >= least for kind, least in LEAST[folder].items()}
    return caught | {kind: found[kind] <= most for kind, most in MOST[folder].items()}


@pytest.mark.parametrize("folder", LEAST, ids=lambda folder: folder.name)
def test_the_rules_do_on_unseen_messages_what_they_did(judge: Compliance, folder: Path) -> None:
    assert _stands(judge, folder) == dict.fromkeys("PDNO", True)


@pytest.mark.parametrize("folder", LEAST, ids=lambda folder: folder.name)
def test_a_judge_without_rules_is_seen(folder: Path) -> None:
    assert _stands(Compliance(()), folder) == {"P": False, "D": False, "N": True, "O": True}


def test_what_is_said_in_passing_is_heard(judge: Compliance) -> None:
    found = _shares(judge, EXAM, among=True)
    assert {kind: found[kind] >= least for kind, least in IN_PASSING.items()} == {"P": True, "D": True}
    assert found["O"] <= 0.01


def test_a_message_among_others_is_still_in_its_text() -> None:
    alone, among = list(rows(EXAM)), list(in_passing(rows(EXAM)))
    pairs = list(zip(alone, among, strict=True))
    assert all(one.text in other.text != one.text for one, other in pairs)
    assert all((one.kind, one.category) == (other.kind, other.category) for one, other in pairs)
    assert all(json.loads(other.line)["text"] == other.text for other in among)


def test_every_cell_of_the_calibration_set_has_its_texts() -> None:
    asked = list(rows(CALIBRATION))
    count = {what: every for what, (_, every) in rates(told(Compliance(()), CALIBRATION)).items()}
    categories = {row.category for row in asked} - {"-"}
    assert len(categories) == OUTBOUND + len(INBOUND)
    assert {row.language for row in asked} == set(MARKET)
    short = {
        (category, language, kind)
        for category in categories
        for language in MARKET
        for kind, least in {"P": 2, "D": 2, "N": 3}.items()
        if count.get((f"{category} {language}", kind), 0) < least
    }
    assert short == set()
    assert min(count[language, "O"] for language in MARKET) >= 24
    assert len({row.text for row in asked}) == len(asked)


def test_texts_are_shown_to_those_alone_who_ask() -> None:
    results = list(told(Compliance(()), UNSEEN))
    texts = [row.text for row in rows(UNSEEN)]
    plain, asked = ("\n".join(table(results, cells=True, texts=yes)) for yes in (False, True))
    assert "false_customs ko" in plain
    assert [text for text in texts if text in plain] == []
    assert [text for text in texts if text in asked]
