"""From what was found to what it means: rules join slots, look at the scene and give findings."""

from collections import defaultdict
from collections.abc import Iterable
from typing import TypeAlias

from msgspec import Struct

from server.compliance.clauses import Clauses
from server.compliance.found import Found
from server.compliance.lexicon import Hit
from server.compliance.pack import Case, Pack, Rule, Texts
from server.compliance.scene import MARKETPLACES, Scene
from server.compliance.views import View
from server.domain.verdict import Action, Finding

_JUST_BEFORE = 24

Judged: TypeAlias = tuple[Finding, tuple[str, str]]


class _Entry(Struct, frozen=True):
    name: str
    rule: Rule
    message: Texts
    rewrite: Texts


class Rulebook:
    """The rules of some packs, reached by the slots that start them."""

    def __init__(self, packs: Iterable[Pack]) -> None:
        self._by_slot: dict[str, list[_Entry]] = defaultdict(list)
        for pack in packs:
            for rule in pack.rule:
                entry = _entry(pack, rule)
                for slot in rule.find:
                    self._by_slot[slot].append(entry)

    def apply(self, plain: View, hits: Iterable[Hit], scene: Scene) -> list[Judged]:
        """The findings in order of their raw places, each with its mask's name and what it covers."""
        found = Found(hits)
        clauses = Clauses(plain.text, found.by_slot.get("turn", ()))
        judged: dict[tuple[str, int, int], Judged] = {}
        for slot, places in found.by_slot.items():
            for entry in self._by_slot.get(slot, ()):
                if case := _case(entry.rule, scene):
                    holding = (hit for hit in places if _holds(entry.rule, hit, found, clauses))
                    judged |= {
                        (entry.name, hit.start, hit.end): _judged(entry, case, hit, plain, scene) for hit in holding
                    }
        return _outermost(judged.values())


def _outermost(judged: Iterable[Judged]) -> list[Judged]:
    """In order of place, and of one category only those that no stricter or equal one contains."""
    kept: dict[str, list[Judged]] = defaultdict(list)
    for item in sorted(judged, key=lambda item: (item[0].start, -item[0].end, -item[0].action, item[0].rule)):
        finding = item[0]
        last = kept[finding.category][-1][0] if kept[finding.category] else None
        if last is None or last.end < finding.end or last.action < finding.action:
            kept[finding.category].append(item)
    return sorted((item for items in kept.values() for item in items), key=lambda item: item[0].start)


def _entry(pack: Pack, rule: Rule) -> _Entry:
    return _Entry(f"{pack.id}.{rule.id}", rule, pack.text.get(rule.message, {}), pack.text.get(rule.rewrite, {}))


def _case(rule: Rule, scene: Scene) -> Case | None:
    return next((case for case in rule.cases if _fits(case, scene)), None)


def _fits(case: Case, scene: Scene) -> bool:
    market = "@marketplaces" if scene.channel in MARKETPLACES else ""
    return (
        (not case.channels or scene.channel in case.channels or market in case.channels)
        and (not case.directions or scene.direction in case.directions)
        and (not case.markets or scene.market in case.markets)
        and (not case.authors or scene.author in case.authors)
        and (not case.phases or scene.phase in case.phases)
    )


def _holds(rule: Rule, hit: Hit, found: Found, clauses: Clauses) -> bool:
    if rule.disguised and not hit.disguised:
        return False
    first, last = clauses.sentence(hit.start, hit.end)
    low, high = max(first, hit.start - rule.within), min(last, hit.end + rule.within)
    if not all(any(found.between(group, low, high)) for group in rule.near):
        return False
    if any(found.between(rule.not_after, hit.start - _JUST_BEFORE, hit.start)):
        return False
    return not (rule.unless and any(found.between(rule.unless, *clauses.clause(hit.start, hit.end))))


def _judged(entry: _Entry, case: Case, hit: Hit, plain: View, scene: Scene) -> Judged:
    rule = entry.rule
    start, end = plain.source(hit.start, hit.end)
    finding = Finding(
        category=rule.category,
        rule=entry.name,
        action=Action[case.action],
        start=start,
        end=end,
        message=_say(entry.message, scene.reader) or "",
        rewrite=_say(entry.rewrite, scene.language or hit.language),
    )
    return finding, (rule.mask if finding.action == Action.mask else "", hit.shown)


def _say(texts: Texts, language: str) -> str | None:
    return texts.get(language) or texts.get("en")
