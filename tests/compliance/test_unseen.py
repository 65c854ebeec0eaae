"""The set nobody tunes to holds the rules to a floor, and a judge who hears nothing falls through it."""

from server.compliance import Compliance, load_packs
from tests.compliance.unseen.rates import rates

FLOOR = {"P": 0.93, "D": 0.90}
CEILING = {"N": 0.04, "O": 0.01}


def _stands(engine: Compliance) -> dict[str, bool]:
    found = {kind: hit / count for (what, kind), (hit, count) in rates(engine).items() if what == "all"}
    caught = {kind: found[kind] >= least for kind, least in FLOOR.items()}
    return caught | {kind: found[kind] <= most for kind, most in CEILING.items()}


def test_the_rules_do_on_unseen_messages_what_they_did() -> None:
    assert _stands(Compliance(load_packs())) == dict.fromkeys("PDNO", True)


def test_a_judge_without_rules_is_seen() -> None:
    assert _stands(Compliance(())) == {"P": False, "D": False, "N": True, "O": True}
