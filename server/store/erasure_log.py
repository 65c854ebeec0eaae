"""The erasures that were done, in a file beside the database: a backup of the database that is put back does not know them."""

import os
from collections.abc import Iterable
from pathlib import Path

import msgspec
from msgspec import Struct

from server.store.erasures import Erasure


class Line(Struct, frozen=True, kw_only=True):
    """One person's erasure: whose workspace, which person (`subject_of`), everything up to when (ms)."""

    workspace_id: str
    subject: str
    at: int


def line_of(erasure: Erasure) -> Line:
    """What is kept of it."""
    return Line(workspace_id=erasure.workspace_id, subject=erasure.subject, at=erasure.at)


def written(line: Line) -> bytes:
    """As it stands in the file."""
    return msgspec.json.encode(line) + b"\n"


class ErasureLog:
    """Append only; what cannot be read is an error, for to skip a line would be to keep somebody's words."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def note(self, erasure: Erasure) -> None:
        """Durable when it returns."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(handle, written(line_of(erasure)))
            os.fsync(handle)
        finally:
            os.close(handle)

    def lines(self) -> Iterable[Line]:
        """All of them; none when there is no file. Raises msgspec.MsgspecError."""
        if not self.path.exists():
            return ()
        return [msgspec.json.decode(line, type=Line) for line in self.path.read_bytes().splitlines() if line.strip()]
