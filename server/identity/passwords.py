"""Passwords: argon2id with the library's defaults (RFC 9106 low-memory profile), in a few threads and never on the loop."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from server.domain.errors import Refusal
from server.identity.guessable import guessable

T = TypeVar("T")

DECOY = "$argon2id$v=19$m=65536,t=3,p=4$/j8RM5SFbMYwSLDJy4pnXA$LDM97dwj2r6mhWQA9tN88svv6Akn5akRQAmsUE6TA3I"
"""A hash of the same cost for accounts that do not exist."""


class Passwords:
    """Two at a time: with the library's own hasher each costs 64 MiB and a quarter of a second, on purpose."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._threads = ThreadPoolExecutor(2, thread_name_prefix="argon2")

    async def hash(self, password: str) -> str:
        """What is stored. Refuses `bad_request` / `password` for one that is guessed first."""
        if guessable(password):
            raise Refusal("bad_request", "password")
        return await self._run(self._hasher.hash, password)

    async def verify(self, stored: str | None, password: str) -> bool:
        """Whether it is right; an absent account, and one without a password, take as long as any other."""
        try:
            return await self._run(self._hasher.verify, stored or DECOY, password) and bool(stored)
        except (VerificationError, InvalidHashError):
            return False

    def close(self) -> None:
        """Let the threads end."""
        self._threads.shutdown(wait=False)

    async def _run(self, work: Callable[..., T], *args: str) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work, *args)
