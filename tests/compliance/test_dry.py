"""Dry-runs by hand: what counts, what differs, and which texts of a message are judged."""

from datetime import date

from server.compliance.brackets import expand
from server.compliance.desks import Desks
from server.compliance.dry import DryCase, DryRules, dry_run
from server.compliance.scene import Scene
from server.compliance.tenant import FORMS, forms
from server.domain.clock import SystemClock
from server.domain.overrides import Override
from server.domain.said import Said
from tests.compliance.house import house

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
    found = dry_run(case, house())
    assert found.judged == 3
    return [(each.conversation_id, each.before, each.after) for each in found.differs]


def test_overrides_hold_for_our_own_words_in_their_shop_until_their_day() -> None:
    assert run() == []
    assert run(over("block")) == [("cv_1", "warn", "block"), ("cv_2", "warn", "block")]
    assert run(over("block", shop_id="sh_2")) == [("cv_2", "warn", "block")]
    assert run(over("block"), now=1000) == []
    assert run(over("allow")) == []
    assert run(over("allow", signed=True)) == [("cv_1", "warn", "allow"), ("cv_2", "warn", "allow")]


def test_what_was_said_in_parts_is_judged_as_the_door_did() -> None:
    parts = ("138", "0013", "8000")
    said = [Said("cv_9", n + 1, 1000 * n, "agent", "sh", "amazon", "DE", part, "en") for n, part in enumerate(parts)]
    late = [Said("cv_8", n + 1, 700_000 * n, "agent", "sh", "amazon", "DE", part, "en") for n, part in enumerate(parts)]
    heard = [
        Said("cv_7", 1, 0, "customer", "sh", "amazon", "DE", "138", "en"),
        Said("cv_7", 2, 1000, "agent", "sh", "amazon", "DE", "0013", "en"),
        Said("cv_7", 3, 2000, "customer", "sh", "amazon", "DE", "8000", "en"),
    ]
    read = [
        Said("cv_6", n + 1, n, "agent", "sh", "amazon", "DE", "一", "zh", part, "en") for n, part in enumerate(parts)
    ]
    mixed = tuple(reversed((*said, *late, *heard, *read)))
    mild = over("allow", about="contact_exchange", signed=True)
    case = DryCase(since=0, until=99, now=0, said=mixed, before=DryRules(), after=DryRules(overrides=(mild,)))
    found = dry_run(case, house())
    assert {(each.conversation_id, each.seq, each.before, each.after) for each in found.differs} == {
        ("cv_9", 3, "block", "allow"), ("cv_6", 3, "block", "allow"),
    }  # fmt: skip
    since = DryCase(since=1500, until=99, now=0, said=mixed, before=DryRules(), after=DryRules(overrides=(mild,)))
    assert [(each.conversation_id, each.seq) for each in dry_run(since, house()).differs] == [("cv_9", 3)]


def test_the_rule_itself_counts_before_its_category() -> None:
    desks = Desks(house(), SystemClock())
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
    assert all(pack.stale(date(2040, 1, 1)) for pack in house().packs)
