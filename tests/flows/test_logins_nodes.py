"""A login that ends closes its sockets on every node within 5 s, with Redis and without; a ticket is spent everywhere."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.support.parts import Postgres, RedisProcess
from tests.support.people import Agent, post
from tests.support.running import PLAIN, Server
from tests.support.wire import Gone, Wire

pytestmark = [pytest.mark.postgres, pytest.mark.serial]
SECONDS = 5


class Nodes:
    """Two web nodes that share a database and a Redis."""

    def __init__(self, folder: Path, postgres: Postgres, redis: RedisProcess) -> None:
        self.redis = redis
        shared = {"DATABASE_URL": postgres.url, "REDIS_URL": redis.url, "SECRET_KEY": "one key for all", "DEMO": "1"}
        self.release = Server(folder, ("release", "--demo"), **shared)
        self.one, self.two = (Server(folder, ("web",), **shared) for _ in range(2))


@pytest.fixture
async def nodes(tmp_path: Path) -> AsyncIterator[Nodes]:
    postgres, redis = Postgres().start(), await RedisProcess().start()
    nodes = Nodes(tmp_path, postgres, redis)
    await nodes.release.start(wait=False)
    await nodes.release.dies(30)
    await asyncio.gather(nodes.one.start(), nodes.two.start())
    yield nodes
    await asyncio.gather(nodes.one.stop(), nodes.two.stop())
    await redis.remove()
    postgres.remove()


async def change(lead: Agent, url: str, id: str, **fields: Any) -> None:
    """Somebody who leads changes a person, at one node."""
    headers = {"Cookie": lead.cookie, "X-CSRF": lead.csrf}
    async with httpx2.AsyncClient(trust_env=False, verify=PLAIN) as client:
        answer = await client.patch(f"{url}/v1/admin/agents/{id}", json=fields, headers=headers, timeout=15)
    assert answer.status_code == 200, answer.text


async def shown_out(agent: Agent) -> None:
    """Told why, then cut off."""
    assert (await agent.wire.event("server.bye", timeout=SECONDS)) == {"code": "revoked"}


async def test_a_login_that_ends_on_one_node_is_over_on_the_other(nodes: Nodes) -> None:
    one, two = nodes.one.url, nodes.two.url
    amara, lin, staying = [await Agent.logs_in(two, name, online=False) for name in ("amara", "lin", "lin")]
    ticket = await post(two, "/v1/agent/ticket", {}, Cookie=staying.cookie, **{"X-CSRF": staying.csrf})
    auth = {"version": 1, "ticket": ticket.json()["ticket"]}
    await (await Wire.connect(one, "/agent", auth)).close()
    with pytest.raises(Gone, match="spent"):
        await Wire.connect(two, "/agent", auth)

    left = await post(one, "/v1/agent/logout", {}, Cookie=lin.cookie, **{"X-CSRF": lin.csrf})
    assert left.status_code == 200
    await shown_out(lin)
    await change(amara, one, staying.me["id"], role="supervisor")
    await shown_out(staying)

    lin = await Agent.logs_in(two, "lin", online=False)
    await nodes.redis.kill()
    await change(amara, one, lin.me["id"], active=False)
    await shown_out(lin)
    assert (await amara.does("people.list"))["ok"], "nobody else is shown out"
