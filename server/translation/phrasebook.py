"""Service sentences written by people in every language: exact, instant, and honest without any engine."""

from msgspec import Struct

from server.domain.reading import Reading
from server.translation.entities import Entity
from server.translation.finding import Finder
from server.translation.meanings import LANGUAGES, Phrase, load_meanings
from server.translation.protect import emptied, mask
from server.translation.slots import fits, names_in, rendered, skeletons
from server.translation.wording import asks, plain, sentences

UNSPACED = frozenset({"zh", "ja"})
LONGEST = 600
JOINED = 0.95


class _Way(Struct, frozen=True):
    phrase: Phrase
    names: tuple[str, ...]
    question: bool


class _Asked(Struct, frozen=True):
    key: str
    entities: tuple[Entity, ...]
    question: bool


class _From(Struct, frozen=True):
    source: str
    target: str
    terms: tuple[str, ...]
    formality: str

    @property
    def space(self) -> str:
        return "" if self.target in UNSPACED else " "


class Phrasebook:
    """Looks a text up in one language and says it in another."""

    def __init__(self, phrases: tuple[Phrase, ...]) -> None:
        self.phrases = phrases
        self._by_id = {phrase.id: phrase for phrase in phrases}
        self._ways: dict[tuple[str, str], list[_Way]] = {}
        for phrase in phrases:
            for language in phrase.ways:
                for wording in phrase.every(language):
                    self._index(phrase, language, wording)
        self._finder = Finder(phrases)
        self._openings = {
            language: sorted(
                (key for code, key in self._ways if code == language and self._opens(code, key)), key=_longest
            )
            for language in LANGUAGES
        }

    @classmethod
    def load(cls) -> "Phrasebook":
        """The phrases that ship with the product."""
        return cls(load_meanings())

    def lookup(
        self, text: str, source: str, target: str, terms: tuple[str, ...] = (), formality: str = ""
    ) -> Reading | None:
        """What the text says, in `target`: known as a whole, or sentence by sentence; else None."""
        if len(text) > LONGEST or source == target or target not in LANGUAGES:
            return None
        way = _From(source, target, terms, formality)
        whole = self._say(text, way)
        if whole is not None:
            return Reading(language=target, text=whole, engine="phrasebook")
        said = self._say_parts(sentences(text), way)
        return Reading(language=target, text=said, engine="phrasebook", confidence=JOINED) if said else None

    def say(self, phrase_id: str, target: str, values: dict[str, str], formality: str = "") -> str | None:
        """A meaning in `target` with its slots filled, `formality` as in a Request; None when no wording has these slots."""
        for wording in self._by_id[phrase_id].worded(target, formality):
            if names_in(wording) == frozenset(values):
                return rendered(wording, values, target)
        return None

    def search(self, query: str, limit: int = 8) -> list[Phrase]:
        """The meanings that a few typed words name, in any language; best first."""
        return self._finder.find(query, limit)

    def _say_parts(self, parts: list[str], way: _From) -> str | None:
        said: list[str] = []
        for part in parts:
            one = self._say(part, way) or self._say_clauses(part, way)
            if one is None:
                return None
            said.append(one)
        return way.space.join(said) or None

    def _say_clauses(self, part: str, way: _From) -> str | None:
        clauses = part.replace("，", ",").replace("、", ",").replace("،", ",").split(",")
        return self._say_parts(clauses, way) if len(clauses) > 1 else None

    def _say(self, text: str, way: _From) -> str | None:
        masked = mask(text, way.terms, numbers=True)
        asked = _Asked(plain(emptied(masked.text)), masked.entities, asks(text))
        said = self._say_key(asked, way)
        if said is not None:
            return said
        for opening in self._openings.get(way.source, ()):
            if rest := _after(opening, asked.key):
                tail = self._say_key(_Asked(rest, masked.entities, asked.question), way)
                head = self._say_key(_Asked(opening, (), False), way)
                if head and tail:
                    return head + way.space + tail
        return None

    def _say_key(self, asked: _Asked, way: _From) -> str | None:
        for known in self._ways.get((way.source, asked.key), ()):
            if fits(known.names, asked.entities) and (known.question or not asked.question):
                values = {name: entity.text for name, entity in zip(known.names, asked.entities, strict=True)}
                if (said := self.say(known.phrase.id, way.target, values, way.formality)) is not None:
                    return said
        return None

    def _index(self, phrase: Phrase, language: str, wording: str) -> None:
        question = phrase.topic == "greeting" or any(map(asks, (wording, phrase.ways[language][0])))
        for skeleton in skeletons(wording):
            self._ways.setdefault((language, skeleton.key), []).append(_Way(phrase, skeleton.names, question))

    def _opens(self, language: str, key: str) -> bool:
        return any(way.phrase.topic == "greeting" and not way.names for way in self._ways[language, key])


def _longest(key: str) -> int:
    return -len(key)


def _after(opening: str, key: str) -> str:
    """What follows the opening, if it ends at the end of a word; ideographs need no space after them."""
    if not key.startswith(opening) or len(key) == len(opening):
        return ""
    parted = key[len(opening)] == " " or not opening[-1].isascii()
    return key[len(opening) :].strip() if parted else ""
