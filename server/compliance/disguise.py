"""Whether something was written so that a person reads it and a filter does not."""

import unicodedata

_INVISIBLE = frozenset({"Cf", "Cc", "Co"})
_PIECES = 3


def disguised(written: str, plain: str, letters: str) -> bool:
    """Whether `written` (whose plain form is `plain`) hides a term whose own letters are `letters`.

    Swapped, unseen and boxed signs tell, and a word cut in pieces; case, width and one hyphen do not.
    """
    if "".join(filter(str.isalnum, plain)) != letters:
        return True
    if any(unicodedata.category(sign) in _INVISIBLE or _boxed(sign) for sign in written):
        return True
    return len(plain) - len(letters) >= _PIECES and plain.count(" ") + plain.count(".") >= len(letters) // 2


def _boxed(sign: str) -> bool:
    return "\u2460" <= sign <= "\u24ff" or "\U0001d400" <= sign <= "\U0001f1ff"
