"""The judge: one pure call from a text and its scene to a verdict."""

from collections.abc import Iterator
from itertools import product

from msgspec.structs import replace

from server.compliance.classifier import SOUNDS, read_classifier
from server.compliance.decoded import decoded
from server.compliance.folds import read_folds
from server.compliance.hearing import DEAF, Hearing, Words
from server.compliance.known import Known
from server.compliance.lacking import Lacking, present
from server.compliance.lexicon import Lexicon, Seen
from server.compliance.masks import MASKS, cover
from server.compliance.pack import CATEGORIES, Pack
from server.compliance.parts import SPLIT, across, joined
from server.compliance.phrases import Phrases
from server.compliance.plan import Plan, looked
from server.compliance.rules import Judged, Reading, Rulebook, Speaking
from server.compliance.scene import Scene
from server.compliance.shapes import Shapes
from server.compliance.stretches import Needed
from server.compliance.terms import Hit
from server.compliance.undone import Undone, unescaped
from server.compliance.views import View, Views, same
from server.compliance.weighing import Weighing
from server.domain.verdict import Action, Verdict

_PLANS = 300


class Compliance:
    """Judges texts by some packs. Keeps no text: may be shared, and swapped at any moment."""

    def __init__(self, packs: tuple[Pack, ...]) -> None:
        self.packs = packs
        self._views = Views(read_folds())
        self._plain_shapes = Shapes(packs, "plain")
        self._digit_shapes = Shapes(packs, "digits")
        self._lexicon = Lexicon(packs, self._views)
        rules = [rule for pack in packs for rule in pack.rule]
        sounds = {slot for rule in rules for slot in rule.find if slot.startswith(SOUNDS)}
        self._undone = Undone(self._lexicon.words)
        self._classifier = read_classifier() if sounds else None
        shapes = (*self._plain_shapes.slots, *self._digit_shapes.slots)
        own = self._lexicon.own
        self._words = Words(
            wordings=tuple(self._lexicon.wordings),
            shapes=shapes,
            sounds=tuple(sorted(sounds)),
            group=self._lexicon.group,
            own=own,
            languages=frozenset(DEAF) | {language for _, language in own},
        )
        self._rules = Rulebook(tuple(map(present, packs)), Phrases(self._lexicon.wordings))
        self._lacking = Lacking(packs, self._rules, Compliance)
        self._make: type[Plan] = Plan
        self._hearings: dict[tuple[str, frozenset[str], str], Hearing] = {}
        self._plans: dict[tuple[tuple[int, ...], int], Plan] = {}

    def judge(self, text: str, scene: Scene) -> Verdict:
        """What must happen to this text here, and why. Takes any string, in time linear in its length."""
        escaped = unescaped(text)
        judged = self._judged(text, scene) if escaped is None else self._through(escaped, scene)
        judged += self._encoded(text, scene, judged)
        judged += self._meant(text, scene, judged)
        if scene.before:
            judged += self._across(text, scene, judged)
        judged += self._lacking.judged(text, scene)
        findings = tuple(finding for finding, _ in judged)
        masked = cover(text, ((f.start, f.end, MASKS[mask](shown)) for f, (mask, shown) in judged if mask))
        action = max((finding.action for finding in findings), default=Action.allow)
        return Verdict(action=action, text=masked, findings=findings)

    def _encoded(self, text: str, scene: Scene, own: list[Judged]) -> list[Judged]:
        """What is said so that a machine must read it first; of single words, only where to be reached or paid."""
        heard = {finding.category for finding, _ in own}
        found: dict[str, Judged] = {}
        for start, end, said in decoded(text):
            for finding, (mask, shown) in self._judged(
                said, scene, SPLIT if said.isascii() and " " not in said else CATEGORIES
            ):
                if finding.category not in heard:
                    found.setdefault(finding.category, (replace(finding, start=start, end=end), (mask, shown)))
        return list(found.values())

    def _meant(self, text: str, scene: Scene, own: list[Judged]) -> list[Judged]:
        """What a text says when its disguises are undone, and not as it stands."""
        meant = self._undone.read(text, scene.language)
        if meant is None:
            return []
        heard = {finding.category for finding, _ in own}
        return [(finding, mask) for finding, mask in self._through(meant, scene) if finding.category not in heard]

    def _through(self, view: View, scene: Scene) -> list[Judged]:
        """What a reading of a text says, at the places where it is written."""
        found = ((f, mask, *view.source(f.start, f.end)) for f, mask in self._judged(view.text, scene))
        return [(replace(f, start=start, end=end), mask) for f, mask, start, end in found]

    def _across(self, text: str, scene: Scene, own: list[Judged]) -> list[Judged]:
        """What this message says only together with those before it."""
        whole = joined(scene.before, text)
        found = self._judged(whole.text, scene, SPLIT) if whole else []
        if whole is None or not found:
            return []
        earlier = {(f.rule, f.start, f.end) for f, _ in self._judged(whole.text[: whole.last - 1], scene, SPLIT)}
        doubted = {(f.rule, f.start + whole.last, f.end + whole.last) for f, _ in self._judged(text, scene, SPLIT)}
        return list(across(found, whole, earlier | doubted, own))

    def _judged(self, text: str, scene: Scene, among: frozenset[str] = CATEGORIES) -> list[Judged]:
        """Ask ever fewer rules ever more: whose words are there, for whom they stand right, whom nothing excuses."""
        plain = self._views.plain(text)
        speaking = self._rules.speaking(scene, among)
        plan = self._plan(speaking, self._hearing(scene.direction, scene.language, among))
        seen = self._lexicon.see(text, plain, plan.hearing)
        laid = plan.laid(seen.places, seen.clauses)
        slots = plan.slots(laid)
        known = Known(scene.known, self._views)
        shapes = [hit for hit in self._shapes(plain, seen, slots, plan.always) if not known.covers(hit.shown)]
        weighing = Weighing(self._classifier if among is CATEGORIES else None, seen)
        shapes += weighing.hits(plan.sounds) if plan.sounds else ()
        laid = plan.settled(laid, shapes)
        asked = plan.asked(laid, shapes, seen.clauses)
        if not asked.rules:
            return []
        found = self._read(weighing, plan.needs(asked, laid), shapes)
        standing = self._rules.standing(asked.rules, speaking, found)
        if not standing:
            return []
        excuses = self._read(weighing, plan.excuses(standing, laid, seen.clauses), shapes)
        return self._rules.apply(standing, speaking, scene, excuses)

    def _read(self, weighing: Weighing, needed: Needed, shapes: list[Hit]) -> Reading:
        hits = [*self._lexicon.hits(weighing.seen, needed), *shapes]
        return self._rules.read(hits, needed.phrases, weighing)

    def _shapes(self, plain: View, seen: Seen, slots: frozenset[str], always: tuple[str, ...]) -> Iterator[Hit]:
        """The shapes of these slots; the `always` ones are searched for one by one only when one of them is there."""
        latin = seen.latin if seen.reader.plain.text == plain.text else self._views.latin(plain).text
        for text in dict.fromkeys((latin, plain.text)):
            yield from self._plain_shapes.hits(same(text), slots, always)
        if not slots.isdisjoint(self._digit_shapes.slots):
            digits = self._views.digits(plain)
            if digits is not None:
                yield from self._digit_shapes.hits(digits, slots)

    def get_ready(self, language: str) -> None:
        """Makes what the first texts of a language would wait for, some 20 ms; may be called in another thread."""
        self._lexicon.words.get_ready()
        for direction, among in product(("outbound", "inbound"), (CATEGORIES, SPLIT)):
            self._hearing(direction, language, among)

    def _hearing(self, direction: str, language: str, among: frozenset[str]) -> Hearing:
        """What of the words of all rules about a direction is heard in a language's texts."""
        key = direction, among, self._words.spoken(language)
        found = self._hearings.get(key)
        if found is None:
            wanted = looked(self._rules.about(direction, among))
            found = self._hearings[key] = Hearing(wanted, key[-1], self._words)
        return found

    def _plan(self, speaking: Speaking, hearing: Hearing) -> Plan:
        key = speaking.rules, id(hearing)
        plan = self._plans.get(key)
        if plan is None:
            if len(self._plans) >= _PLANS:
                self._plans.clear()
            plan = self._plans[key] = self._make(self._rules.rules(speaking.rules), hearing)
        return plan
