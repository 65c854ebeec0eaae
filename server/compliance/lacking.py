"""Rules about what is not there: what an answer should have said and did not."""

from collections.abc import Callable, Iterator
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from server.compliance.pack import Case, Pack, Rule
from server.compliance.rules import SCENES, Entry, Judged, Rulebook, entry_of, told
from server.compliance.scene import Place, Scene, place_of
from server.domain.verdict import Verdict

_HERE = (Case(action="annotate"),)
_CALLED, _SAID = ".called", ".said"


class Judge(Protocol):
    """What finds words."""

    def judge(self, text: str, scene: Scene) -> Verdict:
        """See Compliance."""
        ...


class _Wish(Struct, frozen=True):
    entry: Entry
    called: str
    said: str


def present(pack: Pack) -> Pack:
    """The pack with the rules about what is there."""
    return replace(pack, rule=tuple(rule for rule in pack.rule if not rule.missing))


class Lacking:
    """The rules with `missing` of some packs. Their words are looked for only where such a rule may speak."""

    def __init__(self, packs: tuple[Pack, ...], rules: Rulebook, make: Callable[[tuple[Pack, ...]], Judge]) -> None:
        wishing = [pack for pack in packs if any(rule.missing for rule in pack.rule)]
        self._rules = rules
        self._wishes = [_wish(pack, rule) for pack in wishing for rule in pack.rule if rule.missing]
        self._places: dict[Place, list[tuple[_Wish, str]]] = {}
        self._words = make(tuple(_sought(pack) for pack in wishing)) if wishing else None

    def judged(self, text: str, scene: Scene) -> Iterator[Judged]:
        """What is missing here, each told at the text's end; a translation and an empty text lack nothing."""
        if self._words is None or not scene.typed or not text.strip():
            return
        wanted = self._wanted(scene)
        if not wanted:
            return
        found = {finding.rule for finding in self._words.judge(text, scene).findings}
        for wish, action in wanted:
            called = not wish.entry.rule.find or wish.called in found
            if called and wish.said not in found:
                yield told(wish.entry, action, (len(text), len(text)), scene), ("", "")

    def _wanted(self, scene: Scene) -> list[tuple[_Wish, str]]:
        place = place_of(scene)
        wanted = self._places.get(place)
        if wanted is None:
            wanted = [(wish, action) for wish in self._wishes if (action := self._rules.action(wish.entry, scene))]
            if len(self._places) >= SCENES:
                self._places.clear()
            self._places[place] = wanted
        return wanted


def _wish(pack: Pack, rule: Rule) -> _Wish:
    entry = entry_of(pack, rule)
    return _Wish(entry, entry.name + _CALLED, entry.name + _SAID)


def _sought(pack: Pack) -> Pack:
    """A pack that only says whether the words are there."""
    sought: list[Rule] = []
    for rule in pack.rule:
        if rule.missing:
            bare = replace(rule, cases=_HERE, missing=(), reviewers=1, message="", rewrite="")
            sought.append(replace(bare, id=rule.id + _SAID, find=rule.missing, near=(), unless=(), unless_sentence=()))
            if rule.find:
                sought.append(replace(bare, id=rule.id + _CALLED))
    return replace(pack, rule=tuple(sought))
