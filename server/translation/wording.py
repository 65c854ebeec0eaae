"""When two people said the same words: case, punctuation, spaces and width do not count."""

import re
import unicodedata

_SILENT = re.compile(r"[^\w⟦⟧{}]+")
_CLOSE = "\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3\u0e00-\u0e7f"
_UNSPACED = re.compile(f"(?<=[{_CLOSE}⟧}}]) | (?=[{_CLOSE}⟦{{])")
_ACCENTS = re.compile("[\u0300-\u036f\u0640\u064b-\u0655]")
_LETTERS = str.maketrans("ıىةйё", "iيهие")
_SENTENCE = re.compile(r"[^.!?。！？؟\n…~～]+(?:[.!?。！？؟\n…~～]+|$)")


def plain(text: str) -> str:
    """The words alone, folded: one space between them, none beside ideographs; accents are gone."""
    folded = _ACCENTS.sub("", unicodedata.normalize("NFKD", text).casefold())
    letters = unicodedata.normalize("NFC", folded).translate(_LETTERS).replace("’", "").replace("'", "")
    return _UNSPACED.sub("", _SILENT.sub(" ", letters).strip())


def asks(text: str) -> bool:
    """Whether the text ends as a question does; the same words may be a statement or a question."""
    return text.rstrip(" \n!.。\"'»)").endswith(("?", "？", "؟"))


def sentences(text: str) -> list[str]:
    """The sentences of a chat line, end marks kept, blanks dropped."""
    return [part.strip() for part in _SENTENCE.findall(text) if plain(part)]
