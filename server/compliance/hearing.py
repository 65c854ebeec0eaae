"""What is heard for a text's language: the words of some slots, and the phrases that are made of them, as bits."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from itertools import chain, count
from typing import TypeVar

from msgspec import Struct

from server.compliance.heard import EVERYWHERE, Heard, Made, Place, Step, either, standing, whole
from server.compliance.phrases import ANY, reach
from server.compliance.stretches import Stretch
from server.compliance.terms import Group, Term
from server.compliance.wording import Wording

LATIN = frozenset({"de", "fr", "es", "it", "pt", "tr"})
DEAF = {language: LATIN - {language} for language in (*LATIN, "en", "ko", "ru", "ar")}
DEAF |= {"zh": LATIN | {"ja"}, "ja": LATIN | {"zh"}}
"""In a text of a language, words of these are not heard: too many are spelled alike and mean something else."""
_REMEMBERED = 500
_K = TypeVar("_K")
_V = TypeVar("_V")


class Words(Struct, frozen=True):
    """What packs look for: phrases, slots of shapes and of sounds, and the terms that are spelled alike, by number.

    `own`: of a slot's terms in a language, whether they only count in texts of it. `languages` are those that are known.
    """

    wordings: tuple[Wording, ...]
    shapes: tuple[str, ...]
    sounds: tuple[str, ...]
    group: Callable[[int], Group]
    own: Mapping[tuple[str, str], bool]
    languages: frozenset[str]
    _heard: dict[str, tuple[int, ...]] = {}

    def spoken(self, language: str) -> str:
        """The language, or "" for all those that no pack knows."""
        return language if language in self.languages else ""

    def heard(self, language: str) -> tuple[int, ...]:
        """The phrases, by number, of which each part may be heard in a text of a language."""
        found = self._heard.get(language)
        if found is None:
            deaf, wordless = DEAF.get(language, frozenset()), {*self.shapes, *self.sounds}
            ears = {key for key, own in self.own.items() if key[1] not in deaf and (not own or key[1] == language)}
            found = self._heard[language] = tuple(
                n
                for n, wording in enumerate(self.wordings)
                if all(
                    part in wordless or (part, wording.language) in ears or (part, ANY) in ears
                    for part in wording.parts
                )
            )
        return found


class Phrase(Struct, frozen=True, gc=False):
    """What must be there (`parts`, the numbers of bits: most phrases are never looked at), and what then is (`gives`)."""

    parts: tuple[int, ...]
    gives: int


class Hearing(dict[int, Heard | None]):
    """For some slots, and a text's language: a group's number -> what of it is heard."""

    def __init__(self, wanted: Iterable[str], language: str, words: Words) -> None:
        super().__init__()
        self._group = words.group
        self._language = language
        self._deaf = DEAF.get(language, frozenset())
        slots = dict.fromkeys(wanted)
        self._slots = {slot: 1 << n for n, slot in enumerate(slots)}
        self._parts: dict[str, dict[str, int]] = defaultdict(dict)
        self._steps: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
        self.phrases: dict[int, Phrase] = {}
        self._masks: dict[int, int] = {}
        self._wordings = words.wordings
        self._every_slot = (1 << len(slots)) - 1
        bits = count(len(slots))
        for number in words.heard(language):
            wording = words.wordings[number]
            if wording.slot in slots:
                self.phrases[number] = self._phrase(number, wording, bits)
        self._shared = Counter(chain.from_iterable(phrase.parts for phrase in self.phrases.values()))
        self.shapes = {slot: mask for slot in words.shapes if (mask := self.says(slot))}
        self.every_shape = either(map(self.bit, self.shapes))
        self.sounds = tuple(slot for slot in words.sounds if slot in slots)
        self.sounding = either(map(self.bit, self.sounds))
        self.shape_parts = frozenset(at for slot in words.shapes for at in self._parts.get(slot, {}).values())
        self.of_shapes = [n for n, phrase in self.phrases.items() if not self.shape_parts.isdisjoint(phrase.parts)]
        self.far = {*self.of_shapes, *(n for n in self.phrases if "~~" in words.wordings[n].joins)}
        self._shaping = frozenset(chain.from_iterable(self.phrases[n].parts for n in self.of_shapes))
        self._shaped: dict[frozenset[int], tuple[int, ...]] = {}

    def __missing__(self, number: int) -> Heard | None:
        group = self._group(number)
        terms = tuple((term, mask) for term in group.terms if self._hears(term) and (mask := self.says(*_key(term))))
        self[number] = heard = self._heard(group, terms) if terms else None
        return heard

    def _heard(self, group: Group, terms: tuple[tuple[Term, int], ...]) -> Heard:
        steps: dict[int, tuple[Step, ...]] = {}
        for step in dict.fromkeys(step for term, _ in terms for step in self._steps_of(*_key(term))):
            steps[step.phrase] = (*steps.get(step.phrase, ()), step)
        mask = either(mask for _, mask in terms)
        return Heard(
            group=group,
            terms=terms,
            mask=mask,
            slots=mask & self._every_slot,
            steps=steps,
            phrases=frozenset(steps),
            parts=frozenset(at for n in steps for at in self.phrases[n].parts if mask >> at & 1),
            keys=tuple(
                (n, second, rest) for n in steps for one, second, rest in [self._by_rarity(n)] if mask >> one & 1
            ),
            size=group.size,
            opens=group.begins,
            closes=group.ends,
            rests=frozenset(term.rest for term, _ in terms) if any(term.rest for term, _ in terms) else frozenset(),
        )

    def says(self, slot: str, language: str = ANY) -> int:
        """The bits of a slot that was found in a language."""
        parts = self._parts.get(slot, {})
        spoken = parts.values() if language == ANY else [parts[language]] if language in parts else ()
        return self._slots.get(slot, 0) | either(1 << at for at in spoken)

    def stretch(self, places: list[Place], near: AbstractSet[int], telling: AbstractSet[int], apart: int) -> Stretch:
        """The places of a stretch, with those of some phrases that stand in it. `telling`: by id what may be their parts."""
        bits, made = either([place.heard.slots for place in places]), list[Made]()
        some = [place for place in places if id(place.heard) in telling] if telling else []
        if len(some) > 1:
            found = set[int]().union(*[place.heard.parts for place in some])
            here = near & whole([place.heard for place in some], found)
            made = self.made(standing(some, here, apart)) if here else []
        return Stretch(places, made, bits | either([one.gives for one in made]) if made else bits)

    def made(self, spans: Mapping[int, list[tuple[int, int]]]) -> list[Made]:
        """Phrases that stand in some places."""
        return [Made(n, self._mask(n), self.phrases[n].gives, where) for n, where in spans.items()]

    def shaped(self, phrase: int, said: AbstractSet[int]) -> Made:
        """A phrase with shapes in it, anywhere in a text; `said` are the parts that are found in words."""
        shapes = either(1 << at for at in self.phrases[phrase].parts if at in self.shape_parts and at not in said)
        return Made(phrase, self._mask(phrase), self.phrases[phrase].gives, [EVERYWHERE], shapes)

    def bit(self, slot: str) -> int:
        """The bit of a slot; 0 where it is only a part of phrases."""
        return self._slots.get(slot, 0)

    def with_shapes(self, parts: frozenset[int]) -> tuple[int, ...]:
        """The phrases with shapes in them that may stand in a text in which some parts are found."""
        telling = self._shaping & parts
        found = self._shaped.get(telling)
        if found is None:
            found = tuple(n for n in self.of_shapes if telling.issuperset(self.phrases[n].parts))
            remember(self._shaped, telling, found)
        return found

    def _hears(self, term: Term) -> bool:
        return term.language not in self._deaf and (not term.own or term.language == self._language)

    def _steps_of(self, slot: str, language: str) -> Iterator[Step]:
        for one in self._parts.get(slot, ()) if language == ANY else (language,):
            for number, place in self._steps.get((slot, one), ()):
                wording = self._wordings[number]
                yield Step(number, place, place + 1 == len(wording.parts), reach(wording, place))

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
            mask = self._masks[phrase] = either(1 << at for at in self.phrases[phrase].parts)
        return mask

    def _by_rarity(self, phrase: int) -> tuple[int, int, tuple[int, ...]]:
        """The bits of the part that the fewest phrases have, of the next one (the same where there is one), and of the others."""
        first, *others = sorted(self.phrases[phrase].parts, key=self._shared.__getitem__)
        return first, others[0] if others else first, tuple(others[1:])


def remember(memory: dict[_K, _V], key: _K, value: _V) -> None:
    """Keeps an answer, of not too many."""
    if len(memory) >= _REMEMBERED:
        memory.clear()
    memory[key] = value


def _key(term: Term) -> tuple[str, str]:
    return term.slot, term.language or ANY
