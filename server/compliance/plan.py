"""What must be looked for in a scene: the rules that may speak there, and the words that could make them speak.

Most texts hold words of many rules and not all the words of any one. A plan knows, from the words that are somewhere in
a text, which rules cannot speak; only for the others is it worth asking what stands where.
"""

from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, count

from msgspec import Struct

from server.compliance.pack import Rule
from server.compliance.phrases import ANY, reach
from server.compliance.terms import Group, Term
from server.compliance.wording import Wording

LATIN = frozenset({"de", "fr", "es", "it", "pt", "tr"})
DEAF = {language: LATIN - {language} for language in (*LATIN, "en", "ko", "ru", "ar")}
DEAF |= {"zh": LATIN | {"ja"}, "ja": LATIN | {"zh"}}
"""In a text of a language, words of these are not heard: too many are spelled alike and mean something else."""
_HARMLESS, _TURN = "harmless", "turn"
ALL = -1


class Heard(Struct, frozen=True, gc=False):
    """A group's terms that matter to a plan, each with the bits of what it says; `steps`: the parts of phrases it may be,
    `phrases` their numbers, `ends` those of the phrases it may end. `opens`, `closes`: only where a word begins or ends."""

    group: Group
    terms: tuple[tuple[Term, int], ...]
    mask: int
    steps: tuple["Step", ...]
    phrases: frozenset[int]
    ends: frozenset[int]
    size: int
    opens: bool
    closes: bool


class Place(Struct, frozen=True, gc=False):
    """Where a group was found: a span of the plain view, and the sign after its last in the tight view."""

    heard: Heard
    start: int
    end: int
    tight_end: int = -1


class Step(Struct, frozen=True, gc=False):
    """One part of a phrase, and how many signs may at most stand before it."""

    phrase: int
    place: int
    last: bool
    reach: int


class Words(Struct, frozen=True):
    """What packs look for: phrases, slots of shapes, and the terms that are spelled alike, by number."""

    wordings: tuple[Wording, ...]
    shapes: tuple[str, ...]
    group: Callable[[int], Group]


class Phrase(Struct, frozen=True, gc=False):
    """What must be there (`parts`), and what then is (`gives`)."""

    parts: int
    gives: int


class _Asked(Struct, frozen=True, gc=False):
    """What a rule needs: one of `find`, one of each of `near`; and all that may excuse what it finds."""

    find: int
    near: tuple[int, ...]
    needs: int
    excuses: int


