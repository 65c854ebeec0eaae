"""The one client of Redis: every call is short, is never repeated, and refuses when Redis is away."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any, Protocol, TypeVar, cast

from msgspec import Struct
from redis.asyncio import ConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import NoScriptError, RedisError, ResponseError

from server.domain.clock import Clock
from server.domain.errors import Refusal
from server.live.mouth import Mouth
from server.live.script import WRONG_EPOCH, Script

SHARDED_SINCE = (7, 0)
"""SPUBLISH and SSUBSCRIBE exist from here on (redis.io, SPUBLISH)."""

TICK = 0.005
"""Seconds by which a loop's timer may be early."""

T = TypeVar("T")
Word = str | bytes | int | float
Call = tuple[Script, Sequence[str], Sequence[Word]]


class LiveOptions(Struct, frozen=True, kw_only=True):
    """Patience in seconds.

    After a failure every call refuses at once for `pause`, so that callers do not queue up.
    """

    timeout: float = 0.5
    pause: float = 0.2
    connections: int = 64


class StaleEpoch(Exception):
    """Redis does not hold the data the caller believes it holds: it was emptied, replaced or rebuilt."""


class Reader(Protocol):
    """A connection of its own for what Redis pushes."""

    async def connect(self) -> None: ...
    async def send_command(self, *words: Word) -> None: ...
    async def send_packed_command(self, command: Iterable[bytes]) -> None: ...
    async def read_response(self) -> Any: ...
    async def disconnect(self) -> None: ...


