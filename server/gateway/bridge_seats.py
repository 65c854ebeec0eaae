"""Which tokens bridges' sockets of this process came in by, so that a token that ended closes them, whoever ended it."""

from collections.abc import Awaitable, Callable

from server.domain.people import Actor


class BridgeSeats:
    """Keeps count; `close` is told whose sockets are to go."""

    def __init__(self, close: Callable[[str], object]) -> None:
        self._close = close
        self._tokens: dict[str, str] = {}

    @property
    def tokens(self) -> set[str]:
        """The ids of all tokens with a socket here."""
        return set(self._tokens.values())

    def arrived(self, actor: Actor, connection_id: str) -> None:
        """A bridge's socket is here."""
        self._tokens[connection_id] = actor.session_id

    def left(self, actor: Actor, connection_id: str) -> None:
        """It is gone."""
        self._tokens.pop(connection_id, None)

    async def only(self, good: Callable[[set[str]], Awaitable[set[str]]]) -> None:
        """Whose token is not `good` is shown out; who comes while that is looked up stays."""
        if tokens := self.tokens:
            for token in tokens.difference(await good(tokens)):
                self._close(token)
