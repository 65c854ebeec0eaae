"""How engines spell our languages. Where several spellings exist the best one stands first."""

from collections.abc import Iterable, Mapping

from server.translation.engines import Pairs

SPOKEN = frozenset({
    "en", "zh", "de", "fr", "es", "it", "pt", "ja", "ko", "ru", "ar", "tr", "nl", "pl",
    "sv", "da", "no", "fi", "cs", "sk", "sl", "hr", "hu", "ro", "bg", "uk", "el", "he",
    "fa", "ur", "hi", "bn", "ta", "th", "vi", "id", "ms", "et", "lv", "lt", "ca", "sr",
})  # fmt: skip
"""What a large model or service translates, each to each."""

THREE = {
    "eng": "en", "spa": "es", "por": "pt", "cat": "ca", "fra": "fr", "ita": "it", "deu": "de", "nld": "nl", "ron": "ro",
    "pol": "pl", "rus": "ru", "ukr": "uk", "bel": "be", "swe": "sv", "dan": "da", "nob": "no", "isl": "is", "tur": "tr",
    "kaz": "kk", "ind": "id", "msa": "ms", "urd": "ur", "hin": "hi", "bul": "bg", "mkd": "mk", "slv": "sl", "hbs": "hr",
    "glg": "gl", "oci": "oc", "epo": "eo", "eus": "eu",
}  # fmt: skip
"""ISO 639-3 to 639-1, as far as Apertium has pairs."""

Codes = Mapping[tuple[str, str], tuple[str, str]]
Spellings = Mapping[str, tuple[str, ...]]


def each_to_each(languages: Iterable[str]) -> Pairs:
    """All pairs of these languages."""
    known = tuple(languages)
    return frozenset((a, b) for a in known for b in known if a != b)


def codes_of(pairs: Iterable[tuple[str, str]], spellings: Spellings) -> Codes:
    """Our pair -> the engine's two codes for it, the best spelling where it offers several."""
    ours = {code: language for language, codes in spellings.items() for code in reversed(codes)}
    rank = {code: place for codes in spellings.values() for place, code in enumerate(codes)}
    table: dict[tuple[str, str], tuple[str, str]] = {}
    for source, target in sorted(pairs, key=lambda pair: sum(rank.get(code, 0) for code in pair)):
        pair = (ours.get(source, source), ours.get(target, target))
        if pair[0] != pair[1]:
            table.setdefault(pair, (source, target))
    return table
