"""What breaks in the middle of a run, and how: by our own hand where the server is ours, else by the commands that were named."""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from loadtest.asked import Asked, Refused
from loadtest.people.agent import Agent
from loadtest.play.stage import Stage
from loadtest.scenarios.scenario import Event, Scenario

if TYPE_CHECKING:
    from loadtest.play.run import Run

OURS_ALONE = ("redis", "translator")


class Deeds:
    """Does what a scenario's events say."""

    def __init__(self, asked: Asked, stage: Stage | None) -> None:
        self._asked, self._stage = asked, stage

    def check(self, scenario: Scenario) -> None:
        """Refuses `not_ours` where something must be broken that we do not run, and nobody said how."""
        broken = [event.deed for event in scenario.events if event.deed in OURS_ALONE]
        if broken and not self._stage and not (self._asked.hurt and self._asked.heal):
            raise Refused(
                "not_ours", f"{scenario.name} breaks {broken[0]}: say how with --hurt COMMAND and --heal COMMAND"
            )

    def first_shift(self, scenario: Scenario, agents: Sequence[Agent]) -> Sequence[Agent]:
        """Who works from the beginning."""
        changes = any(event.deed == "shifts" for event in scenario.events)
        return agents[: (len(agents) + 1) // 2] if changes else agents

    async def happen(self, event: Event, run: "Run") -> None:
        """Wait for it, do it, and undo it in its time."""
        await asyncio.sleep(event.at * run.seconds)
        match event.deed:
            case "storm":
                await self._storm(run)
            case "shifts":
                await self._shifts(run)
            case _:
                await self._away(event, run)

    async def _storm(self, run: "Run") -> None:
        if self._stage:
            await self._stage.crash()
            return
        for each in (*run.shoppers, *run.staff.agents):
            if each.wire:
                each.wire.cut()

    async def _shifts(self, run: "Run") -> None:
        """The night comes before the day goes."""
        day = self.first_shift(run.scenario, run.staff.agents)
        await asyncio.gather(*(agent.begin() for agent in run.staff.agents if agent not in day))
        await asyncio.gather(*(agent.hand_over() for agent in day))

    async def _away(self, event: Event, run: "Run") -> None:
        await self._break(event)
        await asyncio.sleep((event.until - event.at) * run.seconds)
        await self._mend(event)

    async def _break(self, event: Event) -> None:
        if not self._stage:
            await _shell(self._asked.hurt)
        elif event.deed == "redis":
            self._stage.freeze_redis()
        else:
            self._stage.engine(on=False)

    async def _mend(self, event: Event) -> None:
        if not self._stage:
            await _shell(self._asked.heal)
        elif event.deed == "redis":
            self._stage.kill_redis()
        else:
            self._stage.engine(on=True)


async def _shell(command: str) -> None:
    process = await asyncio.create_subprocess_shell(command)
    if code := await process.wait():
        raise Refused("bad_request", f"{command!r} ended with {code}")
