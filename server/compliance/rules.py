"""From what was found to what it means: rules join slots, look at the scene and give findings."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import TypeAlias

from msgspec import Struct

from server.compliance.classifier import SOUNDS
from server.compliance.clauses import Clauses
from server.compliance.found import Found
from server.compliance.pack import CATEGORIES, Case, Pack, Rule, Texts
from server.compliance.phrases import ANY, Phrases
from server.compliance.places import Places
from server.compliance.scene import Place, Scene, kind_of, place_of
from server.compliance.terms import JUST_BEFORE, Hit
from server.compliance.views import View
from server.compliance.weighing import Weighing
from server.domain.verdict import Action, Finding

SCENES = 1000
"""How many places are remembered, at which something is said."""

Judged: TypeAlias = tuple[Finding, tuple[str, str]]


class Entry(Struct, frozen=True):
    """A rule with its full name and its texts."""

    name: str
    rule: Rule
    message: Texts
    rewrite: Texts


class Speaking(Struct, frozen=True):
    """The rules that may speak in a scene, the action each then wants, and the slots that together excuse it."""

    rules: tuple[int, ...]
    actions: tuple[str, ...]
    excuses: tuple[tuple[str, ...], ...]


class Reading(Struct, frozen=True):
    """One text: its plain view, what was found in it, where its statements end, and how it sounds."""

    plain: View
    found: Found
    clauses: Clauses
    weighing: Weighing

    def of(self, rule: Rule) -> Iterator[Hit]:
        """The hits that may start a rule."""
        return chain.from_iterable(self.found.by_slot.get(slot, ()) for slot in rule.find)


class Rulebook:
    """The rules of some packs, and which of them may speak where."""

    def __init__(self, packs: tuple[Pack, ...], phrases: Phrases) -> None:
        self._phrases = phrases
        self._places = Places(packs)
        self._entries = [entry_of(pack, rule) for pack in packs for rule in pack.rule]
        self._speaking: dict[tuple[frozenset[str], Place], Speaking] = {}

    def speaking(self, scene: Scene, among: frozenset[str] = CATEGORIES) -> Speaking:
        """The rules of some categories that have something to say in a scene."""
        key = among, place_of(scene)
        found = self._speaking.get(key)
        if found is None:
            entries = ((n, entry) for n, entry in enumerate(self._entries) if entry.rule.category in among)
            actions = {n: action for n, entry in entries if (action := self.action(entry, scene))}
            cases = (_case(self._entries[n].rule, scene) for n in actions)
            excuses = tuple(case.unless_all if case else () for case in cases)
            found = Speaking(tuple(actions), tuple(actions.values()), excuses)
            if len(self._speaking) >= SCENES:
                self._speaking.clear()
            self._speaking[key] = found
        return found

    def about(self, direction: str, among: frozenset[str]) -> Iterator[Rule]:
        """The rules of some categories that have something to say of what goes this way, somewhere."""
        for entry in self._entries:
            ways = [case.directions for case in entry.rule.cases]
            if entry.rule.category in among and any(not some or direction in some for some in ways):
                yield entry.rule

    def rules(self, numbers: Iterable[int]) -> list[Rule]:
        """Rules by their numbers."""
        return [self._entries[n].rule for n in numbers]

    def read(self, hits: Iterable[Hit], among: Iterable[int], weighing: Weighing) -> Reading:
        """What was found in a text, ready to be asked. `among`: the phrases that may be there, by number."""
        seen = weighing.seen
        found = Found(hits, self._phrases, seen.clauses, among)
        return Reading(seen.reader.plain, found, seen.clauses, weighing)

    def standing(self, asked: Iterable[int], speaking: Speaking, reading: Reading) -> dict[int, list[Hit]]:
        """What stands right for these of the speaking rules, whatever may excuse it."""
        found: dict[int, list[Hit]] = {}
        for n in asked:
            rule = self._entries[speaking.rules[n]].rule
            hits = [hit for hit in reading.of(rule) if _stands(rule, hit, reading)]
            if hits:
                found[n] = hits
        return found

    def apply(
        self, standing: Mapping[int, list[Hit]], speaking: Speaking, scene: Scene, excuses: Reading
    ) -> list[Judged]:
        """The findings in order of their raw places, each with its mask's name and what it covers.

        That a text sounds like something is said only where no words say it.
        """
        judged: dict[tuple[str, int, int], Judged] = {}
        sounds: dict[str, Judged] = {}
        for n, hits in standing.items():
            entry, action = self._entries[speaking.rules[n]], speaking.actions[n]
            for hit in hits if not excuses.found.all_of(speaking.excuses[n]) else ():
                if not _excused(entry, hit, excuses):
                    said = _judged(entry, action, hit, excuses.plain, scene)
                    if hit.slot.startswith(SOUNDS):
                        sounds[entry.rule.category] = said
                    else:
                        judged[entry.name, hit.start, hit.end] = said
        worded = {finding.category for finding, _ in judged.values()}
        return _outermost([*judged.values(), *(said for category, said in sounds.items() if category not in worded)])

    def action(self, entry: Entry, scene: Scene) -> str:
        """What the rule wants here; "" where it has nothing to say. A case asks the platform when it names a policy."""
        case = _case(entry.rule, scene)
        if case is None:
            return ""
        asked = (self._places.action(scene.channel, case.policy) if case.policy else "") or case.action
        if entry.rule.expired and asked in ("require", "hold", "block"):
            asked = "warn"
        if entry.rule.at_most and Action[asked or "allow"] > Action[entry.rule.at_most]:
            asked = entry.rule.at_most
        asked = _ordered(entry, asked or "allow", scene)
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


def _ordered(entry: Entry, action: str, scene: Scene) -> str:
    """What the desk wants of its own people's words instead; of two orders the one about the rule itself counts."""
    if not scene.orders or scene.direction != "outbound":
        return action
    for about in (entry.name, entry.rule.category):
        for order in scene.orders:
            if order.about == about:
                return order.over(Action[action]).name
    return action


