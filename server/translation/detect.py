"""Which language a short text is in: letters first, then n-grams, weighed with what the conversation told."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice

from msgspec import Struct

from server.domain.language import UNKNOWN, language_of
from server.translation.protect import blanked
from server.translation.scripts import script_of
from server.translation.vocabulary import Vocabulary

LONGEST = 400
REMEMBERED_TURNS, LOOKED_AT = 4, 16
SURE = 0.99
UNSURE = 0.15
NOTICED = 1e-4
FLOOR = 0.012  # what a language has that neither history nor page speak for; a clear sentence still overcomes it
PAGE = 0.12
NOISE = 0.01  # a short turn may be a name or a brand: in a conversation no language is quite ruled out by it
ALIASES = {"nb": "no", "nn": "no", "iw": "he", "in": "id", "fil": "tl"}


class Detection(Struct, frozen=True):
    """A language (`und` when the text does not tell) and how sure we are, 0 to 1."""

    language: str
    confidence: float


class Said(Struct, frozen=True):
    """An earlier turn whose language is known; an empty `language` leaves it to the text."""

    text: str
    language: str = ""


_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
NOTHING = Detection(UNKNOWN, 0.0)
Scores = dict[str, float]


class Detector:
    """Detects among `languages` (ISO 639-1 codes). Synchronous; some 20 microseconds for a chat line.

    Loading the n-gram model costs about 0.8 s, so a process makes one.
    """

    def __init__(self, languages: tuple[str, ...]) -> None:
        from server.translation.ngrams import Ngrams  # numpy: not for those who only need a phrasebook

        self.languages = tuple(dict.fromkeys(ALIASES.get(code, code) for code in languages))
        self._ngrams = Ngrams(self.languages)
        self._vocabulary = Vocabulary.load()
        self._spelled = lru_cache(256)(self._spell)
        self._scores = lru_cache(1024)(self._measure)
        self._told = lru_cache(1024)(self._weigh)

    def detect(
        self,
        text: str,
        history: Sequence[str | Said] = (),
        locale: str | None = None,
        among: tuple[str, ...] = (),
    ) -> Detection:
        """The language of `text`.

        `history` are the same person's earlier turns (newest last), `locale` the page's tag;
        `among` narrows the answer to these languages, unless the letters belong to another one.
        """
        own = self._scores(text[:LONGEST])
        if not own:
            return NOTHING
        spelled = self._spelled(among)
        weighed = {code: p for code, p in own.items() if code in spelled} or self._narrowed(text, spelled) or own
        prior = self._prior(history, locale)
        if prior:
            open_to = {code: p for code, p in prior.items() if code in spelled}
            weighed = _with(open_to, weighed, NOISE / 2 ** (min(len(text), LONGEST) / 8))
        elif max(own.values()) < UNSURE:
            return NOTHING
        best = max(weighed, key=weighed.__getitem__)
        return Detection(spelled.get(best, best), round(weighed[best] / sum(weighed.values()), 4))

    def _narrowed(self, text: str, spelled: dict[str, str]) -> Scores:
        """What little the text says for languages that nearly drop out; nothing where letters rule them out."""
        all_of_them = self._told(self._words(text[:LONGEST]))
        return {code: p for code, p in all_of_them.items() if code in spelled}

    def _spell(self, among: tuple[str, ...]) -> dict[str, str]:
        """Our code of each language asked for -> as it was asked for."""
        codes = ((language_of(asked), asked) for asked in among or self.languages)
        return {ALIASES.get(code, code): asked for code, asked in codes}

    def _prior(self, history: Sequence[str | Said], locale: str | None) -> Scores:
        """How likely each language is before the text is read. The newest turns that tell something count most."""
        told = (scores for turn in reversed(history[-LOOKED_AT:]) if (scores := self._turn(turn)))
        prior: Scores = {}
        weight = 0.7
        for scores in islice(told, REMEMBERED_TURNS):
            for code, p in scores.items():
                prior[code] = prior.get(code, FLOOR) + weight * p
            weight /= 2
        page = language_of(locale)
        if page != UNKNOWN:
            page = ALIASES.get(page, page)
            prior[page] = prior.get(page, FLOOR) + PAGE
        return prior

    def _turn(self, turn: str | Said) -> Scores:
        if isinstance(turn, str):
            return self._scores(turn[:LONGEST])
        code = language_of(turn.language)
        return {ALIASES.get(code, code): SURE} if code != UNKNOWN else self._scores(turn.text[:LONGEST])

    def _measure(self, text: str) -> Scores:
        """The text's own evidence: a probability for each language worth naming; empty when it has no words."""
        return {code: p for code, p in self._told(self._words(text)).items() if p > NOTICED}

    def _words(self, text: str) -> str:
        return self._vocabulary.telling(blanked(_UNSEEN.sub("", text)))

    def _weigh(self, words: str) -> Scores:
        """The evidence of words alone: the same sentence about another order is not weighed again."""
        script, languages = script_of(words)
        if not script:
            return {}
        if len(languages) == 1:
            return {languages[0]: SURE}
        if script == "han":
            return self._vocabulary.han(words)
        ranked = self._ngrams.rank(words)
        if languages:
            ranked = {code: ranked[code] for code in languages if code in ranked} or {languages[0]: SURE}
        return self._vocabulary.weigh(words, ranked)


def _with(prior: Scores, scores: Scores, name: float) -> Scores:
    """The evidence of a text times what was known before; `name` is how likely it says nothing about its language."""
    weighed = {code: (p + name) * prior.get(code, FLOOR) for code, p in scores.items()}
    if len(scores) > 1:  # letters that only one language writes leave nothing to its neighbours
        weighed |= {code: name * p for code, p in prior.items() if code not in scores}
    return weighed
