"""A small desk at work, driven until it is quiet and everybody has read to the end."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial

from loadtest.laws.history import History
from loadtest.people.kept import Kept
from loadtest.people.wire import Gone, Hear, Wire
from tests.support.clients import Agent, Shopper
from tests.support.people import post


class Desk:
    """The people of one run."""

    def __init__(self, url: str, seed: int = 1) -> None:
        self.url, self.rng = url, random.Random(seed)
        self.kept = Kept(history=History(), rng=self.rng)
        self.history = self.kept.history
        self.shoppers: list[Shopper] = []
        self.agents: list[Agent] = []
        self.over = asyncio.Event()
        self._talks: list[asyncio.Task[None]] = []

    async def hire(self, *names: str, silent: bool = False) -> None:
        """Log these agents in."""
        for name in names:
            login = {"workspace": "demo", "email": f"{name}@demo.example", "password": "tradewind-demo"}
            answer = await post(self.url, "/v1/agent/login", login)
            headers = {"Cookie": f"tw_session={answer.cookies['tw_session']}", "X-CSRF": answer.json()["csrf"]}
            key = f"agent:{answer.json()['me']['id']}"
            dial = partial(self._agent, headers)
            self.agents.append(Agent(key, dial, self.kept, silent=silent))

    async def admit(self, count: int, *, careless: bool = False) -> list[Shopper]:
        """Let shoppers in; `careless` ones are the seeded fault."""
        came = []
        for _ in range(count):
            session = (await post(self.url, "/v1/customer/session", {"shop": "demo", "locale": "en-GB"})).json()
            dial = partial(Wire.connect, self.url, "customer", {"token": session["token"]})
            came.append(Shopper(f"customer:{session['customerId']}", dial, self.kept, careless=careless))
        self.shoppers += came
        return came

    def again(self, shopper: Shopper) -> Shopper:
        """A second window of somebody who is here."""
        window = Shopper(shopper.key, shopper.dial, self.kept)
        window.conversation = shopper.conversation
        window.lines[shopper.conversation].last = 0
        self.shoppers.append(window)
        return window

    def talk(self) -> None:
        """Everybody begins to speak."""
        self._talks = [asyncio.create_task(shopper.talk(self.over)) for shopper in self.shoppers]

    async def quiet(self) -> None:
        """Stop sending, wait for every answer."""
        self.over.set()
        async with asyncio.timeout(40):
            await asyncio.gather(*self._talks)
            for agent in self.agents:
                await agent.stop()

    async def tidy(self) -> None:
        """Everything is closed, so that the next run finds an empty desk; who leads the desk may."""
        leader = self.agents[0]
        for id in dict.fromkeys(op.conversation for op in self.history.done("ok") if op.seq):
            await leader.ask("conversation.close", conversation_id=id)

    async def finish(self) -> History:
        """Two phases: nobody sends any more and every outbox is empty; then everybody reads to the end."""
        await self.quiet()
        await asyncio.sleep(0.3)
        await asyncio.gather(*(each.finish() for each in (*self.shoppers, *self.agents)))
        return self.history

    async def _agent(self, headers: dict[str, str], hear: Hear) -> Wire:
        answer = await post(self.url, "/v1/agent/ticket", {}, **headers)
        if answer.status_code != 200:
            raise Gone(answer.text)
        return await Wire.connect(self.url, "agent", {"ticket": answer.json()["ticket"]}, hear)


@asynccontextmanager
async def traffic(url: str, shoppers: int = 5, agents: tuple[str, ...] = ("sofia",)) -> AsyncIterator[Desk]:
    """Shoppers who talk, agents who answer, a supervisor who sees all; ends in quiet, with all read."""
    desk = Desk(url)
    await desk.hire("amara", silent=True)
    await desk.hire(*agents)
    await desk.admit(shoppers)
    desk.talk()
    try:
        yield desk
    finally:
        await desk.finish()


async def until(true: Callable[[], bool], seconds: float) -> None:
    """Wait for something that no event tells."""
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110 - it looks at other processes
            await asyncio.sleep(0.03)
