"""The worker of one workspace in this process: takes news, brings Redis up to date, assigns while it can."""

import asyncio
from collections.abc import Callable
from typing import Any

from server.domain.errors import Refusal
from server.live.client import Call, StaleEpoch
from server.routing import fallback
from server.routing.board import Rules
from server.routing.books import Books
from server.routing.flights import Flights, Landed, report
from server.routing.mirror import Mirror
from server.routing.parts import Parts
from server.routing.policy import Proposal, choose
from server.routing.policy import due as next_due
from server.routing.queue import UNCERTAIN, Queue
from server.routing.reconcile import reconcile

News = Callable[[Queue], Call]
"""What to tell the queue, whichever load of it is valid."""


class Line:
    """Serial within a process and a workspace. Other nodes may run the same line: the scripts see to that."""

    def __init__(self, workspace_id: str, rules: Rules, parts: Parts) -> None:
        self.workspace_id = workspace_id
        self._rules = rules
        self._mark = rules.mark
        self._parts = parts
        self._mirror: tuple[str, Mirror] | None = None
        self._news: dict[str, News] = {}
        self._awake = False
        self._task: asyncio.Task[None] | None = None
        self._flights = Flights(parts.commit, parts.options.commits, self.wake, self.suspect)
        self._doubted: frozenset[str] = frozenset()
        self._suspicious = self._ruled_anew = True
        self._reconciled_at = float("-inf")
        self._alarm: asyncio.TimerHandle | None = None

    @property
    def rules(self) -> Rules:
        """What the next decision follows."""
        return self._rules

    @rules.setter
    def rules(self, rules: Rules) -> None:
        if rules != self._rules:
            self._rules = rules
            self._mark = rules.mark
            self._ruled_anew = True
            self.suspect()

    def decree(self) -> None:
        """These rules were just set here: the other nodes shall read them before they decide again."""
        mark = self._mark
        self.tell("rules", lambda queue: queue.obeys(mark))

    def tell(self, about: str, news: News, agent_id: str = "") -> None:
        """The latest news about a conversation or an agent; older news that waits is replaced."""
        self._flights.hear(agent_id)
        self._news.pop(about, None)
        self._news[about] = news
        self.wake()

    def suspect(self) -> None:
        """Compare with the database at the next turn."""
        self._suspicious = True
        self.wake()

    def wake(self) -> None:
        """Look at the queue as soon as possible."""
        self._awake = True
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._work(), name=f"line-{self.workspace_id}")
            self._task.add_done_callback(report)

    async def quiet(self) -> None:
        """Return when nothing is in hand."""
        while tasks := self._running():
            await asyncio.wait(tasks)

    async def close(self) -> None:
        """Stop; what is in flight is settled by its deadline on any node."""
        while tasks := self._running():
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)
        if self._alarm:
            self._alarm.cancel()

    def _running(self) -> set[asyncio.Task[None]]:
        own = {self._task} if self._task and not self._task.done() else set()
        return own | self._flights.tasks

    async def _work(self) -> None:
        while self._awake:
            self._awake = False
            try:
                await self._turn()
            except StaleEpoch:
                self._parts.epochs.forget(self.workspace_id)
                self._awake = self._suspicious = True
            except Refusal:
                await self._without_redis()

    @property
    def staffed(self) -> bool:
        """Whether anybody is present, as of the last look."""
        return self._mirror is not None and any(offer.on for offer in self._mirror[1].board.offers.values())

    @property
    def books(self) -> Books:
        """The database's lists under these rules."""
        return Books(self.workspace_id, self._rules, self._parts.store, self._parts.clock)

    async def _turn(self) -> None:
        loaded = await self._parts.epochs.open(self.books)
        mirror = self._mirror_of(loaded.queue)
        await self._deliver(loaded.queue, mirror)
        pause = loaded.ready_at - self._parts.clock.monotonic()
        if pause > 0:
            self._wake_in(pause)
            return
        await self._assign(loaded.queue, mirror)

    async def _deliver(self, queue: Queue, mirror: Mirror) -> None:
        """News first, then what the database answered: an answer may rely on news that came before it."""
        news, self._news = self._news, {}
        answers = self._flights.take()
        mine = [answer for answer in answers if answer.token == queue.token]
        try:
            ended = await self._say(queue, mirror, news, mine)
            if mirror.mark not in ("", self._mark):
                self.rules = await self._parts.rules(self.workspace_id)
                await self._say(queue, mirror, news, [])
        except (StaleEpoch, Refusal):
            self._news = {**news, **self._news}
            self._flights.give_back(answers)
            raise
        for answer in answers:
            if not answer.kept:
                self._doubt(answer.proposal)
        self._suspicious = self._suspicious or UNCERTAIN in ended or len(mine) < len(answers)

    async def _say(self, queue: Queue, mirror: Mirror, news: dict[str, News], answers: list[Landed]) -> list[Any]:
        """One round trip: tell, and learn what changed. What the answers ended in."""
        told = [spell(queue) for spell in news.values()]
        ended = [queue.settles(a.serial, kept=a.kept, told=a.told) for a in answers]
        replies = await queue.apply([*told, *ended, queue.changes(mirror.seen)])
        mirror.learn(replies[-1])
        return replies[len(told) : -1]

    def _doubt(self, proposal: Proposal) -> None:
        """What was proposed could not be: leave both sides alone until the database has been asked."""
        self._doubted |= {proposal.conversation_id, proposal.agent_id}
        self._suspicious = True

    async def _assign(self, queue: Queue, mirror: Mirror) -> None:
        while not (self._news or self._flights.waiting):
            if not await self._agree(queue, mirror):
                return
            now = self._parts.clock.now()
            mirror.board.rules = self._rules
            proposal = choose(mirror.board, self.workspace_id, now, self._doubted)
            if proposal is None:
                await self._set_timer(mirror, now)
                return
            await self._propose(queue, mirror, proposal)
        self._awake = True

    def _mirror_of(self, queue: Queue) -> Mirror:
        """The board of this load of the queue; another load is learned from the beginning."""
        if self._mirror is None or self._mirror[0] != queue.token:
            self._mirror = (queue.token, Mirror(self._rules))
        return self._mirror[1]

    async def _agree(self, queue: Queue, mirror: Mirror) -> bool:
        """Compare with the database when there is reason to; False: the rules are new and the needs not yet theirs."""
        if not (mirror.late or self._suspicious):
            return True
        pause = self._reconciled_at + self._parts.options.reconcile_pause - self._parts.clock.monotonic()
        if pause > 0:
            self._wake_in(pause)
            return not self._ruled_anew
        self._suspicious, doubted, rules = False, self._doubted, self._rules
        self._reconciled_at = self._parts.clock.monotonic()
        await reconcile(queue, self.books, mirror.late)
        self._ruled_anew = self._rules != rules
        self._doubted -= doubted
        mirror.learn(await queue.board(mirror.seen))
        return True

    async def _propose(self, queue: Queue, mirror: Mirror, proposal: Proposal) -> None:
        await self._flights.room()
        serial, changes = await queue.claim(proposal, int(self._parts.options.patience * 1000), mirror.seen)
        seen = mirror.seen
        mirror.learn(changes)
        if serial:
            self._flights.start(queue.token, serial, proposal)
        elif seen == mirror.seen:
            self._doubt(proposal)

    async def _set_timer(self, mirror: Mirror, now: int) -> None:
        times = [time for time in (next_due(mirror.board, now), mirror.deadline) if time is not None]
        if times:
            await self._parts.timers.set(self.workspace_id, min(times))

    async def _without_redis(self) -> None:
        self._suspicious = True
        self._wake_in(self._parts.options.retry)
        if self._parts.options.without_redis != "store":
            return
        try:
            await fallback.serve(self.books, self._parts.commit)
        except Refusal:
            return

    def _wake_in(self, seconds: float) -> None:
        loop = asyncio.get_running_loop()
        due = loop.time() + seconds
        if self._alarm is not None:
            if self._alarm.when() <= due:
                return
            self._alarm.cancel()
        self._alarm = loop.call_at(due, self._ring)

    def _ring(self) -> None:
        """An alarm that rang is none: a loop may ring it a little before the time it was set for."""
        self._alarm = None
        self.wake()
