"""Addresses of files that end: whoever holds one may use it for the one thing it names, for a short while."""

from typing import Literal

from server.domain.clock import Clock
from server.domain.errors import Refusal
from server.identity.tokens import Claims, Signer

MINUTES = 15


class FileClaims(Claims, frozen=True, kw_only=True):
    """One file and one deed; a file that was sent is shown as the file of its conversation, and ends with it."""

    file_id: str
    conversation_id: str = ""
    deed: Literal["put", "get"]


class FileLinks:
    """Makes and reads such addresses (ASVS 5.0, 5.4: unguessable, bound, ending)."""

    def __init__(self, signer: Signer, clock: Clock) -> None:
        self._signer = signer
        self._clock = clock

    def make(self, file_id: str, deed: Literal["put", "get"], conversation_id: str = "") -> tuple[str, int]:
        """The path and when it ends (ms)."""
        until = self._clock.now() + MINUTES * 60_000
        claims = FileClaims(until=until, file_id=file_id, deed=deed, conversation_id=conversation_id)
        return f"/v1/files/{file_id}?t={self._signer.sign(claims)}", until

    def read(self, token: str, file_id: str, deed: str) -> FileClaims:
        """What this token allows. Refuses `unauthenticated` when it is none, or for another file or deed."""
        claims = self._signer.read(token, FileClaims)
        if (claims.file_id, claims.deed) != (file_id, deed):
            raise Refusal("unauthenticated", "link")
        return claims
