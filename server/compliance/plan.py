"""What must be looked for in a scene: the rules that may speak there, and the words that could make them speak.

Most texts hold words of many rules and not all the words of any one. A plan knows, from the words that are somewhere in
a text and in each stretch of it, which rules cannot speak; only for the others is it worth asking what stands where.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from operator import attrgetter

from msgspec import Struct

from server.compliance.clauses import Clauses
from server.compliance.heard import Made, Place, either, standing, whole
from server.compliance.hearing import Hearing, remember
from server.compliance.pack import Rule
from server.compliance.stretches import Asked, Laid, Needed, Stretch, needed, parted
from server.compliance.terms import JUST_BEFORE, Hit

_HARMLESS, _TURN = "harmless", "turn"
_START = attrgetter("start")


class _Asked(Struct, frozen=True, gc=False):
    """What a rule needs: one of `find`, one of each of `near`; and all that may excuse what it finds, beside it or anywhere."""

    find: int
    near: tuple[int, ...]
    needs: int
    excuses: int
    anywhere: int


class Plan:
    """For the rules that may speak, and what is heard of their words: which rules a text asks."""

    def __init__(self, rules: Sequence[Rule], hearing: Hearing) -> None:
        self.hearing = hearing
        self._rules = [self._asked(rule) for rule in rules]
        self._telling = either(either((rule.find, *rule.near)) for rule in self._rules)
        wanted = either(rule.needs | rule.excuses | rule.anywhere for rule in self._rules)
        self._sounding = hearing.sounding & wanted
        self.sounds = tuple(slot for slot in hearing.sounds if hearing.bit(slot) & wanted)
        self._asking: dict[int, tuple[int, ...]] = {}
        self._wanting: dict[tuple[int, ...], int] = {}
        self._looking: dict[tuple[tuple[int, ...], tuple[int, ...]], frozenset[str]] = {}
        alone = self.slots(Laid([], [], 0))
        self.always = tuple(slot for slot in hearing.shapes if slot in alone)

    def laid(self, places: list[Place], clauses: Clauses) -> Laid:
        """The phrases whose parts stand near one another in their order, by stretch; of those with shapes, all that may be."""
        heard = {id(place.heard): place.heard for place in places}
        bits = either([one.slots for one in heard.values()]) | self.hearing.every_shape
        said = set[int]().union(*[one.parts for one in heard.values()])
        shaped = self.hearing.with_shapes(parts := self.hearing.shape_parts | said)
        possible = whole(heard.values(), parts).union(shaped)
        wanted = self._wanted(bits, possible)
        possible = {n for n in possible if self.hearing.phrases[n].gives & wanted}
        telling = {at for at, one in heard.items() if one.slots & wanted or not possible.isdisjoint(one.phrases)}
        places = sorted([place for place in places if id(place.heard) in telling], key=_START)
        near = possible - self.hearing.far
        saying = {at for at in telling if not near.isdisjoint(heard[at].phrases)} if near else set[int]()
        apart = 2 if clauses.spread else 1
        stretches = [self.hearing.stretch(some, near, saying, apart) for some in parted(places, clauses.sentences)]
        wide = self.hearing.made(standing(places, possible.difference(near, self.hearing.of_shapes), apart))
        wide += [self.hearing.shaped(n, said) for n in possible.intersection(shaped)]
        return _laid(stretches, wide)

    def settled(self, laid: Laid, shapes: list[Hit]) -> Laid:
        """The same without the phrases of which a shape is not among those that were found."""
        if not any(one.shapes for one in laid.wide):
            return laid
        found = either(self.hearing.shapes.get(slot, 0) for slot in {hit.slot for hit in shapes})
        return _laid(laid.stretches, [one for one in laid.wide if one.shapes & found == one.shapes])

    def _wanted(self, bits: int, phrases: Iterable[int]) -> int:
        """The slots of all rules that could speak, if these phrases stood."""
        rules = self._possible(bits | self._sounding | either([self.hearing.phrases[n].gives for n in phrases]))
        wanted = self._wanting.get(rules)
        if wanted is None:
            wanted = either((rule := self._rules[n]).needs | rule.excuses | rule.anywhere for n in rules)
            remember(self._wanting, rules, wanted)
        return wanted

    def asked(self, laid: Laid, shapes: list[Hit], clauses: Clauses) -> Asked:
        """The rules that find all they need to speak, and where. `shapes`: what was found of shapes and sounds."""
        local, wide = laid.around(self._wide(laid, shapes), clauses)
        may = self._possible(laid.bits | wide)
        far = [(rule.find, rule.needs) for n in may if (rule := self._rules[n]).find & wide]
        speaking = {n for n in may if self._rules[n].find & wide}
        slots = list[tuple[Stretch, int]]()
        for stretch, more in zip(laid.stretches, local, strict=True) if may else ():
            needs, bits = 0, stretch.bits | more
            for find, need in far if more else ():
                needs |= need if find & more else 0
            for n in may:
                rule = self._rules[n]
                if rule.find & stretch.bits and all(near & bits for near in rule.near):
                    needs |= rule.needs
                    speaking.add(n)
            slots += [(stretch, needs)] if needs else []
        return Asked(tuple(sorted(speaking)), slots)

    def _wide(self, laid: Laid, shapes: list[Hit]) -> Iterator[tuple[int, int, int]]:
        for hit in shapes:
            yield hit.start, hit.end, self.hearing.bit(hit.slot)
        for made in laid.wide:
            for start, end in made.spans:
                yield start, end, made.gives

    def _possible(self, present: int) -> tuple[int, ...]:
        """The rules of which a text holds all they need, somewhere."""
        present &= self._telling
        asked = self._asking.get(present)
        if asked is None:
            rules = enumerate(self._rules)
            asked = tuple(n for n, rule in rules if rule.find & present and all(near & present for near in rule.near))
            remember(self._asking, present, asked)
        return asked

    def slots(self, laid: Laid) -> frozenset[str]:
        """The shapes that could make rules speak."""
        rules = self._possible(laid.bits | self.hearing.every_shape)
        key = rules, tuple(one.phrase for one in laid.wide)
        slots = self._looking.get(key)
        if slots is None:
            wanted = either(self._rules[n].needs for n in rules)
            wanted |= either(one.parts for one in laid.wide if one.gives & wanted)
            slots = frozenset(slot for slot, mask in self.hearing.shapes.items() if mask & wanted)
            remember(self._looking, key, slots)
        return slots

    def needs(self, asked: Asked, laid: Laid) -> Needed:
        """What makes these rules speak."""
        return needed(asked.slots, laid.wide)

    def excuses(self, standing: Mapping[int, list[Hit]], laid: Laid, clauses: Clauses) -> Needed:
        """What may excuse what these rules found."""
        found = ((hit.start, hit.end, self._rules[n].excuses) for n, hits in standing.items() for hit in hits)
        beside, _ = laid.around(found, clauses, JUST_BEFORE)
        anywhere = either(self._rules[n].anywhere for n in standing)
        slots = zip(laid.stretches, beside, strict=True)
        return needed([(stretch, mask | anywhere) for stretch, mask in slots if mask | anywhere], laid.wide)

    def _asked(self, rule: Rule) -> _Asked:
        near = tuple(map(self._any, rule.near))
        needs = self._any((*rule.find, _HARMLESS)) | either(near)
        beside = self._any((*rule.beside(), _TURN, _HARMLESS))
        return _Asked(self._any(rule.find), near, needs, beside, self._any(rule.anywhere()))

    def _any(self, slots: Iterable[str]) -> int:
        return either(map(self.hearing.bit, slots))


def _laid(stretches: list[Stretch], wide: list[Made]) -> Laid:
    return Laid(stretches, wide, either([one.bits for one in stretches]) | either([one.gives for one in wide]))


def looked(rules: Iterable[Rule]) -> Iterator[str]:
    """The slots that matter to some rules."""
    return chain((_HARMLESS, _TURN), *(rule.slots() for rule in rules))
