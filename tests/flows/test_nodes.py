"""The Procfile's processes for real: a release, two web nodes and a worker over PostgreSQL and Redis."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import httpx2
import pytest

from tests.support.nursery import ROOT
from tests.support.parts import Postgres, RedisProcess
from tests.support.people import Agent, Shopper, client_id
from tests.support.running import Server

pytestmark = [pytest.mark.postgres, pytest.mark.serial]


class Cluster:
    """Two web nodes and a worker that share a database and a Redis."""

    def __init__(self, folder: Path, postgres: Postgres, redis: RedisProcess) -> None:
        self.postgres, self.redis = postgres, redis
        shared = {"DATABASE_URL": postgres.url, "REDIS_URL": redis.url, "SECRET_KEY": "one key for all", "DEMO": "1"}
        self.release = Server(folder, ("release", "--demo"), **shared)
        self.one, self.two = (Server(folder, ("web",), **shared) for _ in range(2))
        self.worker = Server(folder, ("worker",), **shared)


def procfile() -> dict[str, str]:
    """The lines of the Procfile."""
    lines = (ROOT / "Procfile").read_text().splitlines()
    return dict(line.split(": ", 1) for line in lines if line and not line.startswith("#"))


@pytest.fixture
async def cluster(tmp_path: Path) -> AsyncIterator[Cluster]:
    """All of it, started as the Procfile says."""
    postgres = Postgres().start()
    redis = await RedisProcess().start()
    nodes = Cluster(tmp_path, postgres, redis)
    assert {name: line.split()[-1] for name, line in procfile().items()} == {
        "release": "release",
        "web": "web",
        "worker": "worker",
    }
    await nodes.release.start(wait=False)
    assert nodes.release.process is not None
    assert await asyncio.wait_for(nodes.release.process.wait(), 30) == 0, nodes.release.tail()
    await nodes.worker.start(wait=False)
    await asyncio.gather(nodes.one.start(), nodes.two.start())
    yield nodes
    await asyncio.gather(nodes.one.stop(), nodes.two.stop(), nodes.worker.stop())
    await redis.remove()
    postgres.remove()


async def test_a_shopper_on_one_node_and_an_agent_on_another(cluster: Cluster) -> None:
    lin = await Agent.logs_in(cluster.two.url, "lin")
    shopper = await Shopper.arrives(cluster.one.url, locale="zh")
    await shopper.says("你好，请问我的订单在哪里？")
    c = await lin.gets(shopper.conversation)
    for number in range(5):
        await lin.says(c["id"], f"第{number}条")
        await shopper.sees(f"第{number}条")
        await shopper.says(f"收到{number}")
        await lin.sees(f"收到{number}")
    seqs = [entry["seq"] for entry in lin.wire.entries(c["id"])]
    assert seqs == list(range(seqs[0], seqs[0] + len(seqs)))

    async with httpx2.AsyncClient(trust_env=False) as client:
        polled = await client.get(f"{cluster.one.url}/socket.io/?EIO=4&transport=polling")
    assert polled.status_code == 400, "polling would need sticky sessions"

    await cluster.redis.kill()
    await shopper.says("红色的还有吗？")
    await lin.sees("红色的还有吗？", timeout=6)
    await lin.says(c["id"], "有的。")
    await shopper.sees("有的。", timeout=6)
    await lin.does("conversation.close", conversationId=c["id"], clientId=client_id(), fence=c["fence"])
    await shopper.wire.event("conversation.closed", timeout=6)


async def test_a_node_dies_and_its_people_go_on_at_the_other(cluster: Cluster) -> None:
    lin = await Agent.logs_in(cluster.two.url, "lin")
    shopper = await Shopper.arrives(cluster.one.url, locale="zh")
    await shopper.says("你好")
    c = await lin.gets(shopper.conversation)
    await cluster.one.kill()
    again = await Shopper.arrives(cluster.two.url, token=shopper.token)
    again.conversation = shopper.conversation
    resumed = await again.does("conversation.resume", conversationId=c["id"], after=-1)
    assert [entry["body"].get("text") for entry in resumed["entries"] if "text" in entry["body"]] == ["你好"]
    await again.says("我还在")
    await lin.sees("我还在")
