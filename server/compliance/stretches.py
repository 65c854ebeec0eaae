"""The stretches of a text that no word reaches over: what stands in one has nothing to do with what stands in another."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from server.compliance.clauses import Clauses
from server.compliance.heard import Made, Place, Spans, either


class Stretch(Struct, frozen=True, gc=False):
    """One sentence, or some where a word stands over the end of one: the places in it, in order, and the phrases.

    `bits` are those of all of them.
    """

    places: list[Place]
    made: list[Made]
    bits: int


class Laid(Struct, frozen=True):
    """What may stand in a text. `wide` are the phrases that sentences do not part, or that have shapes in them."""

    stretches: list[Stretch]
    wide: list[Made]
    bits: int

    def around(self, found: Iterable[tuple[int, int, int]], clauses: Clauses, more: int = 0) -> tuple[list[int], int]:
        """By stretch the bits of what was found (start, end, bits) in its sentences or just after, and all of them."""
        starts = [stretch.places[0].start for stretch in self.stretches]
        local, every = [0] * len(starts), 0
        for start, end, bits in found:
            every |= bits
            first, last = clauses.sentence(start, end)
            at = max(bisect_right(starts, min(first, start - more)) - 1, 0)
            for one in range(at, bisect_left(starts, last, at)):
                local[one] |= bits
        return local, every


class Asked(Struct, frozen=True):
    """The rules, by number, that find all they need, and the bits of that by stretch."""

    rules: tuple[int, ...]
    slots: list[tuple[Stretch, int]]


class Look(Struct, frozen=True, gc=False):
    """What must be looked at closely in a stretch: the bits of slots, and those of phrases' parts in some places."""

    places: list[Place]
    slots: int
    parts: int
    where: Spans


class Needed(Struct, frozen=True):
    """What must be looked at closely in a text: in its stretches, and parts of wide phrases; the phrases by number."""

    looks: list[Look]
    parts: int
    where: Spans
    phrases: tuple[int, ...]


def parted(places: Iterable[Place], sentences: Sequence[int]) -> Iterator[list[Place]]:
    """Places that are in order, by stretch. `sentences`: where they begin, and the text's end."""
    some, reached, at, last, bound = list[Place](), 0, 0, len(sentences) - 1, 0
    for place in places:
        if place.start >= bound:
            while at < last and sentences[at] <= reached:
                at += 1
            bound = sentences[at]
            if some and reached < bound <= place.start:
                yield some
                some = []
        some.append(place)
        reached = max(reached, place.until)
    if some:
        yield some


def needed(slots: list[tuple[Stretch, int]], wide: list[Made]) -> Needed:
    """What says some slots, by stretch."""
    phrases = set[int]()

    def parts_of(made: Iterable[Made], mask: int) -> tuple[int, Spans]:
        some = [one for one in made if one.gives & mask]
        phrases.update(one.phrase for one in some)
        return either([one.parts for one in some]), Spans([span for one in some for span in one.spans])

    parts, where = parts_of(wide, either([mask for _, mask in slots]))
    here = [(stretch, mask) for stretch, mask in slots if parts or stretch.bits & mask]
    looks = [Look(stretch.places, mask, *parts_of(stretch.made, mask)) for stretch, mask in here]
    return Needed(looks, parts, where, tuple(phrases))
