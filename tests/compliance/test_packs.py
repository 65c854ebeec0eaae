"""Every pack carries its own examples; each is one test here."""

import pytest

from server.compliance import Compliance, Scene, load_packs
from server.compliance.pack import Example, Pack

PACKS = load_packs()
JUDGE = Compliance(PACKS)
EXAMPLES = [pytest.param(pack, test, id=f"{pack.id}-{n}") for pack in PACKS for n, test in enumerate(pack.test)]


def scene_of(test: Example) -> Scene:
    return Scene(
        direction=test.direction,
        author=test.author,
        channel=test.channel,
        market=test.market,
        language=test.language,
        phase=test.phase,
        known=test.known,
    )


@pytest.mark.parametrize(("pack", "test"), EXAMPLES)
def test_example(pack: Pack, test: Example) -> None:
    verdict = JUDGE.judge(test.text, scene_of(test))
    spoke = {finding.rule for finding in verdict.findings}
    assert verdict.action.name == test.expect, (test.text, spoke)
    assert not test.rule or f"{pack.id}.{test.rule}" in spoke, (test.text, spoke)
