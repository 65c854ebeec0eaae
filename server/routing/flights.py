"""Proposals on their way through the database, a few at a time, and answers that Redis has not heard yet."""

import asyncio
from collections.abc import Callable

from msgspec import Struct

from server.domain.errors import Refusal
from server.routing.policy import Proposal
from server.routing.ports import Commit


class Landed(Struct, frozen=True):
    """The database's answer to the proposal `serial` of the load `token`.

    `told`: it also spoke of the agent meanwhile.
    """

    token: str
    serial: int
    proposal: Proposal
    kept: bool
    told: bool


class Flights:
    """`landed()` is called when an answer can be taken; `unknown()` when there was none and the deadline must decide."""

    def __init__(self, commit: Commit, limit: int, landed: Callable[[], None], unknown: Callable[[], None]) -> None:
        self._commit = commit
        self._landed = landed
        self._unknown = unknown
        self._gate = asyncio.Semaphore(limit)
        self._tasks: set[asyncio.Task[None]] = set()
        self._answers: list[Landed] = []
        self._told: dict[str, int] = {}
        self._in_air: dict[str, int] = {}

    @property
    def waiting(self) -> bool:
        """Whether answers wait to be taken."""
        return bool(self._answers)

    @property
    def tasks(self) -> frozenset[asyncio.Task[None]]:
        """The commits that run now."""
        return frozenset(self._tasks)

    async def room(self) -> None:
        """Return when one more commit may run."""
        async with self._gate:
            return

    def hear(self, agent_id: str) -> None:
        """The database spoke of an agent: whoever lands later was counted in what it said."""
        if agent_id in self._in_air:
            self._told[agent_id] = self._told.get(agent_id, 0) + 1

    def start(self, token: str, serial: int, proposal: Proposal) -> None:
        """Ask the database."""
        self._in_air[proposal.agent_id] = self._in_air.get(proposal.agent_id, 0) + 1
        task = asyncio.create_task(self._fly(token, serial, proposal), name="commit")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        task.add_done_callback(report)

    def take(self) -> list[Landed]:
        """The answers since the last time."""
        answers, self._answers = self._answers, []
        return answers

    def give_back(self, answers: list[Landed]) -> None:
        """They did not reach Redis."""
        self._answers = [*answers, *self._answers]

    async def _fly(self, token: str, serial: int, proposal: Proposal) -> None:
        agent_id = proposal.agent_id
        heard = self._told.get(agent_id, 0)
        try:
            async with self._gate:
                kept = await self._commit(proposal)
            told = self._told.get(agent_id, 0) > heard
            self._answers.append(Landed(token, serial, proposal, kept, told))
        except Refusal:
            self._unknown()
        finally:
            self._in_air[agent_id] -= 1
            if not self._in_air[agent_id]:
                del self._in_air[agent_id]
                self._told.pop(agent_id, None)
            self._landed()


def report(ended: asyncio.Task[None]) -> None:
    """A fault of ours ends the work at hand, not the router, and is seen."""
    if not ended.cancelled() and (error := ended.exception()):
        context = {"message": "routing failed", "exception": error, "task": ended}
        asyncio.get_running_loop().call_exception_handler(context)
