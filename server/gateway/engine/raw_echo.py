"""An echo on the level of Engine.IO, for the conformance suite that knows no Socket.IO."""

from server.gateway.engine.contract import Ending, Peer
from server.gateway.engine.engine import Engine
from server.gateway.engine.frames import binary, control
from server.gateway.engine.hub import Hub
from server.gateway.engine.session import Session


class RawEcho:
    """The layer above a session: every message comes back."""

    full = False

    def __init__(self, hub: Hub, session: Session) -> None:
        self._hub = hub
        self._session = session
        session.join_by = None

    def message(self, text: str) -> None:
        """Say a text back."""
        self._session.write(control(text))

    def attachment(self, data: bytes) -> None:
        """Say a binary message back."""
        self._session.write(binary(data))

    async def room(self) -> None:
        """There is always room."""

    def tell(self, event: str, payload: object) -> None:
        """There are no events on this level."""

    def ended(self, ending: Ending) -> None:
        """Nothing to forget."""
        self._hub.ended(self._session, self._hub.left)


class RawEngine(Engine):
    """Engine.IO without Socket.IO."""

    def above(self, hub: Hub, session: Session) -> Peer:
        """Echo instead of a Socket.IO client."""
        return RawEcho(hub, session)
