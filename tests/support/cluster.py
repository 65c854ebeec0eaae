"""Two web nodes, a worker, a PostgreSQL and a Redis, and a line one can hurt between every two of them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from tests.support.lines import Line
from tests.support.parts import Postgres, RedisProcess
from tests.support.running import Server

PATIENCE = 180


class Node:
    """A process of the server with its own lines to the database and to Redis, and a clock that can be set.

    Who ends it and begins it again holds `turn` so long: two at once would leave one process that nobody knows.
    """

    def __init__(self, folder: Path, command: str, database: Line, redis: Line, **shared: str) -> None:
        self.database, self.redis, self.web = database, redis, command == "web"
        self.clock = folder / f"clock-{command}-{database.port}"
        self.clock.write_text("0")
        self.turn = asyncio.Lock()
        self.server = Server(
            folder,
            ("moved_clock", command),
            module="tests.support.mutants",
            CLOCK_AT=str(self.clock),
            DATABASE_URL=f"postgresql://tradewind@127.0.0.1:{database.port}/postgres",
            REDIS_URL=f"redis://127.0.0.1:{redis.port}/0",
            **shared,
        )

    async def begin(self) -> None:
        """Start it; a web node is waited for, as long as a busy machine needs. One that could not begin, because its
        database was hurt just then, is begun again, as whatever watches over it does."""
        for more in (2, 1, 0):
            await self.server.start(wait=False)
            try:
                if self.web:
                    await self.server.ready(PATIENCE)
            except RuntimeError:
                if not more:
                    raise
            else:
                return


class Cluster:
    """`front` is where people knock: it goes to whichever node answers, in turn."""

    def __init__(self, postgres: Postgres, redis: RedisProcess) -> None:
        self.postgres, self.redis = postgres, redis
        self.nodes: list[Node] = []
        self.front = Line()

    @property
    def url(self) -> str:
        """The address of the whole."""
        return f"http://127.0.0.1:{self.front.port}"

    @property
    def web(self) -> list[Node]:
        """The nodes people are connected to."""
        return self.nodes[:2]

    @property
    def worker(self) -> Node:
        """The node that keeps time."""
        return self.nodes[2]

    @property
    def lines(self) -> list[Line]:
        """Every line there is."""
        return [self.front, *(line for node in self.nodes for line in (node.database, node.redis))]


@asynccontextmanager
async def cluster(folder: Path, data: Path | None = None) -> AsyncIterator[Cluster]:
    """All of it, running. `data` is where PostgreSQL shall keep its data."""
    async with AsyncExitStack() as stack:
        postgres = Postgres(data)
        stack.callback(postgres.remove)
        postgres.start()
        redis = RedisProcess()
        stack.push_async_callback(redis.remove)
        await redis.start()
        found = Cluster(postgres, redis)
        shared = {"SECRET_KEY": "one key for all", "DEMO": "1", "DRAIN_SECONDS": "1"}
        release = Server(folder, ("release", "--demo"), DATABASE_URL=postgres.url, REDIS_URL=redis.url, **shared)
        await release.start(wait=False)
        await release.dies(60)
        for command in ("web", "web", "worker"):
            lines = [await Line(port).start() for port in (postgres.port, redis.port)]
            for line in lines:
                stack.push_async_callback(line.stop)
            node = Node(folder, command, *lines, **shared)
            stack.push_async_callback(node.server.kill)
            found.nodes.append(node)
            await node.begin()
        found.front = await Line(*(node.server.port for node in found.web)).start()
        stack.push_async_callback(found.front.stop)
        yield found