class Live:
    """Redis as the house sees it. Every method raises `Refusal("unavailable")` on any trouble."""

    def __init__(self, url: str, clock: Clock, options: LiveOptions = LiveOptions()) -> None:
        self._clock = clock
        self._options = options
        self._refuse_until = 0.0
        self._pool = self._make_pool(url, options.timeout)
        self._readers = self._make_pool(url, None)
        self._redis = Redis(connection_pool=self._pool)
        self._mouth = Mouth(
            lambda: self._dial(lambda connect: connect()),
            lambda: "SPUBLISH" if self.sharded else "PUBLISH",
            options.timeout,
        )
        self.version: tuple[int, ...] = ()
        self.run_id = ""
        self._listeners: list[Callable[[], None]] = []

    @property
    def sharded(self) -> bool:
        """Whether channels have a home in a cluster; known after the first answer."""
        return self.version >= SHARDED_SINCE

    def listen(self, replaced: Callable[[], None]) -> None:
        """Be told when another process answers than before: it may hold older data, or none."""
        self._listeners.append(replaced)

    async def ping(self) -> None:
        """Return when Redis answers."""
        await self._command("PING")

    async def now(self) -> int:
        """Redis's own clock in milliseconds: the one all nodes share."""
        seconds, micros = await self._command("TIME")
        return int(seconds) * 1000 + int(micros) // 1000

    async def get(self, key: str) -> str:
        """A text, empty when there is none."""
        value = await self._command("GET", key)
        return value.decode() if value else ""

    async def put(self, key: str, value: str) -> None:
        """Store a text."""
        await self._command("SET", key, value)

    async def drop(self, *keys: str) -> None:
        """Forget keys, freeing their memory in the background."""
        await self._command("UNLINK", *keys)

    async def at(self, key: str, name: str, due: int) -> None:
        """Set a timer (ms) in a sorted set; an earlier one of the same name stays."""
        await self._command("ZADD", key, "LT", due, name)

    async def remove(self, key: str, names: Sequence[str]) -> None:
        """Take members out of a sorted set."""
        await self._command("ZREM", key, *names)

    async def forget(self, prefix: str, keep: Callable[[str], bool]) -> None:
        """Remove every key that begins so, but those whose rest is to be kept, in slices that stall nobody."""
        cursor: bytes | int = b"0"
        while cursor:
            cursor, found = await self._command("SCAN", cursor, "MATCH", f"{_literal(prefix)}*", "COUNT", 500)
            old = [key for key in found if not keep(key.decode().removeprefix(prefix))]
            if old:
                await self._command("UNLINK", *old)
            cursor = int(cursor)

    async def lock(self, key: str, token: str, milliseconds: int) -> bool:
        """Take a lock that ends by itself; never the only guard of anything."""
        return bool(await self._command("SET", key, token, "NX", "PX", milliseconds))

    async def run(self, script: Script, keys: Sequence[str], words: Sequence[Word] = ()) -> Any:
        """Run a script.

        Raises `StaleEpoch` when the script says so; answers are bytes, integers and lists.
        """
        try:
            return await self._command("EVALSHA", script.sha, len(keys), *keys, *words)
        except NoScriptError:
            return await self._command("EVAL", script.text, len(keys), *keys, *words)

    async def run_all(self, calls: Sequence[Call]) -> list[Any]:
        """Run many scripts in one round trip, in order; not one transaction."""
        texts = {script.sha: script.text for script, _, _ in calls}
        loads = [("SCRIPT LOAD", text) for text in texts.values()]
        runs = [("EVALSHA", script.sha, len(keys), *keys, *words) for script, keys, words in calls]
        return (await self._pipeline([*loads, *runs]))[len(loads) :]

    async def publish(self, frames: Sequence[tuple[str, bytes]]) -> None:
        """Push (channel, frame) pairs in one round trip. Whoever does not listen now never hears them."""
        await self._ask(lambda: self._mouth.say(frames))

    async def rested(self) -> None:
        """Return when the pause is over that somebody else's failure brought: it need not cost the caller anything."""
        if (left := self._refuse_until - self._clock.monotonic()) > 0:
            await asyncio.sleep(left + TICK)

    async def reader(self) -> Reader:
        """A new connection without a time limit on reading, for the bus. Refuses when Redis is away."""
        return await self._dial(self._ask)

    async def aclose(self) -> None:
        """Let go of every connection."""
        await self._mouth.aclose()
        await self._redis.aclose()
        await self._pool.aclose()
        await self._readers.aclose()

    async def _command(self, *words: Word) -> Any:
        return await self._ask(lambda: self._redis.execute_command(*words))

    async def _pipeline(self, commands: Sequence[tuple[Word, ...]]) -> list[Any]:
        if not commands:
            return []
        pipe = self._redis.pipeline(transaction=False)
        for words in commands:
            pipe.execute_command(*words)
        answers = await self._ask(lambda: pipe.execute(raise_on_error=False))
        for answer in answers:
            if isinstance(answer, ResponseError):
                raise _refused(answer)
        return list(answers)

    async def _ask(self, call: Callable[[], Awaitable[T]]) -> T:
        """Under Python 3.11 the client below can swallow a cancellation (asyncio.wait_for, fixed in 3.12): raise it."""
        task = asyncio.current_task()
        cancelled = task.cancelling() if task else 0
        try:
            return await self._attempt(call)
        finally:
            if task and task.cancelling() > cancelled:
                raise asyncio.CancelledError

    async def _attempt(self, call: Callable[[], Awaitable[T]]) -> T:
        if self._clock.monotonic() < self._refuse_until:
            raise Refusal("unavailable", "redis")
        try:
            return await call()
        except NoScriptError:
            raise
        except ResponseError as error:
            raise _refused(error) from error
        except (RedisError, OSError) as error:
            self._refuse_until = self._clock.monotonic() + self._options.pause
            raise Refusal("unavailable", f"redis: {error}") from error

    async def _dial(self, ask: Callable[[Callable[[], Awaitable[None]]], Awaitable[None]]) -> Reader:
        connection = cast(Reader, self._readers.make_connection())
        try:
            await ask(connection.connect)
        except BaseException:
            await connection.disconnect()
            raise
        return connection

    def _make_pool(self, url: str, timeout: float | None) -> ConnectionPool:
        return ConnectionPool.from_url(
            url,
            protocol=2,
            socket_timeout=timeout,
            socket_connect_timeout=self._options.timeout,
            retry=Retry(NoBackoff(), 0),
            redis_connect_func=self._met,
            driver_info=None,
            max_connections=self._options.connections,
        )

    async def _met(self, connection: Any) -> None:
        """Learn on every new connection, before its first command, which process answers."""
        await connection.on_connect()
        await connection.send_command("INFO", "server")
        facts = dict(line.split(":", 1) for line in (await connection.read_response()).decode().split() if ":" in line)
        former, self.run_id = self.run_id, facts["run_id"]
        self.version = tuple(int(part) for part in re.findall(r"\d+", facts["redis_version"]))
        if former not in ("", self.run_id):
            for listener in self._listeners:
                listener()


def _refused(error: ResponseError) -> Exception:
    return StaleEpoch() if str(error).startswith(WRONG_EPOCH) else Refusal("unavailable", f"redis: {error}")


def _literal(text: str) -> str:
    return re.sub(r"([\\\[\]*?])", r"\\\1", text)
