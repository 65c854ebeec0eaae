"""From what was found to what it means: rules join slots, look at the scene and give findings."""

from collections import defaultdict
from collections.abc import Iterable
from typing import TypeAlias

from msgspec import Struct

from server.compliance.clauses import Clauses
from server.compliance.found import Found
from server.compliance.lexicon import Hit
from server.compliance.pack import Case, Pack, Rule, Texts
from server.compliance.phrases import ANY, Phrases
from server.compliance.places import Places
from server.compliance.scene import Scene, kind_of
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

    def __init__(self, packs: tuple[Pack, ...], phrases: Phrases) -> None:
        self._phrases = phrases
        self._places = Places(packs)
        self._by_slot: dict[str, list[_Entry]] = defaultdict(list)
        for pack in packs:
            for rule in pack.rule:
                entry = _entry(pack, rule)
                for slot in rule.find:
                    self._by_slot[slot].append(entry)

    def apply(self, plain: View, hits: Iterable[Hit], scene: Scene) -> list[Judged]:
        """The findings in order of their raw places, each with its mask's name and what it covers."""
        clauses = Clauses(plain.text)
        found = Found(hits, self._phrases, clauses)
        judged: dict[tuple[str, int, int], Judged] = {}
        for slot, places in found.by_slot.items():
            for entry in self._by_slot.get(slot, ()):
                if action := self._action(entry.rule, scene):
                    holding = (hit for hit in places if _holds(entry.rule, hit, found, clauses))
                    judged |= {
                        (entry.name, hit.start, hit.end): _judged(entry, action, hit, plain, scene) for hit in holding
                    }
        return _outermost(judged.values())

    def _action(self, rule: Rule, scene: Scene) -> str:
        """What the rule wants here; "" where it has nothing to say. A case asks the platform when it names a policy."""
        case = _case(rule, scene)
        if case is None or not case.policy:
            return case.action if case else ""
        asked = self._places.action(scene.channel, case.policy) or case.action
        return "" if asked == "allow" else asked


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
    kind = "@" + kind_of(scene.channel)
    return (
        (not case.channels or scene.channel in case.channels or kind in case.channels)
        and (not case.directions or scene.direction in case.directions)
        and (not case.markets or scene.market in case.markets)
        and (not case.authors or scene.author in case.authors)
        and (not case.phases or scene.phase in case.phases)
    )


def _holds(rule: Rule, hit: Hit, found: Found, clauses: Clauses) -> bool:
    if rule.disguised and not hit.disguised:
        return False
    if rule.near and not _agree(rule, hit, found, clauses):
        return False
    if found.any_between(rule.not_after, hit.start - _JUST_BEFORE, hit.start):
        return False
    if found.any_between(rule.unless_sentence, *clauses.sentence(hit.start, hit.end)):
        return False
    if not rule.unless:
        return True
    return not (
        found.any_between(rule.unless, *clauses.clause(hit.start, hit.end)) or clauses.quoted(hit.start, hit.end)
    )


def _agree(rule: Rule, hit: Hit, found: Found, clauses: Clauses) -> bool:
    """Whether every group is near, all in one language: a Spanish verb says nothing of an English noun."""
    first, last = clauses.sentence(hit.start, hit.end)
    low, high = max(first, hit.start - rule.within), min(last, hit.end + rule.within)
    spoken = {hit.language or ANY}
    for group in rule.near:
        near = found.languages(group, low, high)
        both = near if ANY in spoken else spoken if ANY in near else spoken & near
        if not near or not both:
            return False
        spoken = both
    return True


def _judged(entry: _Entry, action: str, hit: Hit, plain: View, scene: Scene) -> Judged:
    rule = entry.rule
    start, end = plain.source(hit.start, hit.end)
    finding = Finding(
        category=rule.category,
        rule=entry.name,
        action=Action[action],
        start=start,
        end=end,
        message=_say(entry.message, scene.reader) or "",
        rewrite=_say(entry.rewrite, scene.language or hit.language),
    )
    return finding, (rule.mask if finding.action == Action.mask else "", hit.shown)


def _say(texts: Texts, language: str) -> str | None:
    return texts.get(language) or texts.get("en")
