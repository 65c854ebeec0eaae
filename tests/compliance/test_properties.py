"""Laws that hold for any text: disguise changes nothing, random numbers trigger nothing, nothing crashes."""

from hypothesis import given, settings
from hypothesis import strategies as st

from server.compliance import Scene
from server.domain.verdict import Action
from tests.compliance.house import judge
from tests.compliance.test_texts import GUILTY

UNSEEN = st.sampled_from(["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u202e", "\u2066", "\ufe0f"])
TEXTS = st.sampled_from(GUILTY)
WIDE_DIGITS = {ord("0") + n: 0xFF10 + n for n in range(10)}
ORDER = st.text("0123456789", min_size=6, max_size=22)
NAMED = ["Your order {} has shipped.", "Tracking number: {}", "Ihre Bestellung {} ist da.", "您的订单{}已发货"]


def action(text: str, language: str) -> Action:
    return judge(text, Scene(channel="amazon", market="DE", language=language)).action


@settings(deadline=None)
@given(TEXTS, st.lists(st.tuples(st.floats(0, 1), UNSEEN), max_size=12))
def test_unseen_signs_change_nothing(guilty: list[str], marks: list[tuple[float, str]]) -> None:
    language, _, text = guilty
    signs = list(text)
    for place, mark in marks:
        signs.insert(int(place * len(signs)), mark)
    assert action("".join(signs), language) == action(text, language)


@settings(deadline=None)
@given(TEXTS)
def test_wide_digits_change_nothing(guilty: list[str]) -> None:
    language, _, text = guilty
    assert action(text.translate(WIDE_DIGITS), language) == action(text, language)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(NAMED), ORDER, st.sampled_from(["amazon", "shopee", "web"]))
def test_an_order_number_triggers_nothing(form: str, number: str, channel: str) -> None:
    assert judge(form.format(number), Scene(channel=channel)).action == Action.allow


@settings(deadline=None)
@given(st.text(st.characters(), max_size=200), st.sampled_from(["amazon", "web"]))
def test_any_text_gets_a_verdict(text: str, channel: str) -> None:
    verdict = judge(text, Scene(channel=channel))
    assert all(0 <= f.start < f.end <= len(text) for f in verdict.findings)
    assert verdict.text == text or any(f.action == Action.mask for f in verdict.findings)


@settings(deadline=None)
@given(TEXTS, st.text(st.characters(categories=["L", "P", "Zs"]), max_size=40))
def test_a_judged_text_stays_judged(guilty: list[str], before: str) -> None:
    language, _, text = guilty
    assert action(f"{before}.\n{text}", language) >= action(text, language)
