"""One run, from an empty house to its report."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

import httpx2

from loadtest.asked import Asked, Refused
from loadtest.laws.history import History
from loadtest.laws.judge import Broken, judge, judge_part
from loadtest.people import words
from loadtest.people.client import DOWN, Client
from loadtest.people.doors import Doors
from loadtest.people.kept import Kept
from loadtest.people.shopper import Shopper
from loadtest.people.wire import Garbled
from loadtest.play.audit import Auditor
from loadtest.play.cost import Accountant, Cost
from loadtest.play.deeds import Deeds
from loadtest.play.desk import Staff
from loadtest.play.meter import Meter
from loadtest.play.stage import Stage
from loadtest.scenarios.all import BY_NAME
from loadtest.scenarios.scenario import Visit, visits

LOOK, SAMPLE = 5.0, 12
"""Every so many seconds the logs of so many conversations are read and judged."""
AT_ONCE = 50
Task = asyncio.Task[object]


class Run:
    """`told` is called every second with the run as it is."""

    def __init__(self, asked: Asked, told: Callable[["Run"], None]) -> None:
        if asked.scenario not in BY_NAME:
            raise Refused("unknown_scenario", f"{asked.scenario}; there are: {', '.join(BY_NAME)}")
        self.asked, self.scenario, self._told = asked, BY_NAME[asked.scenario], told
        self.seconds = asked.minutes * 60
        self.rng = random.Random(asked.seed)
        self.shoppers: list[Shopper] = []
        self.costs: list[Cost] = []
        self.people: list[tuple[float, int]] = []
        self.broken: list[Broken] = []
        self.over = asyncio.Event()

    async def play(self) -> None:
        """All of it. Refuses what cannot be; afterwards the run's fields hold what happened."""
        self.meter = Meter()
        secret = "".join(self.rng.choices(words.LETTERS, k=12))
        self.kept = Kept(history=History(), rng=self.rng, meter=self.meter, secret=secret)
        async with self._deployment() as (self.doors, stage):
            self.staff = Staff(self.doors, self.asked)
            self.deeds = Deeds(self.asked, stage)
            self.deeds.check(self.scenario)
            try:
                await self.staff.come(self.kept, self.scenario.manner)
                self.auditor = Auditor(self.staff.agents, self.kept.history, self.staff.busy)
                self.accountant = Accountant(stage.pids if stage else self.asked.pids)
                await self._crowd(stage)
                await self._settle()
            finally:
                await self.staff.go()

    @asynccontextmanager
    async def _deployment(self) -> AsyncIterator[tuple[Doors, Stage | None]]:
        stage = None if self.asked.url else Stage(2 * self.asked.shoppers + 200, engine=self.scenario.engine)
        doors = Doors(self.asked.url or stage.url if stage else self.asked.url, self.asked.workspace, self.asked.shop)
        try:
            if stage:
                await stage.start()
            await doors.ready()
            yield doors, stage
        finally:
            await doors.aclose()
            if stage:
                await stage.stop()

    async def _crowd(self, stage: Stage | None) -> None:
        self.meter.started = asyncio.get_running_loop().time()
        first = self.deeds.first_shift(self.scenario, self.staff.agents)
        await asyncio.gather(*(agent.begin() for agent in first))
        beside = [self._look(), self._account(stage), self.meter.watch_itself()]
        beside += [self.deeds.happen(event, self) for event in self.scenario.events]
        tasks: list[Task] = [asyncio.create_task(work) for work in beside]
        plan = visits(self.scenario.crowd, self.asked.shoppers, self.seconds, self.rng)
        lives: list[Task] = [asyncio.create_task(self._visit(visit)) for visit in plan]
        await self._until_over(lives, tasks)
        for task in (*lives, *tasks):
            task.cancel()
        self._unforeseen(await asyncio.gather(*lives, *tasks, return_exceptions=True))

    async def _until_over(self, lives: Sequence[Task], beside: Sequence[Task]) -> None:
        """Until every life here has ended, a broken law ends the run, or what goes on beside it cannot."""
        over = asyncio.create_task(self.over.wait())
        waiting: set[Task] = {over, *lives, *beside}
        while not over.done() and not all(life.done() for life in lives):
            done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            if any(task in done and task.exception() for task in beside):
                break
        over.cancel()

    async def _visit(self, visit: Visit) -> None:
        start = self.meter.started
        loop = asyncio.get_running_loop()
        await asyncio.sleep(max(0.0, start + visit.comes - loop.time()))
        language = words.language(self.rng)
        shopper = await self._arrive(language)
        self.shoppers.append(shopper)
        until = start + visit.goes
        tab = (
            asyncio.create_task(self._second_tab(shopper, until))
            if self._chance(self.scenario.manner.two_tabs)
            else None
        )
        await shopper.live(self.scenario.manner, until)
        if tab:
            await asyncio.gather(tab, return_exceptions=True)
        if visit.goes < self.seconds:
            await self._leave(shopper)

    async def _arrive(self, language: str) -> Shopper:
        while True:
            try:
                who = await self.doors.shopper(words.LOCALES[language])
                return Shopper(who, self.doors, self.kept, language)
            except httpx2.HTTPError:
                self.meter.trouble("session")
                await asyncio.sleep(self.rng.uniform(0.2, 1.5))

    async def _second_tab(self, shopper: Shopper, until: float) -> None:
        """Opened in the middle of the talk, and closed with the rest."""
        await asyncio.sleep(self.rng.uniform(0.3, 0.7) * max(0.0, until - shopper.now()))
        self.shoppers.append(shopper.second_tab())

    async def _leave(self, shopper: Shopper) -> None:
        shopper.observer.left = True
        self.shoppers.remove(shopper)
        await shopper.vanish()

    async def _look(self) -> None:
        """Now and then the logs of some conversations are read and judged; a broken law ends the run."""
        while True:
            await asyncio.sleep(LOOK)
            known = self._conversations()
            stored = await self.auditor.read(self.rng.sample(known, min(SAMPLE, len(known))))
            self.kept.history.stall = self.meter.stall
            self.broken += await asyncio.to_thread(judge_part, self.kept.history, stored)
            if self.broken:
                self.over.set()

    async def _account(self, stage: Stage | None) -> None:
        while True:
            await asyncio.sleep(1.0)
            self.accountant.pids = stage.pids if stage else self.accountant.pids
            self.costs.append(self.accountant.look(self.meter.now()))
            self.people.append((self.meter.now(), len(self.shoppers)))
            self._told(self)

    async def _settle(self) -> None:
        """Nobody says any more; everybody reads to the end; then everything is judged."""
        await asyncio.gather(*(agent.stop() for agent in self.staff.agents))
        self.stored = await self.auditor.read_still(self._conversations())
        gate = asyncio.Semaphore(AT_ONCE)
        await asyncio.gather(*(self._finish(each, gate) for each in self.shoppers))
        await asyncio.gather(*(self._finish(each, gate) for each in self.staff.agents))
        self.kept.history.stall = self.meter.stall
        known = {one.law for one in self.broken}
        found = await asyncio.to_thread(judge, self.kept.history, self.stored)
        self.broken += [one for one in found if one.law not in known]

    async def _finish(self, each: Client, gate: asyncio.Semaphore) -> None:
        async with gate:
            try:
                await each.finish()
            except Garbled as nonsense:
                self.broken.append(Broken("garbled", f"{each.key}: {nonsense}"))
            except DOWN as why:
                self.broken.append(Broken("never_back", f"{each.key}: {type(why).__name__}"))

    def _conversations(self) -> list[str]:
        return list(dict.fromkeys(op.conversation for op in self.kept.history.ops if op.what == "ok" and op.seq))

    def _chance(self, share: float) -> bool:
        return self.rng.random() < share

    def _unforeseen(self, ended: Sequence[object]) -> None:
        """Whoever stopped for another reason than that the run is over."""
        for why in ended:
            if isinstance(why, Refused):
                raise why
            if isinstance(why, Exception) and not isinstance(why, DOWN):
                self.broken.append(Broken("unforeseen", repr(why)))
