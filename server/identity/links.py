"""Addresses of files that end: whoever holds one may use it for the one thing it names, for a short while."""

from typing import Literal

from server.domain.clock import Clock
from server.identity.tokens import Claims, Signer

MINUTES = 15


class FileClaims(Claims, frozen=True, kw_only=True):
    """One file and one deed."""

    file_id: str
    deed: Literal["put", "get"]


class FileLinks:
    """Makes and reads such addresses (ASVS 5.0, 5.4: unguessable, bound, ending)."""

    def __init__(self, signer: Signer, clock: Clock) -> None:
        self._signer = signer
        self._clock = clock

    def make(self, file_id: str, deed: Literal["put", "get"]) -> tuple[str, int]:
        """The path and when it ends (ms)."""
        until = self._clock.now() + MINUTES * 60_000
        token = self._signer.sign(FileClaims(until=until, file_id=file_id, deed=deed))
        return f"/v1/files/{file_id}?t={token}", until

    def check(self, token: str, file_id: str, deed: str) -> bool:
        """Whether this token is for this deed on this file. Refuses `unauthenticated` when it is no token."""
        claims = self._signer.read(token, FileClaims)
        return (claims.file_id, claims.deed) == (file_id, deed)
