"""The meanings of the phrasebook as data: one TOML file a topic, every language in it, and what such a file must keep to."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib.resources import files

from msgspec import Struct

from server.translation.slots import TAKES, names_in, skeletons

LANGUAGES = ("en", "zh", "de", "fr", "es", "it", "pt", "ja", "ko", "ru", "ar", "tr")
SPEAKERS = frozenset({"customer", "agent", "both"})
FORMAL, CASUAL = "formal", "casual"
REGISTERS = ("zh", "de", "fr", "es", "it", "ja", "ko", "ru", "tr")
"""Languages with a casual form of their own (du, tu, tú, ты, sen, 你, です・ます without keigo, 해요체); others have one."""
_CASUAL_KEY = "_casual"

Ways = dict[str, tuple[str, ...]]


class PhraseError(Exception):
    """The phrases may not be used as they are; `faults` say where and why."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("; ".join(faults[:5]))
        self.faults = faults


class Phrase(Struct, frozen=True):
    """A meaning: who says it (`customer`, `agent`, `both`) and its wordings, the preferred one first.

    `casual` are the wordings for shops that say du or tu, where they differ. `own` meanings are for the shop's own
    channels: a marketplace forbids them (an e-mail address asked for, a link).
    """

    id: str
    topic: str
    by: str
    ways: Ways
    casual: Ways = {}
    own: bool = False

    def worded(self, language: str, formality: str = "") -> tuple[str, ...]:
        """The wordings in a language, those of the wanted register first; empty when the language has none."""
        formal = self.ways.get(language, ())
        return (*self.casual.get(language, ()), *formal) if formality == CASUAL else formal

    def every(self, language: str) -> tuple[str, ...]:
        """All wordings a person may have typed, of whatever register."""
        return (*self.ways.get(language, ()), *self.casual.get(language, ()))


def load_meanings() -> tuple[Phrase, ...]:
    """The phrases that ship with the product. Raises PhraseError, which a test of this data keeps from happening."""
    folder = files(__package__) / "phrases"
    topics = sorted((entry for entry in folder.iterdir() if entry.name.endswith(".toml")), key=lambda e: e.name)
    return checked(
        tuple(
            _phrase(topic.name.removesuffix(".toml"), name, row)
            for topic in topics
            for name, row in tomllib.loads(topic.read_text("utf-8")).items()
        )
    )


def checked(phrases: tuple[Phrase, ...]) -> tuple[Phrase, ...]:
    """The same phrases, or PhraseError with every fault."""
    if faults := (*_misnamed(phrases), *_ambiguous(phrases)):
        raise PhraseError(faults)
    return phrases


def _phrase(topic: str, name: str, row: dict[str, str | list[str] | bool]) -> Phrase:
    def wordings(cell: str | list[str] | bool) -> tuple[str, ...]:
        return tuple(cell) if isinstance(cell, list) else (str(cell),)

    texts = {key: wordings(cell) for key, cell in row.items() if key not in ("by", "own")}
    casual = {key.removesuffix(_CASUAL_KEY): ways for key, ways in texts.items() if key.endswith(_CASUAL_KEY)}
    formal = {key: ways for key, ways in texts.items() if not key.endswith(_CASUAL_KEY)}
    you = tuple(way.replace("您", "你") for way in formal.get("zh", ()))
    if you != formal.get("zh", ()):
        casual.setdefault("zh", you)  # 您 and 你 stand in the same places
    return Phrase(f"{topic}.{name}", topic, str(row.get("by", "")), formal, casual, row.get("own") is True)


def _misnamed(phrases: Iterable[Phrase]) -> Iterator[str]:
    """Unknown speakers, languages and slots; languages left out; slots that one language has and another has not."""
    for phrase in phrases:
        if phrase.by not in SPEAKERS:
            yield f"{phrase.id}: by {phrase.by!r}"
        if wrong := set(phrase.ways) ^ set(LANGUAGES) | set(phrase.casual) - set(REGISTERS):
            yield f"{phrase.id}: languages {sorted(wrong)}"
        asked = {code: {names_in(way) for way in ways} for code, ways in phrase.ways.items()}
        everyone: set[frozenset[str]] = set().union(*asked.values())
        if odd := [code for code, sets in asked.items() if sets != everyone]:
            yield f"{phrase.id}: slots of {odd}"
        if any(names_in(way) not in everyone for ways in phrase.casual.values() for way in ways):
            yield f"{phrase.id}: slots of the casual form"
        if unknown := frozenset[str]().union(*everyone) - set(TAKES):
            yield f"{phrase.id}: no such slot {sorted(unknown)}"


def _ambiguous(phrases: Iterable[Phrase]) -> Iterator[str]:
    """The same words for two meanings, or twice for one, in one language."""
    owners: dict[tuple[str, str], str] = {}
    for phrase in phrases:
        for code in phrase.ways:
            keys = Counter(key for way in phrase.ways[code] for key in _keys(way))
            yield from (f"{phrase.id}: {code} says {key!r} twice" for key, times in keys.items() if times > 1)
            keys.update(key for way in phrase.casual.get(code, ()) for key in _keys(way))
            for key in keys:
                if (owner := owners.setdefault((code, key), phrase.id)) != phrase.id:
                    yield f"{phrase.id}: {code} {key!r} is {owner}"


def _keys(way: str) -> set[str]:
    return {form.key for form in skeletons(way)}
