"""Which logins' consoles are looked at, as told to this process since somebody last wrote it down."""


class Watching:
    """Gathers what browsers say, so that the store is told once for all of them."""

    def __init__(self) -> None:
        self._said: dict[str, bool] = {}

    def looks(self, session_id: str, visible: bool) -> None:
        """A console of this login is looked at, or is not any more."""
        self._said[session_id] = visible

    def take(self) -> dict[str, bool]:
        """What was said since the last time."""
        said, self._said = self._said, {}
        return said
