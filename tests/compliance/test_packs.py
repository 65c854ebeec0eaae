"""Every pack carries its own examples; each is one test here."""

import pytest

from server.compliance import Scene, load_packs
from server.compliance.pack import Example, Pack
from server.compliance.tenant import scene_of
from tests.compliance.house import judge

PACKS = load_packs()
EXAMPLES = [pytest.param(pack, test, id=f"{pack.id}-{n}") for pack in PACKS for n, test in enumerate(pack.test)]


def holds(pack: Pack, test: Example) -> bool:
    verdict = judge(test.text, scene_of(test))
    spoke = {finding.rule for finding in verdict.findings}
    return verdict.action.name == test.expect and (not test.rule or f"{pack.id}.{test.rule}" in spoke)


@pytest.mark.parametrize(("pack", "test"), EXAMPLES)
def test_example(pack: Pack, test: Example) -> None:
    assert holds(pack, test), judge(test.text, scene_of(test))


def test_a_wrong_example_is_seen() -> None:
    pii = next(pack for pack in PACKS if pack.id == "pii")
    assert holds(pii, Example(text="cvv 123", expect="mask", rule="cvv"))
    assert not holds(pii, Example(text="cvv 123", expect="allow"))
    assert not holds(pii, Example(text="cvv 123", expect="mask", rule="card"))


@pytest.mark.parametrize("language", ["en", "zh", "de", "fr", "es", "it", "pt", "ja", "ko", "ru", "ar", "tr"])
def test_what_is_missing_is_offered_and_then_missing_no_more(language: str) -> None:
    scene = Scene(market="DE", language=language, open=("refund",), reader=language)
    pack = next(pack for pack in PACKS if pack.id == "required")
    said = pack.text["received"][language]
    (finding,) = judge("OK.", scene).findings
    assert (finding.start, finding.end, finding.action.name) == (3, 3, "require")
    assert (finding.message, finding.rewrite) == (pack.text["receipt"][language], said)
    assert judge(f"OK. {said}", scene).findings == ()
    assert judge("", scene).findings == ()
