"""Service sentences written by people in every language: exact, instant, and honest without any engine."""

import tomllib
from importlib.resources import files

from msgspec import Struct

from server.domain.reading import Reading
from server.translation.protect import marks, mask
from server.translation.slots import fits, names_in, rendered
from server.translation.wording import plain, sentences

LANGUAGES = ("en", "zh", "de", "fr", "es", "it", "pt", "ja", "ko", "ru", "ar", "tr")
UNSPACED = frozenset({"zh", "ja"})


class Phrase(Struct, frozen=True):
    """A meaning: who says it (`customer`, `agent`, `both`) and its wordings, the preferred one first."""

    id: str
    topic: str
    by: str
    ways: dict[str, tuple[str, ...]]


Way = tuple[Phrase, tuple[str, ...]]


class Phrasebook:
    """Looks a text up in one language and says it in another."""

    def __init__(self, phrases: tuple[Phrase, ...]) -> None:
        self.phrases = phrases
        self._ways: dict[tuple[str, str], list[Way]] = {}
        for phrase in phrases:
            for language, wordings in phrase.ways.items():
                for wording in wordings:
                    skeleton, names = names_in(wording)
                    self._ways.setdefault((language, plain(skeleton)), []).append((phrase, names))
        self._by_id = {phrase.id: phrase for phrase in phrases}

    @classmethod
    def load(cls) -> "Phrasebook":
        """The phrases that ship with the product, one file a topic."""
        folder = files(__package__) / "phrases"
        topics = sorted(
            (entry for entry in folder.iterdir() if entry.name.endswith(".toml")), key=lambda e: e.name
        )
        return cls(
            tuple(
                _phrase(topic.name.removesuffix(".toml"), name, row)
                for topic in topics
                for name, row in tomllib.loads(topic.read_text("utf-8")).items()
            )
        )

    def lookup(self, text: str, source: str, target: str, terms: tuple[str, ...] = ()) -> Reading | None:
        """What the text says, in `target`: known as a whole, or sentence by sentence; else None."""
        if len(text) > 600:
            return None
        whole = self._say(text, source, target, terms)
        if whole is not None:
            return Reading(language=target, text=whole, engine="phrasebook")
        parts = [self._say(part, source, target, terms) for part in sentences(text)]
        if len(parts) < 2 or None in parts:
            return None
        joined = ("" if target in UNSPACED else " ").join(filter(None, parts))
        return Reading(language=target, text=joined, engine="phrasebook", confidence=0.95)

    def say(self, phrase_id: str, target: str, values: dict[str, str]) -> str | None:
        """A meaning in `target` with its slots filled; None when no wording asks for exactly these slots."""
        for wording in self._by_id[phrase_id].ways.get(target, ()):
            if set(names_in(wording)[1]) == set(values):
                return rendered(wording, values, target)
        return None

    def search(self, query: str, limit: int = 8) -> list[Phrase]:
        """The meanings that a few typed words name, in any language; best first."""
        wanted = plain(query)
        if not wanted:
            return []
        ranked = [(score, phrase) for phrase in self.phrases if (score := _score(wanted, phrase))]
        ranked.sort(key=lambda item: -item[0])
        return [phrase for _, phrase in ranked[:limit]]

    def _say(self, text: str, source: str, target: str, terms: tuple[str, ...]) -> str | None:
        masked = mask(text, terms, numbers=True)
        skeleton = masked.text
        for number in marks(skeleton):
            skeleton = skeleton.replace(f"⟦{number}⟧", "⟦⟧")
        for phrase, names in self._ways.get((source, plain(skeleton)), ()):
            if fits(names, masked.entities):
                values = {name: entity.text for name, entity in zip(names, masked.entities, strict=True)}
                if (said := self.say(phrase.id, target, values)) is not None:
                    return said
        return None


def _phrase(topic: str, name: str, row: dict[str, str | list[str]]) -> Phrase:
    ways = {code: _wordings(row[code]) for code in LANGUAGES if code in row}
    return Phrase(f"{topic}.{name}", topic, str(row["by"]), ways)


def _wordings(cell: str | list[str]) -> tuple[str, ...]:
    return (cell,) if isinstance(cell, str) else tuple(cell)


def _score(wanted: str, phrase: Phrase) -> float:
    words = wanted.split()
    best = 0.0
    for wordings in phrase.ways.values():
        for rank, wording in enumerate(wordings):
            words_here = plain(names_in(wording)[0])
            if all(word in words_here for word in words):
                whole = 1.0 if words_here.startswith(wanted) else 0.5
                best = max(best, whole + len(wanted) / (len(words_here) + 1) - 0.01 * rank)
    if all(word in phrase.id for word in words):
        best = max(best, 0.6)
    return best
