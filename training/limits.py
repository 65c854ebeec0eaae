"""What the scores mean: from which on a text says something, and below which a rule is not believed.

Both are found on scores of lines that the scoring model had not learned. A false alarm weighs more than a miss: `ALARM` disguised
lines must be won for each innocent one that is lost, or as many plain ones as weigh so much, and ORDINARY times as many where
that one is dry service talk.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from msgspec.structs import replace

from server.compliance import Compliance, load_packs
from server.compliance.check import check
from server.compliance.classifier import SOUNDS, Limits
from server.compliance.pack import Pack, Rule
from server.compliance.tenant import scene_of
from tests.compliance.cells import INBOUND, MARKET
from training.learn import NAMES, Weights, features, scores
from training.lines import Line

ALARM, PLAIN, ORDINARY = 11.0, 2.0, 3.0
_SURE = np.arange(-0.6, 2.0, 0.05)
_BELIEVED = np.arange(-2.0, 0.5, 0.1)
_NEAR = -0.55
"""A rule that asks for words near others is doubted only where the model is this far from hearing its category."""
_INVITING = frozenset({"contact_exchange", "off_platform_diversion"})
_FEW = 3
"""What is won must be more lines than chance gives."""
_NEVER, _BELOW = 9.0, 0.02
_NEIGHBOURS = 5

Spoken = list[list[tuple[str, str]]]
"""Of each line, the rules that speak and their categories."""


def limits(known: Sequence[Line], said: Weights) -> Limits:
    """`said`: the scores of each line by a model that did not learn it."""
    spoken = list(_spoken(known))
    return Limits(dict(_sure(known, said, spoken)), dict(_believed(known, said, spoken)))


def heeding(found: Limits, weights: Weights, bias: Weights) -> Limits:
    """Of the rules that hear a text which a pack shows, one at least is believed when the model that will judge hears it."""
    engine = Compliance(tuple(_by_words()))
    shown = [test for pack in load_packs() for test in pack.test if test.expect != "allow"]
    believed = dict(found.believed)
    for test, row in zip(shown, scores(features([test.text for test in shown]), weights, bias), strict=True):
        heard = engine.judge(test.text, scene_of(test)).findings
        own = {finding.rule: float(row[NAMES.index(finding.category)]) - _BELOW for finding in heard}
        if all(believed.get(rule, -_NEVER) > score for rule, score in own.items()):
            believed |= own
    return replace(found, believed=believed)


def written(found: Limits) -> str:
    """As the file that people read."""
    rows = ["# Written by `python -m training`: see training/limits.py.", "", "[sure]"]
    rows += [f"{name} = {limit:.2f}" for name, limit in sorted(found.sure.items())]
    rows += ["", "[believed]", *(f'"{name}" = {limit:.2f}' for name, limit in sorted(found.believed.items()))]
    return "\n".join(rows) + "\n"


def _spoken(known: Sequence[Line]) -> Iterator[list[tuple[str, str]]]:
    """What the rules say by their words alone."""
    for answer in map(json.loads, check(map(_asked, known), Compliance(tuple(_by_words())))):
        speaks = answer["action"] != "allow"
        yield [(found["rule"], found["category"]) for found in answer["findings"]] if speaks else []


def _by_words() -> Iterator[Pack]:
    """The packs without what asks the model."""
    for pack in load_packs():
        yield replace(pack, rule=tuple(rule for rule in pack.rule if not _sounds(rule)))


def _sounds(rule: Rule) -> bool:
    return any(slot.startswith(SOUNDS) for slot in rule.find)


def _asked(line: Line) -> bytes:
    """Where a line of its category is usually said."""
    channel, way, author = "amazon", "outbound", "agent"
    if line.about in INBOUND:
        channel, way, author = "web", "inbound", "customer"
    elif line.about == "unsolicited_marketing":
        channel, author = "email", "automation"
    scene = {"id": 0, "lang": line.language, "channel": channel, "market": MARKET[line.language]}
    return json.dumps(scene | {"direction": way, "author": author, "text": line.text}).encode()


def _sure(known: Sequence[Line], said: Weights, spoken: Spoken) -> Iterator[tuple[str, float]]:
    for n, name in enumerate(NAMES):
        unheard = ~np.array([name in {category for _, category in rules} for rules in spoken])
        quiet = np.array([not rules for rules in spoken])
        guilty = np.array([_weight(line) if line.category == name else 0.0 for line in known])
        innocent = np.array([not line.category and _may_hear(name, line) for line in known])
        dry = 1 + (ORDINARY - 1) * np.array([line.kind == "O" for line in known])
        worth = [_worth(said[:, n] > limit, unheard * guilty, (quiet & innocent) * dry) for limit in _SURE]
        best = _steadily_best(worth)
        yield name, round(float(_SURE[best]), 2) if worth[best] > _FEW else _NEVER


def _may_hear(name: str, line: Line) -> bool:
    """Whether a line may be said where the rules of a category speak."""
    return line.kind == "O" or not line.about or (line.about in INBOUND) == (name in INBOUND)


def _believed(known: Sequence[Line], said: Weights, spoken: Spoken) -> Iterator[tuple[str, float]]:
    """Not of rules that find shapes or messengers: an invitation is one whatever is said around it."""
    packs = load_packs()
    shapes = {slot for pack in packs for slot in pack.pattern}
    rules = {f"{pack.id}.{rule.id}": rule for pack in packs for rule in pack.rule if not shapes & {*rule.find}}
    rules = {name: rule for name, rule in rules.items() if not (rule.near and rule.category in _INVITING)}
    scores: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for line, found, row in zip(known, spoken, said, strict=True):
        for name, category in found:
            if line.category in ("", category) and name in rules:
                scores[name].append((row[NAMES.index(category)], _weight(line)))
    for name, heard in sorted(scores.items()):
        own, guilty = np.array([score for score, _ in heard]), np.array([weight for _, weight in heard])
        limits = _BELIEVED[_BELIEVED < _NEAR] if rules[name].near else _BELIEVED
        worth = [-_worth(own < limit, guilty, guilty == 0) for limit in limits]
        best = _steadily_best(worth)
        if worth[best] > _FEW:
            yield name, round(float(limits[best]), 2)


def _weight(line: Line) -> float:
    """What a miss of it weighs; 0 where there is nothing to miss."""
    return (PLAIN if line.kind == "P" else 1.0) if line.category else 0.0


def _steadily_best(worth: Sequence[float]) -> int:
    """Where the mean of five neighbours is best: a single peak is chance, and on other lines it is gone."""
    side = _NEIGHBOURS // 2
    return int(np.convolve(np.pad(worth, side, mode="edge"), np.ones(_NEIGHBOURS), "valid").argmax())


def _worth(chosen: np.ndarray, guilty: np.ndarray, innocent: np.ndarray) -> float:
    return float(guilty[chosen].sum() - ALARM * innocent[chosen].sum())
