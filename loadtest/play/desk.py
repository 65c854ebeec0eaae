"""The agents of a run: those who were named, and as many made for it as are missing; all of them leave with it."""

import asyncio
import secrets
from collections.abc import Mapping
from typing import Any

import httpx2

from loadtest.asked import Asked, Login, Refused
from loadtest.people import words
from loadtest.people.agent import Agent
from loadtest.people.doors import Doors
from loadtest.people.kept import Kept
from loadtest.people.manner import Manner

Proven = tuple[Mapping[str, Any], Mapping[str, str]]
AT_ONCE = 3


class Staff:
    """`busy` is what each agent had before the run began."""

    def __init__(self, doors: Doors, asked: Asked) -> None:
        self._doors, self._asked = doors, asked
        self._leader: Mapping[str, str] = {}
        self._made: list[str] = []
        self.agents: list[Agent] = []
        self.busy: dict[str, int] = {}

    async def come(self, kept: Kept, manner: Manner) -> None:
        """Log everybody in. Refuses `unauthenticated`, `forbidden`, `bad_request` when there is nobody."""
        gate = asyncio.Semaphore(AT_ONCE)

        async def enter(login: Login) -> Proven:
            async with gate:
                return await self._doors.login(login.email, login.password)

        logins = list(self._asked.logins[: self._asked.agents])
        if self._asked.admin:
            _, self._leader = await enter(self._asked.admin)
            missing = self._asked.agents - len(logins)
            logins += await asyncio.gather(*(self._make(number, gate) for number in range(missing)))
        if not logins:
            raise Refused(
                "bad_request", "who answers? --agent EMAIL:PASSWORD, or --admin EMAIL:PASSWORD to make agents"
            )
        for me, proof in await asyncio.gather(*map(enter, logins)):
            self.agents.append(Agent(me, proof, self._doors, kept, manner))
        await asyncio.gather(*(agent.online() for agent in self.agents))

    async def go(self) -> None:
        """Whoever was made for the run works here no more."""
        for id in self._made:
            try:
                await self._doors.dismiss(self._leader, id)
            except httpx2.HTTPError:
                continue

    async def _make(self, number: int, gate: asyncio.Semaphore) -> Login:
        """Everybody writes English, and one of the run's languages well."""
        known = list(words.tongues())
        tongue = known[number % len(known)]
        login = Login(f"load-{secrets.token_hex(4)}@load.example", secrets.token_urlsafe(12))
        spoken = dict.fromkeys((tongue, "en"))
        async with gate:
            person = {
                "email": login.email,
                "password": login.password,
                "name": f"Load {number + 1}",
                "locale": tongue,
                "capacity": self._asked.capacity,
                "languages": [{"language": one, "level": 5 if one == tongue else 3} for one in spoken],
            }
            self._made.append(await self._doors.hire(self._leader, person))
        return login
