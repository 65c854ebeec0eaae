"""A plan that asks as little as it can says what one says that asks everything; one that asks too little is seen."""

import json
import random
from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from functools import cache, cached_property

import pytest
from msgspec.structs import replace

from server.compliance import Compliance, Scene, load_packs
from server.compliance.check import check
from server.compliance.clauses import Clauses
from server.compliance.heard import EVERYWHERE, Place, Spans, either
from server.compliance.hearing import Hearing, Words
from server.compliance.pack import Rule
from server.compliance.phrases import Awaited, Phrases
from server.compliance.plan import Plan, looked
from server.compliance.stretches import Asked, Laid, Look, Needed, Stretch
from server.compliance.terms import Hit
from tests.compliance.cells import DISGUISES, INBOUND, TEXTS, rows, scene
from tests.compliance.rates import UNSEEN
from tests.compliance.rates import rows as unseen_rows

PACKS = load_packs()
EVERY = [rule for pack in PACKS for rule in pack.rule]
CHANNELS = ["amazon", "web", "shopee", "email"]


class Whole(Plan):
    """Hears every word of every rule and asks every rule that may speak, whatever the text holds."""

    words: Words

    def __init__(self, rules: list[Rule], hearing: Hearing) -> None:
        self._all = tuple(range(len(rules)))
        self._every_phrase = tuple(range(len(self.words.wordings)))
        super().__init__(EVERY, self.everything(hearing._language))
        self.always = ()

    @classmethod
    @cache
    def everything(cls, language: str) -> Hearing:
        return Hearing(looked(EVERY), language, cls.words)

    def laid(self, places: list[Place], clauses: Clauses) -> Laid:
        return Laid([Stretch(places, [], -1)], [], -1)

    def slots(self, laid: Laid) -> frozenset[str]:
        return frozenset(self.hearing.shapes)

    def asked(self, laid: Laid, shapes: list[Hit], clauses: Clauses) -> Asked:
        return Asked(self._all, [])

    def needs(self, asked: Asked, laid: Laid) -> Needed:
        return Needed([Look(laid.stretches[0].places, -1, -1, Spans([EVERYWHERE]))], 0, Spans([]), self._every_phrase)

    def excuses(self, standing: Mapping[int, list[Hit]], laid: Laid, clauses: Clauses) -> Needed:
        return self.needs(Asked((), []), laid)


class Every(Phrases):
    """As all, but asked about every phrase and no other: what those await is put together once."""

    @cached_property
    def _all(self) -> Awaited:
        return super().awaited(range(len(self._wordings)))

    def awaited(self, among: Iterable[int]) -> Awaited:
        assert among == tuple(range(len(self._wordings)))
        return self._all


class ForgetsPhrases(Plan):
    def laid(self, places: list[Place], clauses: Clauses) -> Laid:
        found = super().laid(places, clauses)
        return replace(found, stretches=[replace(one, made=one.made[:1]) for one in found.stretches])


class ForgetsShapes(Plan):
    def asked(self, laid: Laid, shapes: list[Hit], clauses: Clauses) -> Asked:
        return super().asked(laid, [], clauses)


class ForgetsNear(Plan):
    def needs(self, asked: Asked, laid: Laid) -> Needed:
        finds = either(self._rules[n].find for n in asked.rules)
        return super().needs(replace(asked, slots=[(one, slots & finds) for one, slots in asked.slots]), laid)


class ForgetsPlaces(Plan):
    def needs(self, asked: Asked, laid: Laid) -> Needed:
        found = super().needs(asked, laid)
        return replace(found, looks=[replace(look, where=Spans([])) for look in found.looks])


class ForgetsSentences(Plan):
    """Takes every sentence for a stretch of its own, also where a word stands over its end."""

    def laid(self, places: list[Place], clauses: Clauses) -> Laid:
        return super().laid([replace(place, until=place.start) for place in places], clauses)


class ForgetsFigures(Plan):
    """Takes every phrase with a shape in it for one whose shape was not found."""

    def settled(self, laid: Laid, shapes: list[Hit]) -> Laid:
        return super().settled(laid, [])


class ForgetsExcuses(Plan):
    def excuses(self, standing: Mapping[int, list[Hit]], laid: Laid, clauses: Clauses) -> Needed:
        return Needed([], 0, Spans([]), ())


@cache
def lines() -> list[tuple[str, Scene]]:
    """Every text of the sets that are read here, and pairs of them, half of all in a disguise."""
    dice = random.Random(11)
    said = [(language, category in INBOUND, text) for language, category, text in rows(TEXTS / "said.tsv")]
    said += [(language, way == "in", text) for language, way, text in rows(TEXTS / "innocent.tsv")]
    said += [(example.language, example.direction == "inbound", example.text) for p in PACKS for example in p.test]
    made = []
    for language, inbound, text in said:
        other = dice.choice(said)[2] if dice.random() < 0.3 else ""
        disguise = DISGUISES[dice.choice(list(DISGUISES))] if dice.random() < 0.5 else str
        made.append((disguise(f"{text} {other}".strip()), scene(language, inbound, dice.choice(CHANNELS))))
    return made


def differing(one: Compliance, other: Compliance) -> Iterator[str]:
    """The texts of which the two say different things."""
    for text, where in lines():
        if one.judge(text, where) != other.judge(text, where):
            yield text


def asking(judge: Compliance, plan: type[Plan]) -> Compliance:
    """The same rules with another plan."""
    other = copy(judge)
    other._make, other._plans = plan, {}
    return other


@pytest.fixture(scope="module")
def whole(judge: Compliance) -> Compliance:
    Whole.words = judge._words
    other = asking(judge, Whole)
    other._rules = copy(judge._rules)
    other._rules._phrases = Every(judge._rules._phrases._wordings)
    return other


def test_nothing_is_overlooked(judge: Compliance, whole: Compliance) -> None:
    assert list(differing(judge, whole)) == []


def test_nothing_is_overlooked_in_messages_nobody_reads(judge: Compliance, whole: Compliance) -> None:
    asked = [row.line for row in unseen_rows(UNSEEN)]
    assert len(asked) > 1000
    pairs = zip(check(asked, judge), check(asked, whole), strict=True)
    assert sum(json.loads(one) != json.loads(other) for one, other in pairs) == 0


FAULTS = [ForgetsPhrases, ForgetsPlaces, ForgetsShapes, ForgetsSentences, ForgetsNear, ForgetsFigures, ForgetsExcuses]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_plan_that_overlooks_is_seen(judge: Compliance, whole: Compliance, fault: type[Plan]) -> None:
    assert next(differing(asking(judge, fault), whole), "")


def test_languages_that_nobody_speaks_are_remembered_as_one() -> None:
    """A customer's message may name any."""
    engine = Compliance(load_packs())
    for number in range(20):
        engine.judge("Hello, where is my parcel?", Scene(language=f"x{chr(97 + number)}", market="US"))
    assert len(engine._words._heard) == len(engine._hearings) == 1
