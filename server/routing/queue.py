"""The queue of one workspace in Redis: each call is one script, valid for one load of the data only."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from server.live import keys
from server.live.client import Call, Live, StaleEpoch, Word
from server.live.script import Script
from server.routing.board import WIDTH, Head, Seat
from server.routing.need import Kind, Need, Offer
from server.routing.policy import Proposal

WAIT = Script("wait", "epoch", "queue")
GONE = Script("gone", "epoch", "queue")
SEAT = Script("seat", "epoch", "seats")
UNSEAT = Script("unseat", "epoch", "seats")
BOARD = Script("board", "epoch")
CLAIM = Script("claim", "epoch", "seats", "queue")
SETTLE = Script("settle", "epoch", "seats", "queue")
ROLL = Script("roll", "epoch", "seats")
PLACE = Script("place", "epoch")
FLIP = Script("flip", "epoch")

UNCERTAIN = 2
"""The answer to `settles` that asks for a look at the database."""
PAGE = 64
"""Classes looked at in one call."""


class Board(Struct, frozen=True):
    """Heads, oldest first. `late`: (serial, conversation) that nobody settled in time. `deadline` is ms."""

    heads: tuple[Head, ...]
    late: tuple[tuple[int, str], ...]
    deadline: int | None


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
        kind = msgspec.json.encode(need.kind)
        return self._call(WAIT, need.conversation_id, kind, need.score, _or_empty(since))

    def goes(self, conversation_id: str, since: int | None = None) -> Call:
        """It waits no longer."""
        return self._call(GONE, conversation_id, _or_empty(since))

    def sits(self, offer: Offer, since: int | None = None) -> Call:
        """An agent as the database knows them now."""
        return self._call(SEAT, offer.agent_id, record(offer), offer.load, offer.idle_since, _or_empty(since))

    def leaves(self, agent_id: str, since: int | None = None) -> Call:
        """An agent is gone altogether."""
        return self._call(UNSEAT, agent_id, _or_empty(since))

    def settles(self, serial: int, *, kept: bool, told: bool = False) -> Call:
        """A proposal ends.

        Not kept, it has its place again. `told`: the agent's load here counts it already.
        """
        return self._call(SETTLE, serial, "kept" if kept else "back", int(told))

    async def board(self, page: int = 0) -> Board:
        """What a decision looks at; further pages hold younger heads."""
        deadline, late, rows = await self._run(BOARD, WIDTH, PAGE, page * PAGE)
        heads = sorted((_head(row) for row in rows), key=lambda head: (head.score, head.conversation_id))
        pairs = zip(late[::2], late[1::2], strict=True)
        return Board(
            tuple(heads),
            tuple((int(serial), conversation.decode()) for serial, conversation in pairs),
            int(deadline) if deadline else None,
        )

    async def claim(self, proposal: Proposal, kind: Kind, patience_ms: int) -> int:
        """Reserve both sides until the patience ends.

        The proposal's serial, or 0 when the board has changed.
        """
        circle = kind.language if proposal.step == "speaker" else "*"
        return int(
            await self._run(
                CLAIM,
                proposal.conversation_id,
                msgspec.json.encode(kind),
                proposal.agent_id,
                circle,
                patience_ms,
            )
        )

    async def place(self, conversation_id: str) -> int | None:
        """The place among those of its language and team, from 1; None when it does not wait."""
        return int(await self._run(PLACE, conversation_id)) or None

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


def record(offer: Offer) -> bytes:
    """What Redis keeps of an agent besides the numbers that change."""
    return msgspec.json.encode(
        {
            "languages": offer.languages,
            "teams": offer.team_ids,
            "capacity": offer.capacity,
            "on": offer.on,
            "open": offer.open,
        }
    )


def _head(row: Sequence[Any]) -> Head:
    kind, conversation, score, speakers, anyone, speakers_on, anyone_on = row
    return Head(
        conversation_id=conversation.decode(),
        kind=msgspec.json.decode(kind, type=Kind),
        score=int(score),
        speakers=_seats(speakers),
        anyone=_seats(anyone),
        speakers_on=speakers_on,
        anyone_on=anyone_on,
    )


def _seats(flat: Sequence[bytes]) -> tuple[Seat, ...]:
    pairs = zip(flat[::2], flat[1::2], strict=True)
    return tuple(Seat(agent.decode(), int(idle)) for agent, idle in pairs)


def _or_empty(since: int | None) -> Word:
    return "" if since is None else since