def entry_of(pack: Pack, rule: Rule) -> Entry:
    """The rule as its pack has it."""
    return Entry(f"{pack.id}.{rule.id}", rule, pack.text.get(rule.message, {}), pack.text.get(rule.rewrite, {}))


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
        and (not case.open or any(clock in case.open for clock in scene.open))
    )


def _stands(rule: Rule, hit: Hit, reading: Reading) -> bool:
    if rule.disguised and not hit.disguised:
        return False
    return not rule.near or _agree(rule, hit, reading)


def _excused(entry: Entry, hit: Hit, excuses: Reading) -> bool:
    """Whether words or marks excuse a hit; what it sounds like is asked last, for that costs most."""
    rule, found, clauses = entry.rule, excuses.found, excuses.clauses
    if found.any_between(rule.not_after, hit.start - JUST_BEFORE, hit.start):
        return True
    sentence = clauses.sentence(hit.start, hit.end)
    if found.any_between(rule.unless_sentence, *sentence):
        return True
    if rule.unless and (
        found.any_between(rule.unless, *clauses.clause(hit.start, hit.end)) or clauses.quoted(hit.start, hit.end)
    ):
        return True
    return not excuses.weighing.believes(entry.name, rule.category, hit, sentence)


def _agree(rule: Rule, hit: Hit, reading: Reading) -> bool:
    """Whether every group is near, all in one language: a Spanish verb says nothing of an English noun."""
    first, last = reading.clauses.sentence(hit.start, hit.end)
    low, high = max(first, hit.start - rule.within), min(last, hit.end + rule.within)
    spoken = {hit.language or ANY}
    for group in rule.near:
        near = reading.found.languages(group, low, high)
        both = near if ANY in spoken else spoken if ANY in near else spoken & near
        if not near or not both:
            return False
        spoken = both
    return True


def _judged(entry: Entry, action: str, hit: Hit, plain: View, scene: Scene) -> Judged:
    finding = told(entry, action, plain.source(hit.start, hit.end), scene, hit.language)
    return finding, (entry.rule.mask if finding.action == Action.mask else "", hit.shown)


def told(entry: Entry, action: str, place: tuple[int, int], scene: Scene, language: str = "") -> Finding:
    """A rule's word on a place of the raw text, in the author's language, with what may be said instead in the text's."""
    return Finding(
        category=entry.rule.category,
        rule=entry.name,
        action=Action[action],
        start=place[0],
        end=place[1],
        message=_say(entry.message, scene.reader) or "",
        rewrite=_say(entry.rewrite, scene.language or language),
        reviewers=entry.rule.reviewers,
    )


def _say(texts: Texts, language: str) -> str | None:
    return texts.get(language) or texts.get("en")
