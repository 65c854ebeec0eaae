"""What must be looked for in a scene: the rules that may speak there, and the words that could make them speak.

Most texts hold words of many rules and not all the words of any one. A plan knows, from the words that are somewhere in
a text, which rules cannot speak; only for the others is it worth asking what stands where.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, count
from typing import TypeVar

from msgspec import Struct

from server.compliance.heard import EVERYWHERE, Heard, Made, Needed, Place, Spans, Step, standing
from server.compliance.pack import Rule
from server.compliance.phrases import ANY, reach
from server.compliance.terms import Group, Term
from server.compliance.wording import Wording

LATIN = frozenset({"de", "fr", "es", "it", "pt", "tr"})
DEAF = {language: LATIN - {language} for language in (*LATIN, "en", "ko", "ru", "ar")}
DEAF |= {"zh": LATIN | {"ja"}, "ja": LATIN | {"zh"}}
"""In a text of a language, words of these are not heard: too many are spelled alike and mean something else."""
_HARMLESS, _TURN = "harmless", "turn"
_REMEMBERED = 500
_K = TypeVar("_K")
_V = TypeVar("_V")


class Words(Struct, frozen=True):
    """What packs look for: phrases, slots of shapes and of sounds, and the terms that are spelled alike, by number."""

    wordings: tuple[Wording, ...]
    shapes: tuple[str, ...]
    sounds: tuple[str, ...]
    group: Callable[[int], Group]


class Phrase(Struct, frozen=True, gc=False):
    """What must be there (`parts`, the numbers of bits: most phrases are never looked at), and what then is (`gives`)."""

    parts: tuple[int, ...]
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
        self._steps: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
        self._phrases: dict[int, Phrase] = {}
        self._masks: dict[int, int] = {}
        self._wordings = words.wordings
        bits = count(len(slots))
        for number, wording in enumerate(words.wordings):
            if wording.slot in slots:
                self._phrases[number] = self._phrase(number, wording, bits)
        self._rules = [self._asked(rule) for rule in rules]
        self.shapes = {slot: mask for slot in words.shapes if (mask := self.says(slot))}
        self.every_shape = either(self.shapes.values())
        self.sounds = {slot: mask for slot in words.sounds if (mask := self.says(slot))}
        shapes = frozenset(at for slot in words.shapes for at in self._parts.get(slot, {}).values())
        self._of_shapes = [n for n, phrase in self._phrases.items() if not shapes.isdisjoint(phrase.parts)]
        self._shaping = either(map(self._mask, self._of_shapes))
        self._shaped: dict[int, tuple[int, ...]] = {}
        self._telling = either(either((rule.find, *rule.near)) for rule in self._rules)
        self._asking: dict[int, tuple[int, ...]] = {}
        self._looking: dict[tuple[int, ...], frozenset[str]] = {}
        alone = self.needs(self.asked(self.every_shape, ()), ())
        self.always = tuple(slot for slot, mask in self.shapes.items() if mask & alone.slots)

    def __missing__(self, number: int) -> Heard | None:
        group = self._group(number)
        terms = tuple((term, mask) for term in group.terms if self._hears(term) and (mask := self.says(*_key(term))))
        self[number] = heard = self._heard(group, terms) if terms else None
        return heard

    def _heard(self, group: Group, terms: tuple[tuple[Term, int], ...]) -> Heard:
        steps: dict[int, tuple[Step, ...]] = {}
        for step in dict.fromkeys(step for term, _ in terms for step in self._steps_of(*_key(term))):
            steps[step.phrase] = (*steps.get(step.phrase, ()), step)
        starts, ends = set(), set()
        for step in chain.from_iterable(steps.values()):
            starts |= {step.phrase} if step.place == 0 else set()
            ends |= {step.phrase} if step.last else set()
        return Heard(
            group=group,
            terms=terms,
            mask=either(mask for _, mask in terms),
            steps=steps,
            phrases=frozenset(steps),
            starts=frozenset(starts),
            ends=frozenset(ends),
            size=group.size,
            opens=group.begins,
            closes=group.ends,
            far=group.far,
        )

    def says(self, slot: str, language: str = ANY) -> int:
        """The bits of a slot that was found in a language."""
        parts = self._parts.get(slot, {})
        spoken = parts.values() if language == ANY else [parts[language]] if language in parts else ()
        return self._slots.get(slot, 0) | either(1 << at for at in spoken)

    def made(self, places: list[Place], present: int) -> tuple[Made, ...]:
        """The phrases whose parts stand near one another in their order; of those with shapes in them, all that may be."""
        present |= self.every_shape
        starts = set[int]().union(*[place.heard.starts for place in places])
        ends = starts.intersection(chain.from_iterable(place.heard.ends for place in places))
        possible = {n for n in ends if (parts := self._mask(n)) & present == parts}
        spans = {n: [EVERYWHERE] for n in self._with_shapes(present)}
        for n, where in standing(places, possible).items():
            spans[n] = [*spans.get(n, ()), *where]
        return tuple(Made(n, self._mask(n), self._phrases[n].gives, where) for n, where in spans.items())

    def _with_shapes(self, present: int) -> tuple[int, ...]:
        """The phrases with shapes in them that may stand in a text."""
        present &= self._shaping
        found = self._shaped.get(present)
        if found is None:
            found = tuple(n for n in self._of_shapes if (parts := self._mask(n)) & present == parts)
            _remember(self._shaped, present, found)
        return found

    def of_shapes(self, slots: Iterable[str]) -> int:
        """The bits of shapes and sounds that were found."""
        return either(self.shapes.get(slot) or self.sounds[slot] for slot in slots)

    def asked(self, present: int, made: tuple[Made, ...]) -> tuple[int, ...]:
        """The numbers of the rules that find all they need to speak, somewhere."""
        for phrase in made:
            present |= phrase.gives
        present &= self._telling
        asked = self._asking.get(present)
        if asked is None:
            rules = enumerate(self._rules)
            asked = tuple(n for n, rule in rules if rule.find & present and all(near & present for near in rule.near))
            _remember(self._asking, present, asked)
        return asked

    def slots(self, rules: tuple[int, ...], made: tuple[Made, ...]) -> frozenset[str]:
        """The shapes that make these rules speak."""
        slots = self._looking.get(rules) if not made else None
        if slots is None:
            wanted = self.needs(rules, made)
            slots = frozenset(slot for slot, mask in self.shapes.items() if mask & (wanted.slots | wanted.parts))
            if not made:
                _remember(self._looking, rules, slots)
        return slots

    def needs(self, rules: Iterable[int], made: tuple[Made, ...]) -> Needed:
        """What makes these rules speak."""
        return _needed(either(self._rules[n].needs for n in rules), made)

    def excuses(self, rules: Iterable[int], made: tuple[Made, ...]) -> Needed:
        """What may excuse what these rules find."""
        return _needed(either(self._rules[n].excuses for n in rules), made)

    def _asked(self, rule: Rule) -> _Asked:
        near = tuple(map(self._any, rule.near))
        needs = self._any((*rule.find, _HARMLESS)) | either(near)
        return _Asked(self._any(rule.find), near, needs, self._any((*_excuses(rule), _TURN, _HARMLESS)))

    def _hears(self, term: Term) -> bool:
        return term.language not in self._deaf and (not term.own or term.language == self._language)

    def _steps_of(self, slot: str, language: str) -> Iterator[Step]:
        for one in self._parts.get(slot, ()) if language == ANY else (language,):
            for number, place in self._steps.get((slot, one), ()):
                wording = self._wordings[number]
                yield Step(number, place, place + 1 == len(wording.parts), 2 * reach(wording, place))

    def _phrase(self, number: int, wording: Wording, bits: Iterator[int]) -> Phrase:
        parts, language = [], wording.language
        for place, part in enumerate(wording.parts):
            spoken = self._parts[part]
            if language not in spoken:
                spoken[language] = next(bits)
            parts.append(spoken[language])
            self._steps[part, language].append((number, place))
        return Phrase(tuple(parts), self._slots[wording.slot])

    def _mask(self, phrase: int) -> int:
        """The bits of all parts of a phrase."""
        mask = self._masks.get(phrase)
        if mask is None:
            mask = self._masks[phrase] = either(1 << at for at in self._phrases[phrase].parts)
        return mask

    def _any(self, slots: Iterable[str]) -> int:
        return either(self._slots[slot] for slot in slots)


def either(masks: Iterable[int]) -> int:
    """The bits of all."""
    found = 0
    for mask in masks:
        found |= mask
    return found


def _remember(memory: dict[_K, _V], key: _K, value: _V) -> None:
    if len(memory) >= _REMEMBERED:
        memory.clear()
    memory[key] = value


def _needed(slots: int, made: tuple[Made, ...]) -> Needed:
    some = [phrase for phrase in made if phrase.gives & slots]
    spans = Spans(span for phrase in some for span in phrase.spans)
    return Needed(slots, either(phrase.parts for phrase in some), tuple(phrase.phrase for phrase in some), spans)


def _key(term: Term) -> tuple[str, str]:
    return term.slot, term.language or ANY


def _excuses(rule: Rule) -> Iterator[str]:
    return chain(rule.unless, rule.unless_sentence, rule.not_after)


def _looked(rule: Rule) -> Iterator[str]:
    return chain(rule.find, *rule.near, _excuses(rule))
