"""Dry-runs by hand: what counts, what differs, and which texts of a message are judged."""

from datetime import date

from server.compliance.desks import Desks
from server.compliance.dry import DryCase, DryRules, dry_run
from server.compliance.engine import Compliance
from server.compliance.loading import load_packs
from server.compliance.scene import Scene
from server.compliance.tenant import FORMS, forms
from server.compliance.wording import expand
from server.domain.clock import SystemClock
from server.domain.overrides import Override
from server.domain.said import Said

HOUSE = Compliance(load_packs())
SAID = (
    Said("cv_1", 2, 20, "agent", "sh_1", "amazon", "DE", "What a shitty courier, sorry about that.", "en"),
    Said("cv_1", 1, 10, "customer", "sh_1", "amazon", "DE", "What a shitty courier.", "en"),
    Said("cv_2", 1, 10, "agent", "sh_2", "web", "DE", "Hallo", "de", "What a shitty courier, sorry about that.", "en"),
)


def over(action: str, **more: object) -> Override:
    fields = {"id": "ov", "workspace_id": "ws", "about": "abuse", "action": action, "until": 1000, **more}
    return Override(**fields)  # type: ignore[arg-type]


def run(*overrides: Override, now: int = 0) -> list[tuple[str, str, str]]:
    """(conversation, before, after) of what differs under these overrides."""
    case = DryCase(since=0, until=99, now=now, said=SAID, before=DryRules(), after=DryRules(overrides=overrides))
    found = dry_run(case, HOUSE)
    assert found.judged == 3
    return [(each.conversation_id, each.before, each.after) for each in found.differs]


def test_overrides_hold_for_our_own_words_in_their_shop_until_their_day() -> None:
    assert run() == []
    assert run(over("block")) == [("cv_1", "warn", "block"), ("cv_2", "warn", "block")]
    assert run(over("block", shop_id="sh_2")) == [("cv_2", "warn", "block")]
    assert run(over("block"), now=1000) == []
    assert run(over("allow")) == []
    assert run(over("allow", signed=True)) == [("cv_1", "warn", "allow"), ("cv_2", "warn", "allow")]


def test_the_rule_itself_counts_before_its_category() -> None:
    desks = Desks(HOUSE, SystemClock())
    scene = Scene(channel="amazon", language="en")
    (found,) = desks.judge(("ws", "sh_1"), SAID[0].text, scene).findings
    both = (over("block"), over("hold", about=found.rule))
    assert run(*both)[0] == ("cv_1", "warn", "hold")


def test_spellings_are_counted_without_being_made() -> None:
    for source in ("a", "(a|b) c", "(a|(b|c) d|) e|f", "(a|b)(c|d)(e|f)", ""):
        assert forms(source) >= len(expand(source)), source
    assert forms("(a|b) c") == 2
    assert forms("(a|b)" * 500) > FORMS
    assert forms(")" * 9 + "(" * 9) >= 1


def test_a_packs_day_is_told() -> None:
    assert all(pack.stale(date(2040, 1, 1)) for pack in HOUSE.packs)
