"""When two people said the same words: case, punctuation, spaces and width do not count."""

import re
import unicodedata

_SILENT = re.compile(r"[^\w⟦⟧{}]+")
_CLOSE = "\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3\u0e00-\u0e7f"
_UNSPACED = re.compile(f"(?<=[{_CLOSE}⟧}}]) | (?=[{_CLOSE}⟦{{])")
_HARAKAT = re.compile("[\u0640\u064b-\u0652]")
_SENTENCE = re.compile(r"[^.!?。！？؟\n…~～]+(?:[.!?。！？؟\n…~～]+|$)")


def plain(text: str) -> str:
    """The words alone, folded, one space between them and none beside ideographs."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'").replace("'", "")
    return _UNSPACED.sub("", _SILENT.sub(" ", _HARAKAT.sub("", folded)).strip())


def sentences(text: str) -> list[str]:
    """The sentences of a chat line, end marks kept, blanks dropped."""
    return [part.strip() for part in _SENTENCE.findall(text) if plain(part)]
