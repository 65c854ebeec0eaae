"""The board of a queue in Redis, brought up to date by what has changed since the last look."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from msgspec.structs import replace

from server.domain.work import KINDS
from server.routing.board import Board, Head, Rules
from server.routing.need import Kind, Offer


class Mirror:
    """`late`: (serial, conversation) of proposals nobody settled in time; `deadline` (ms) is that of the next.

    `mark`: of the rules some node set last, empty when none did.
    """

    def __init__(self, rules: Rules) -> None:
        self.board = Board(rules)
        self.late: tuple[tuple[int, str], ...] = ()
        self.deadline: int | None = None
        self.seen = 0
        self.mark = ""
        self._records: dict[str, tuple[bytes, Offer]] = {}

    def learn(self, changes: Any) -> None:
        """Take in an answer of `changes.lua`."""
        self.seen, everything, mark, deadline, late, agents, classes = changes
        self.mark = mark.decode()
        self.deadline = int(deadline) if deadline else None
        self.late = tuple((int(a), b.decode()) for a, b in zip(late[::2], late[1::2], strict=True))
        if everything:
            self._forget({row[0].decode() for row in agents}, {row[0] for row in classes})
        for row in agents:
            self._seat(*row)
        for text, *first in classes:
            kind = msgspec.json.decode(text, type=Kind)
            self.board.show(kind, _head(kind, *first) if first else None)

    def _forget(self, agents: set[str], classes: set[bytes]) -> None:
        kinds = {msgspec.json.decode(text, type=Kind) for text in classes}
        for kind in self.board.heads.keys() - kinds:
            self.board.show(kind, None)
        for agent_id in self.board.offers.keys() - agents:
            self.board.leave(agent_id)

    def _seat(self, name: bytes, flat: Sequence[bytes], preferring: Sequence[bytes]) -> None:
        agent_id = name.decode()
        fields = paired(flat)
        if b"record" not in fields:
            self._records.pop(agent_id, None)
            self.board.leave(agent_id)
            return
        self.board.sit(self._offer(agent_id, fields))
        first = None
        if preferring:
            conversation, text, score, facts = preferring
            first = _head(msgspec.json.decode(text, type=Kind), conversation, score, facts)
        self.board.prefer(agent_id, first)

    def _offer(self, agent_id: str, fields: Mapping[bytes, bytes]) -> Offer:
        text = fields[b"record"]
        known = self._records.get(agent_id)
        if known is None or known[0] != text:
            known = self._records[agent_id] = (text, msgspec.json.decode(text, type=Offer))
        load, loads = carried(fields)
        return replace(known[1], load=load, loads=loads, idle_since=int(fields[b"idle"]))


def paired(flat: Sequence[bytes]) -> dict[bytes, bytes]:
    """The fields of a hash."""
    return dict(zip(flat[::2], flat[1::2], strict=True))


def carried(fields: Mapping[bytes, bytes], *, flying: bool = True) -> tuple[int, dict[str, int]]:
    """What an agent carries, in units and in conversations by kind of work; with what is in flight unless told otherwise."""
    load = int(fields[b"load"]) + (int(fields.get(b"held", 0)) if flying else 0)
    loads = {
        kind: int(fields.get(b"k:" + kind.encode(), 0)) + (int(fields.get(b"h:" + kind.encode(), 0)) if flying else 0)
        for kind in KINDS
    }
    return load, {kind: count for kind, count in loads.items() if count}


def _head(kind: Kind, conversation: bytes, score: bytes, facts: bytes) -> Head:
    waiting_since, preferred_id = msgspec.json.decode(facts, type=tuple[int, str])
    return Head(
        conversation_id=conversation.decode(),
        kind=kind,
        score=int(score),
        waiting_since=waiting_since,
        preferred_id=preferred_id,
    )
