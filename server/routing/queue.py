"""The queue of one workspace in Redis: each call is one script, valid for one load of the data only."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from server.domain.work import KINDS
from server.live import keys
from server.live.client import Call, Live, StaleEpoch, Word
from server.live.script import Script
from server.routing.need import Need, Offer
from server.routing.policy import Proposal

WAIT = Script("wait", "epoch", "queue")
GONE = Script("gone", "epoch", "queue")
SEAT = Script("seat", "epoch", "queue", "seats")
UNSEAT = Script("unseat", "epoch", "queue", "seats")
BOARD = Script("board", "epoch", "changes")
CLAIM = Script("claim", "epoch", "queue", "seats", "changes")
SETTLE = Script("settle", "epoch", "queue", "seats")
ROLL = Script("roll", "epoch")
PLACE = Script("place", "epoch")
FLIP = Script("flip", "epoch")
RULES = Script("rules", "epoch")

UNCERTAIN = 2
"""The answer to `settles` that asks for a look at the database."""
FEWEST = 3
"""Waits that must have ended of late before anybody is told how long theirs will be."""


class Place(Struct, frozen=True):
    """Where somebody stands in their line, from 1, and how long (ms) that is at the line's present pace, if it has one."""

    number: int
    wait_ms: int | None = None


class Queue:
    """One load of a workspace's queue.

    `guard` is the key that must hold `token`, else every call raises StaleEpoch.
    """

    def __init__(self, live: Live, workspace_id: str, token: str, guard: str = "") -> None:
        self.workspace_id = workspace_id
        self.token = token
        self._live = live
        self._keys = (guard or keys.epoch(workspace_id), keys.desk(workspace_id, token))

    async def apply(self, calls: Iterable[Call]) -> list[Any]:
        """Run what `waits`, `goes`, `sits`, `leaves` and `settles` describe, in order, in one round trip."""
        answers = await self._live.run_all(list(calls))
        self._same_redis()
        return answers

    def waits(self, need: Need, since: int | None = None) -> Call:
        """A conversation waits. With `since` (Redis ms): unless it changed after that."""
        return self._call(WAIT, *spelled(need), _or_empty(since))

    def goes(self, conversation_id: str, since: int | None = None) -> Call:
        """It waits no longer."""
        return self._call(GONE, conversation_id, _or_empty(since))

    def sits(self, offer: Offer, since: int | None = None) -> Call:
        """An agent as the database knows them now."""
        loads = (word for kind in KINDS for word in (kind, offer.loads.get(kind, 0)))
        return self._call(SEAT, offer.agent_id, record(offer), offer.load, offer.idle_since, _or_empty(since), *loads)

    def leaves(self, agent_id: str, since: int | None = None) -> Call:
        """An agent is gone altogether."""
        return self._call(UNSEAT, agent_id, _or_empty(since))

    def settles(self, serial: int, *, kept: bool, told: bool = False) -> Call:
        """A proposal ends.

        Not kept, it has its place again. `told`: the agent's load here counts it already.
        """
        return self._call(SETTLE, serial, "kept" if kept else "back", int(told))

    def obeys(self, mark: str) -> Call:
        """The rules of this mark are the valid ones."""
        return self._call(RULES, mark)

    def changes(self, seen: int) -> Call:
        """What has changed since change `seen`; see `changes.lua`."""
        return self._call(BOARD, seen)

    async def board(self, seen: int = 0) -> Any:
        """The same, asked alone."""
        return await self._run(BOARD, seen)

    async def claim(self, proposal: Proposal, patience_ms: int, seen: int = 0) -> tuple[int, Any]:
        """Reserve both sides until the patience ends: the proposal's serial, or 0 when the board has changed; and the changes."""
        kind = msgspec.json.encode(proposal.kind)
        serial, changes = await self._run(CLAIM, seen, proposal.conversation_id, kind, proposal.agent_id, patience_ms)
        return int(serial), changes

    async def places(self, conversation_ids: Sequence[str]) -> dict[str, Place]:
        """Where these stand, and for how long; those that do not wait are not named."""
        answers = await self.apply(self._call(PLACE, id) for id in conversation_ids)
        rows = zip(conversation_ids, answers, strict=True)
        return {
            id: Place(number, number * span // ended if ended >= FEWEST else None)
            for id, (number, ended, span) in rows
            if number
        }

    async def roll(self) -> Any:
        """Everything the queue believes; see `roll.lua`."""
        return await self._run(ROLL)

    async def now(self) -> int:
        """The time the scripts see, in ms."""
        return await self._live.now()

    async def flip(self) -> None:
        """Make what was loaded under a guard of its own the valid load."""
        await self._live.run(FLIP, (*self._keys, keys.epoch(self.workspace_id)), (self.token,))
        self._same_redis()

    async def _run(self, script: Script, *words: Word) -> Any:
        answer = await self._live.run(*self._call(script, *words))
        self._same_redis()
        return answer

    def _call(self, script: Script, *words: Word) -> Call:
        return script, self._keys, (self.token, *words)

    def _same_redis(self) -> None:
        """A restarted Redis may have older data under the same token: its answers do not count."""
        if not self.token.endswith(self._live.run_id):
            raise StaleEpoch


def spelled(need: Need) -> tuple[str, bytes, int, bytes]:
    """A need as the scripts keep it: conversation, class, place, facts."""
    facts = msgspec.json.encode((need.waiting_since, need.preferred_id))
    return need.conversation_id, msgspec.json.encode(need.kind), need.score, facts


def record(offer: Offer) -> bytes:
    """What Redis keeps of an agent besides the numbers that change."""
    return msgspec.json.encode(msgspec.structs.replace(offer, load=0, loads={}, idle_since=0))


def _or_empty(since: int | None) -> Word:
    return "" if since is None else since
