"""The second factor at the agents' door: codes of a phone, and ten that lie in a drawer."""

import secrets
from collections.abc import Callable

from server.domain.clock import Clock
from server.domain.errors import Refusal
from server.domain.people import Agent
from server.identity.tokens import hashed
from server.identity.totp import step_of
from server.identity.webhook_signatures import Secrets
from server.store.factors import Factors

CODES = 10
LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
BYTES = 20
"""As many as SHA-1 gives (RFC 4226, 4)."""


class SecondFactor:
    """Makes, confirms and asks for it. `patience` is spent by every code a person shows, from wherever."""

    def __init__(
        self, factors: Factors, keys: tuple[bytes, ...], clock: Clock, patience: Callable[[str, float], None]
    ) -> None:
        self.factors = factors
        self._secrets = Secrets(keys)
        self._clock = clock
        self._patience = patience

    async def begin(self, agent: Agent) -> bytes:
        """A new secret for the phone; on once a code of it was shown. Refuses `bad_state` when one is on."""
        found = await self.factors.of(agent.id)
        if found and found.confirmed_at:
            raise Refusal("bad_state", "secondFactor")
        generation = self._secrets.fresh("totp", agent.id)
        await self.factors.begin(agent, generation)
        return self._of(agent, generation)[0]

    async def confirm(self, agent: Agent, code: str) -> tuple[str, ...]:
        """It is on from now; answers the recovery codes, this once. Refuses `forbidden` for a wrong code."""
        found = await self.factors.of(agent.id)
        if found is None or found.confirmed_at:
            raise Refusal("bad_state", "secondFactor")
        self._patience(agent.id, 1)
        if not await self._fits(agent, found.generation, code):
            raise Refusal("forbidden", "code")
        codes = tuple(recovery_code() for _ in range(CODES))
        await self.factors.confirm(agent, self._clock.now(), [hashed(each) for each in codes])
        return codes

    async def check(self, agent: Agent, code: str) -> None:
        """Ask whoever has one for a code; each is good once. Refuses `unauthenticated`: `code` for none, or `wrong code`."""
        found = await self.factors.of(agent.id)
        if found is None or not found.confirmed_at:
            return
        if not code:
            raise Refusal("unauthenticated", "code")
        self._patience(agent.id, 1)
        said = "".join(code.lower().split()).replace("-", "")
        right = (
            await self._fits(agent, found.generation, said)
            if said.isdecimal()
            else await self.factors.use_code(agent.id, hashed(said))
        )
        if not right:
            raise Refusal("unauthenticated", "wrong code")

    async def _fits(self, agent: Agent, generation: str, code: str) -> bool:
        now = self._clock.now() // 1000
        steps = [step_of(secret, code, now) for secret in self._of(agent, generation)]
        step = next((each for each in steps if each is not None), None)
        return step is not None and await self.factors.use_step(agent.id, step)

    def _of(self, agent: Agent, generation: str) -> tuple[bytes, ...]:
        return tuple(each[:BYTES] for each in self._secrets.of("totp", agent.id, generation))


def recovery_code() -> str:
    """80 random bits; a letter comes first, so that it is never taken for a phone's."""
    return secrets.choice(LETTERS[10:]) + "".join(secrets.choice(LETTERS) for _ in range(15))
