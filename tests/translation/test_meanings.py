"""The phrases are held to their form, to their registers, and to the rules of every channel they may be said on."""

import re

import pytest

from server.app.words import read_once
from server.compliance import Compliance, Scene
from server.domain.verdict import Action
from server.translation.meanings import LANGUAGES, Phrase, PhraseError, Ways, checked
from server.translation.phrasebook import Phrasebook
from server.translation.slots import names_in, rendered
from tests.translation.test_phrasebook import SAMPLES

KNOWN = (SAMPLES["order"], SAMPLES["tracking"])
ADDRESSES = {
    "de": re.compile(r"\b(?:Sie sind|Sie haben|[Ii]hre?[nmrs]?|Ihnen)\b"),
    "fr": re.compile(r"\b(?:vous|votre|vos)\b", re.IGNORECASE),
    "es": re.compile(r"\b(?:su|usted)\b", re.IGNORECASE),
    "it": re.compile(r"\b(?:suo|sua)\b", re.IGNORECASE),
    "ru": re.compile(r"\b(?:вы|вас|вам|ваш\w*)\b|\w(?:йте|ите)(?:сь)?\b", re.IGNORECASE),
    "tr": re.compile(r"[ıiuü]n[ıiuü]z|(?<!\{)\bsiz(?:i|e|in|den)?\b", re.IGNORECASE),
}
STIFF = ADDRESSES | {
    "de": re.compile(r"\bIhnen\b"),
    "es": re.compile(r"\busted\b"),
    "it": re.compile(r"\b(?:Lei|Suo|Sua)\b"),
}


def told(phrases: tuple[Phrase, ...], compliance: Compliance) -> list[tuple[str, str, str]]:
    """What the rules would stop of what an agent may pick: (phrase, channel, words)."""
    stopped = []
    for phrase in phrases:
        for channel in ("web",) if phrase.own else ("web", "ebay"):
            for language in phrase.ways if phrase.by != "customer" else ():
                scene = Scene(channel=channel, market="DE", language=language, known=KNOWN)
                for wording in phrase.every(language):
                    text = rendered(wording, {name: SAMPLES[name] for name in names_in(wording)}, language)
                    if compliance.judge(text, scene).action != Action.allow:
                        stopped.append((phrase.id, channel, text))
    return stopped


@pytest.fixture
def compliance() -> Compliance:
    return read_once()[1]


def test_no_rule_stops_a_ready_sentence(phrasebook: Phrasebook, compliance: Compliance) -> None:
    assert told(phrasebook.phrases, compliance) == []


def test_a_sentence_that_breaks_a_rule_is_found(compliance: Compliance) -> None:
    seeded = Phrase("a.b", "a", "agent", {"en": ("Write to me at anna@example.com.",)})
    assert [channel for _, channel, _ in told((seeded,), compliance)] == ["ebay"]


@pytest.mark.parametrize("language", ADDRESSES)
def test_who_says_sie_also_says_du(phrasebook: Phrasebook, language: str) -> None:
    stiff = {
        phrase.id
        for phrase in phrasebook.phrases
        if phrase.by != "customer"
        if ADDRESSES[language].search(phrase.ways[language][0]) and language not in phrase.casual
    }
    assert stiff == set()
    for phrase in phrasebook.phrases:
        assert not any(STIFF[language].search(way) for way in phrase.casual.get(language, ()))


def everywhere(text: str) -> Ways:
    return dict.fromkeys(LANGUAGES, (text,))


GOOD = Phrase("a.good", "a", "agent", everywhere("Order {order}."))


@pytest.mark.parametrize(
    ("bad", "fault"),
    [
        (Phrase("a.b", "a", "nobody", everywhere("Yes")), "by 'nobody'"),
        (Phrase("a.b", "a", "agent", {"en": ("Yes",)}), "languages"),
        (Phrase("a.b", "a", "agent", everywhere("Yes"), {"xx": ("Yo",)}), "languages ['xx']"),
        (Phrase("a.b", "a", "agent", everywhere("Yes") | {"de": ("Ja {count}",)}), "slots of"),
        (Phrase("a.b", "a", "agent", everywhere("Yes"), {"de": ("Ja {count}",)}), "casual"),
        (Phrase("a.b", "a", "agent", everywhere("Yes {sum}")), "no such slot ['sum']"),
        (Phrase("a.b", "a", "agent", everywhere("ORDER: {order}!")), "is a.good"),
        (Phrase("a.b", "a", "agent", everywhere("Yes") | {"de": ("Ja", "ja!")}), "says 'ja' twice"),
    ],
)
def test_a_fault_in_the_data_is_named(bad: Phrase, fault: str) -> None:
    with pytest.raises(PhraseError) as raised:
        checked((GOOD, bad))
    assert any(fault in each for each in raised.value.faults)
    assert checked((GOOD,)) == (GOOD,)