class Plan(dict[int, Heard | None]):
    """For the rules that may speak, and a text's language: a group's number -> what of it is heard."""

    def __init__(self, rules: Sequence[Rule], language: str, words: Words) -> None:
        super().__init__()
        self._group = words.group
        self._language = language
        self._deaf = DEAF.get(language, frozenset())
        slots = dict.fromkeys((_HARMLESS, _TURN, *chain.from_iterable(map(_looked, rules))))
        self._slots = {slot: 1 << n for n, slot in enumerate(slots)}
        self._parts: dict[str, dict[str, int]] = defaultdict(dict)
        self._steps: dict[tuple[str, str], list[Step]] = defaultdict(list)
        self._phrases: list[Phrase] = []
        bits = count(len(slots))
        for wording in words.wordings:
            if wording.slot in slots:
                self._phrases.append(self._phrase(wording, bits))
        self._rules = [self._asked(rule) for rule in rules]
        self.shapes = {slot: mask for slot in words.shapes if (mask := self.says(slot))}
        self.every_shape = self._either(self.shapes.values())
        self._shaped = [n for n, phrase in enumerate(self._phrases) if phrase.parts & self.every_shape]
        alone = self.needs(self.asked(self.every_shape, ()), ())
        self.always = tuple(slot for slot, mask in self.shapes.items() if mask & alone)

    def __missing__(self, number: int) -> Heard | None:
        group = self._group(number)
        terms = tuple((term, mask) for term in group.terms if self._hears(term) and (mask := self.says(*_key(term))))
        heard = None
        if terms:
            steps = tuple(dict.fromkeys(step for term, _ in terms for step in self._steps_of(*_key(term))))
            mask = self._either(mask for _, mask in terms)
            phrases = frozenset(step.phrase for step in steps)
            ends = frozenset(step.phrase for step in steps if step.last)
            heard = Heard(group, terms, mask, steps, phrases, ends, group.size, group.begins, group.ends)
        self[number] = heard
        return heard

    def says(self, slot: str, language: str = ANY) -> int:
        """The bits of a slot that was found in a language."""
        parts = self._parts.get(slot, {})
        spoken = self._either(parts.values()) if language == ANY else parts.get(language, 0)
        return self._slots.get(slot, 0) | spoken

    def made(self, places: list[Place], present: int) -> tuple[Phrase, ...]:
        """The phrases whose parts stand near one another in their order; of those with shapes in them, all that may be."""
        present |= self.every_shape
        ends = set[int]().union(*[place.heard.ends for place in places])
        possible = {n for n in ends if (parts := self._phrases[n].parts) & present == parts}
        found = {n for n in self._shaped if (parts := self._phrases[n].parts) & present == parts}
        begun: dict[tuple[int, int], list[int]] = {}
        telling = [place for place in places if not possible.isdisjoint(place.heard.phrases)] if possible else []
        for place in sorted(telling, key=_start):
            for step in place.heard.steps:
                if step.phrase in possible and (step.place == 0 or _reached(begun, step, place.start)):
                    if step.last:
                        found.add(step.phrase)
                    else:
                        insort(begun.setdefault((step.phrase, step.place), []), place.end)
        return tuple(self._phrases[n] for n in found)

    def of_shapes(self, slots: Iterable[str]) -> int:
        """The bits of shapes that were found."""
        return self._either(self.shapes[slot] for slot in slots)

    def asked(self, present: int, made: tuple[Phrase, ...]) -> list[int]:
        """The numbers of the rules that find all they need to speak, somewhere."""
        for phrase in made:
            present |= phrase.gives
        rules = enumerate(self._rules)
        return [n for n, rule in rules if rule.find & present and all(near & present for near in rule.near)]

    def needs(self, rules: Iterable[int], made: tuple[Phrase, ...]) -> int:
        """The bits of what makes these rules speak."""
        return self._with_parts(self._either(self._rules[n].needs for n in rules), made)

    def excuses(self, rules: Iterable[int], made: tuple[Phrase, ...]) -> int:
        """The bits of what may excuse what these rules find."""
        return self._with_parts(self._either(self._rules[n].excuses for n in rules), made)

    def _with_parts(self, needed: int, made: tuple[Phrase, ...]) -> int:
        return needed | self._either(phrase.parts for phrase in made if phrase.gives & needed)

    def _asked(self, rule: Rule) -> _Asked:
        near = tuple(map(self._any, rule.near))
        needs = self._any((*rule.find, _HARMLESS)) | self._either(near)
        return _Asked(self._any(rule.find), near, needs, self._any((*_excuses(rule), _TURN, _HARMLESS)))

    def _hears(self, term: Term) -> bool:
        return term.language not in self._deaf and (not term.own or term.language == self._language)

    def _steps_of(self, slot: str, language: str) -> Iterator[Step]:
        spoken = self._parts.get(slot, ()) if language == ANY else (language,)
        return chain.from_iterable(self._steps.get((slot, one), ()) for one in spoken)

    def _phrase(self, wording: Wording, bits: Iterator[int]) -> Phrase:
        parts, language = 0, wording.language
        for part in wording.parts:
            spoken = self._parts[part]
            if language not in spoken:
                spoken[language] = 1 << next(bits)
            parts |= spoken[language]
        for place, part in enumerate(wording.parts):
            last = place + 1 == len(wording.parts)
            self._steps[part, language].append(Step(len(self._phrases), place, last, 2 * reach(wording, place)))
        return Phrase(parts, self._slots[wording.slot])

    def _any(self, slots: Iterable[str]) -> int:
        return self._either(self._slots[slot] for slot in slots)

    @staticmethod
    def _either(masks: Iterable[int]) -> int:
        found = 0
        for mask in masks:
            found |= mask
        return found


def _key(term: Term) -> tuple[str, str]:
    return term.slot, term.language or ANY


def _start(place: Place) -> int:
    return place.start


def _reached(begun: dict[tuple[int, int], list[int]], step: Step, start: int) -> bool:
    """Whether the part before ends soon before this place."""
    ends = begun.get((step.phrase, step.place - 1), ())
    at = bisect_right(ends, start)
    return at > 0 and start - ends[at - 1] <= step.reach


def _excuses(rule: Rule) -> Iterator[str]:
    return chain(rule.unless, rule.unless_sentence, rule.not_after)


def _looked(rule: Rule) -> Iterator[str]:
    return chain(rule.find, *rule.near, _excuses(rule))
