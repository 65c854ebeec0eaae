"""The log of verdicts: what the rules said of a text, by which packs, what came of it; sealed by line, without a word of it.

A line is written in the transaction that stores the message, or that decides about one that was held. What is refused
gets a line of its own. That a text was allowed with nothing to say about it leaves no line: the message itself tells that.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import ColumnElement, Row, Select, Text, bindparam, literal_column, select, type_coerce, update
from sqlalchemy.dialects import postgresql, sqlite

from server.domain.verdict import Finding
from server.store import tables as t
from server.store.chain import Broken, Chain, Sealer
from server.store.pen import Pen
from server.store.reads import Reads

PURPOSE = "verdict"
TABLE = "verdict"


class Ruling(Struct, frozen=True, kw_only=True):
    """One line. `seq` is the message's number, 0 where there is none; `author` who said it (`customer`, or an agent's key).

    `outcome`: what came of it (`posted`, `pending`, `held`, `refused`, `asked`, `released`, `returned`, `approved`,
    `edited`, `rejected`). `findings` have places and rules and no words; `packs` names the edition of all packs, then
    those that spoke with their versions; `typed` and `sent` stand for the texts (`Sealer.digest`).
    """

    id: str
    workspace_id: str
    number: int
    at: int
    conversation_id: str
    seq: int
    author: str
    action: str
    outcome: str
    findings: tuple[Finding, ...]
    packs: str
    typed: str
    sent: str
    seal: str = ""

    @property
    def words(self) -> tuple[Any, ...]:
        """What the seal is over: spelled out, so that a finding may get more fields and old lines still fit."""
        places = [(f.category, f.rule, f.action.name, f.start, f.end) for f in self.findings]
        head = (self.id, self.workspace_id, self.number, self.at, self.conversation_id, self.seq)
        return (*head, self.author, self.action, self.outcome, places, self.packs, self.typed, self.sent)


def _line(row: Row[Any]) -> Ruling:
    return Ruling(**row._mapping)


class RulingFilter(Struct, frozen=True, kw_only=True):
    """Which lines; what is empty asks nothing. `rule` is `pack.rule`, `author` as a line has it, times are ms: [since, until).

    `shop_ids`: lines of these shops alone.
    """

    action: str = ""
    outcome: str = ""
    category: str = ""
    rule: str = ""
    author: str = ""
    conversation_id: str = ""
    since: int = 0
    until: int = 0
    shop_ids: tuple[str, ...] = ()


class PlacedRuling(Struct, frozen=True):
    """A line, and where it was said as the conversation stands now."""

    ruling: Ruling
    shop_id: str
    channel: str
    market: str


CHAIN = Chain(t.verdict, t.verdict_head, _line)

_NONE = {"workspace_id": bindparam("workspace_id"), "number": 0, "seal": ""}
_FIRST = {
    embedded: make(t.verdict_head).values(_NONE).on_conflict_do_nothing()
    for embedded, make in ((True, sqlite.insert), (False, postgresql.insert))
}
_HEADS = (
    select(t.verdict_head)
    .where(t.verdict_head.c.workspace_id.in_(bindparam("ids", expanding=True)))
    .order_by(t.verdict_head.c.workspace_id)
    .with_for_update()
)
_MOVED = (
    update(t.verdict_head)
    .where(t.verdict_head.c.workspace_id == bindparam("the_id"))
    .values(number=bindparam("number"), seal=bindparam("seal"))
)


async def sealed(pen: Pen, rows: list[dict[str, Any]], sealer: Sealer) -> list[dict[str, Any]]:
    """The rows as they are stored: numbered and sealed, their texts (`typed`, `sent`) replaced by what stands for them.

    Called last in a transaction: the head of a workspace is locked until it ends, and nothing else is asked for meanwhile.
    """
    by_workspace: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        by_workspace[row["workspace_id"]].append(row)
    ids = sorted(by_workspace)
    await pen.write(_FIRST[pen.embedded], [{"workspace_id": id} for id in ids])
    made: list[dict[str, Any]] = []
    moved: list[dict[str, Any]] = []
    for head in await pen.read(_HEADS, ids=ids):
        number, seal = head.number, head.seal
        for row in by_workspace.pop(head.workspace_id, ()):
            number += 1
            hidden = {name: sealer.digest(row[name]) for name in ("typed", "sent")}
            bare = tuple(_bare(finding) for finding in row["findings"])
            kept = row | hidden | {"number": number, "findings": bare}
            seal = sealer.seal(seal, Ruling(**kept))
            made.append(kept | {"seal": seal})
        moved.append({"the_id": head.workspace_id, "number": number, "seal": seal})
    await pen.write(_MOVED, moved)
    return made


def _asked(asked: RulingFilter) -> Iterator[ColumnElement[bool]]:
    c = t.verdict.c
    for name in ("action", "outcome", "author", "conversation_id"):
        if wanted := getattr(asked, name):
            yield c[name] == wanted
    for name in ("category", "rule"):
        if wanted := getattr(asked, name):
            spelt = msgspec.json.encode({name: wanted}).decode()[1:-1]
            yield type_coerce(c.findings, Text).contains(spelt, autoescape=True)
    if asked.since:
        yield c.at >= asked.since
    if asked.until:
        yield c.at < asked.until
    if asked.shop_ids:
        yield t.conversation.c.shop_id.in_(asked.shop_ids)


def _bare(finding: Finding) -> Finding:
    return Finding(
        category=finding.category, rule=finding.rule, action=finding.action, start=finding.start, end=finding.end
    )


class Rulings:
    """Reads the log and holds it against its seals."""

    def __init__(self, reads: Reads, keys: tuple[bytes, ...]) -> None:
        self._reads = reads
        self._sealer = Sealer(keys, PURPOSE)

    async def page(self, workspace_id: str, asked: RulingFilter, before: int, limit: int) -> list[PlacedRuling]:
        """What the filter lets through before a number (0: from the log's end), the latest first."""
        rows = await self._reads.rows(self.asked(workspace_id, asked, before, limit))
        names = Ruling.__struct_fields__
        return [
            PlacedRuling(
                Ruling(**{name: row._mapping[name] for name in names}),
                row.shop_id or "",
                row.channel or "",
                row.market or "",
            )
            for row in rows
        ]

    @staticmethod
    def asked(workspace_id: str, asked: RulingFilter, before: int, limit: int) -> Select[Any]:
        """The question that `page` asks."""
        c, place = t.verdict.c, t.conversation.c
        mine = (c.workspace_id == workspace_id, c.number > literal_column("0"), c.number < (before or 2**62))
        return (
            select(t.verdict, place.shop_id, place.channel, place.market)
            .join_from(t.verdict, t.conversation, place.id == c.conversation_id, isouter=True)
            .where(*mine, *_asked(asked))
            .order_by(c.number.desc())
            .limit(limit)
        )

    async def head(self, workspace_id: str) -> tuple[int, str]:
        """The last line's number and seal; (0, "") for an empty log."""
        return await CHAIN.head(self._reads, workspace_id)

    async def verify(self, workspace_id: str, kept: tuple[int, str] = (0, "")) -> Broken | None:
        """See Chain."""
        return await CHAIN.verify(self._reads, self._sealer, workspace_id, kept)

    def stands_for(self, digest: str, text: str) -> bool:
        """Whether a line's `typed` or `sent` was made from this text under the present key."""
        return self._sealer.digest(text) == digest
