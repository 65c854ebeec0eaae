"""Logs whose every line seals the one before, a log for each workspace.

A line's seal is HMAC-SHA256 over the seal before it and the line's own words, under a key that the database does not hold. So a
line that was changed, taken out, put in or moved is found by whoever has the key (`verify`), whatever else was rewritten. A row
beside the log knows the last number, so a tail that was cut off is found too; a database put back whole to an earlier state is
not, unless somebody kept a later head elsewhere.
"""

import asyncio
import hmac
from collections.abc import Callable
from hashlib import sha256
from typing import Any, Protocol

import msgspec
from msgspec import Struct
from sqlalchemy import Row, Select, Table, literal_column, select

from server.store.reads import Reads

PAGE = 500


class Line(Protocol):
    """One line of such a log."""

    @property
    def number(self) -> int:
        """From 1, without holes."""
        ...

    @property
    def seal(self) -> str:
        """What it was sealed with."""
        ...

    @property
    def words(self) -> tuple[Any, ...]:
        """All that the seal is over."""
        ...


class Broken(Struct, frozen=True):
    """Where the log of a workspace stops being what was written; `number` is the first line that is not."""

    number: int
    why: str


class Sealer:
    """Makes seals with the first key, knows those of all; `purpose` keeps the seals of one log out of the others."""

    def __init__(self, keys: tuple[bytes, ...], purpose: str = "audit") -> None:
        self._keys = tuple(sha256(f"tradewind:{purpose}:".encode() + key).digest() for key in keys)

    def seal(self, before: str, line: Line) -> str:
        """What the line carries."""
        return self._mac(self._keys[0], before, line)

    def fits(self, before: str, line: Line) -> bool:
        """Whether this line was written after the one that `before` seals."""
        return any(hmac.compare_digest(self._mac(key, before, line), line.seal) for key in self._keys)

    def digest(self, text: str) -> str:
        """A text's stand-in: whoever has the key and the text finds that it is this one; nobody finds the text."""
        return hmac.digest(self._keys[0], b"text:" + text.encode("utf-8", "replace"), "sha256").hex() if text else ""

    @staticmethod
    def _mac(key: bytes, before: str, line: Line) -> str:
        return hmac.digest(key, msgspec.json.encode([before, *line.words]), "sha256").hex()


class Chain(Struct, frozen=True):
    """One log: its table, the table of its heads, and what makes a line of a row."""

    table: Table
    heads: Table
    line: Callable[[Row[Any]], Line]

    async def head(self, reads: Reads, workspace_id: str) -> tuple[int, str]:
        """The last line's number and seal, as they are kept beside the log; (0, "") for an empty one."""
        query = select(self.heads.c.number, self.heads.c.seal)
        rows = await reads.rows(query.where(self.heads.c.workspace_id == workspace_id))
        return (int(rows[0].number), str(rows[0].seal)) if rows else (0, "")

    def after(self, workspace_id: str, last: int) -> Select[Any]:
        """The next lines. What is no part of the chain has the number 0; the index leaves it out and must be told so."""
        c = self.table.c
        mine = (c.workspace_id == workspace_id, c.number > literal_column("0"), c.number > last)
        return select(self.table).where(*mine).order_by(c.number).limit(PAGE)

    async def verify(
        self, reads: Reads, sealer: Sealer, workspace_id: str, kept: tuple[int, str] = (0, "")
    ) -> Broken | None:
        """The first line that is not as it was written. `kept` is a head that was noted elsewhere at some time."""
        head, last, seal = await self.head(reads, workspace_id), 0, ""
        while True:
            found = [self.line(row) for row in await reads.rows(self.after(workspace_id, last))]
            broken, seal = await asyncio.to_thread(_checked, sealer, found, (last, seal), kept)
            if broken:
                return broken
            last += len(found)
            if len(found) < PAGE:
                break
        if (last, seal) != head:
            return Broken(min(last, head[0]) + 1, "the end is not where it was")
        return Broken(last + 1, "ends before the line that was kept") if last < kept[0] else None


def _checked(
    sealer: Sealer, lines: list[Line], before: tuple[int, str], kept: tuple[int, str]
) -> tuple[Broken | None, str]:
    """The first of these lines that is wrong, and the last one's seal. Aside of the loop: people talk meanwhile."""
    last, seal = before
    for line in lines:
        if line.number != last + 1:
            return Broken(last + 1, "missing"), seal
        if not sealer.fits(seal, line):
            return Broken(line.number, "not what was written"), seal
        last, seal = line.number, line.seal
        if last == kept[0] and seal != kept[1]:
            return Broken(last, "not the line that was kept"), seal
    return None, seal
