"""Shoppers who speak and type at a set rate, so that an agent's page is told so many events a second."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count

from bench.desk import Desk
from bench.line import Line
from bench.words import CUSTOMERS, sentences

SPEAKERS = 60
LONG_IN = 8
"""One word in so many is said in the long conversation, which the agent reads."""


class Rain:
    """Their sockets; number 0 is the customer of the long conversation."""

    def __init__(self, lines: list[Line]) -> None:
        self._lines = lines
        self._texts = sentences(CUSTOMERS)
        self._ids = count()
        self._name = f"rain{time.monotonic_ns()}"
        self.refused: list[bytes] = []

    @classmethod
    async def gather(cls, made: Desk, port: int) -> "Rain":
        """Everybody comes and opens their conversation."""
        lines = []
        for number in range(SPEAKERS):
            line = await Line.join(port, "/customer", made.customer(number))
            await line.ask("conversation.resume", {"conversationId": f"cv_{number}"})
            lines.append(line)
        return cls(lines)

    @asynccontextmanager
    async def falling(self, rate: float) -> AsyncIterator[None]:
        """So many words and signs of typing a second, spread evenly, as long as it is used."""
        fall = asyncio.create_task(self._fall(rate))
        try:
            yield
        finally:
            fall.cancel()

    def ends(self) -> None:
        """Everybody goes."""
        for line in self._lines:
            line.cut()

    async def _fall(self, rate: float) -> None:
        began = time.monotonic()
        for number in count():
            await asyncio.sleep(began + number / rate - time.monotonic())
            who = 0 if number % LONG_IN == 0 else 1 + number % (len(self._lines) - 1)
            self._speak(who)

    def _speak(self, who: int) -> None:
        body = {"conversationId": f"cv_{who}", "clientId": f"{self._name}-{next(self._ids):08}"}
        answer = self._lines[who].ask("message.send", body | {"body": {"text": next(self._texts)}})
        answer.add_done_callback(self._answered)

    def _answered(self, answer: "asyncio.Future[bytes]") -> None:
        if not answer.cancelled() and not answer.exception() and b'"ok":true' not in answer.result():
            self.refused.append(answer.result())
