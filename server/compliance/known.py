"""What is expected in a conversation and must not trigger: its orders, parcels, the person's own data."""

from server.compliance.views import Views

_SUFFIX = 7


class Known:
    """Compares letters and digits alone, from the end: a country code or a dash makes no difference."""

    def __init__(self, known: tuple[str, ...], views: Views) -> None:
        self._known = tuple(key for text in known if (key := _key(views.plain(text).text)))

    def covers(self, shown: str) -> bool:
        """Whether a found shape is one of the known things."""
        key = _key(shown) if self._known else ""
        return bool(key) and any(_same(key, other) for other in self._known)


def _key(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _same(key: str, other: str) -> bool:
    shorter, longer = sorted((key, other), key=len)
    return key == other or (len(shorter) >= _SUFFIX and longer.endswith(shorter))
