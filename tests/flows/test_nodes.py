"""The Procfile's processes for real: a release, two web nodes and a worker over PostgreSQL and Redis."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import asyncpg
import httpx2
import pytest

from tests.support.nursery import ROOT
from tests.support.parts import Postgres, RedisProcess
from tests.support.people import Agent, Shopper, client_id, post
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


PACK = """
id = "house_style"
version = 1
title = "No promises of gifts"
source = "our own style guide"
as_of = 2026-11-01
review_after = 2027-11-01
[[rule]]
id = "gift"
category = "unsolicited_marketing"
find = ["promise"]
cases = [{ action = "block", directions = ["outbound"] }]
[[test]]
text = "A little gift is in the parcel."
expect = "block"
[terms.promise]
en = ["little (gift|present)"]
"""
GIFT = "A little gift is in the parcel."


async def test_a_pack_is_in_force_on_every_node_and_what_runs_outlives_them(cluster: Cluster) -> None:
    await by_sql(cluster, "UPDATE agent SET role = 'admin' WHERE email = 'amara@demo.example'")
    amara = await Agent.logs_in(cluster.one.url, "amara", online=False)
    lin = await Agent.logs_in(cluster.two.url, "lin")
    shopper = await Shopper.arrives(cluster.one.url, locale="zh")
    asked = {"clientId": client_id(), "body": {"text": "你好"}, "market": "DE"}
    c = await lin.gets((await shopper.does("conversation.open", **asked))["conversationId"], timeout=20)

    async def says(who: Agent, text: str = GIFT) -> str:
        return str((await who.does("draft.check", conversationId=c["id"], text=text))["action"])

    async def comes(action: str, *, text: str = GIFT) -> None:
        async def there() -> bool:
            return {await says(lin, text), await says(amara, text)} == {action}

        await eventually(there)

    headers = {"Cookie": amara.cookie, "X-CSRF": amara.csrf}
    assert await says(lin) == "allow"
    kept = await post(cluster.one.url, "/v1/admin/packs", {"source": PACK}, **headers)
    assert kept.status_code == 200, kept.text
    assert await says(amara) == "block", "whoever changed it finds it in force"
    await comes("block")

    async def taken() -> bool:
        return "house_style" in cluster.worker.tail(100_000)

    await eventually(taken)
    broken = PACK.replace('"promise"', '"promises"').replace("version = 1", "version = 2")
    refused = await post(cluster.two.url, "/v1/admin/packs", {"source": broken}, **headers)
    assert refused.json()["error"]["detail"].startswith("house_style.toml:9: rule `gift` asks for an unknown slot")
    both = [PACK.replace("version = 1", f"version = {n}").replace("gift|present", f"gift|item{n}") for n in (2, 3)]
    answers = await asyncio.gather(
        *(
            post(node.url, "/v1/admin/packs", {"source": each}, **headers)
            for node, each in zip((cluster.one, cluster.two), both, strict=True)
        )
    )
    assert {answer.status_code for answer in answers} == {200}
    found = await by_sql(cluster, "SELECT source FROM rule_pack WHERE ended_at = 0")
    assert len(found) == 1, "of two at once one is left"
    left = 2 if "item2" in found[0]["source"] else 3
    await comes("block", text=f"A little item{left} is in the parcel.")
    await comes("allow", text=f"A little item{5 - left} is in the parcel.")

    since = int(time.time() * 1000)
    await lin.does("clock.start", conversationId=c["id"], clientId=client_id(), clock="data", since=since)
    await cluster.two.kill()
    await cluster.two.start()
    again = await Agent.logs_in(cluster.two.url, "lin")
    assert await says(again) == "block", "a node that starts judges nobody before it knows the rules"
    (line,) = [
        item for item in (await again.does("conversation.list", view="all", limit=50))["items"] if item["id"] == c["id"]
    ]
    assert [(due["clock"], due["due"] - since) for due in line["dues"]] == [("data", 30 * 86_400_000)]


async def eventually(holds: Callable[[], Awaitable[bool]], seconds: float = 8) -> None:
    """Ask until it does."""
    until = time.monotonic() + seconds
    while not await holds():
        assert time.monotonic() < until, "it never did"
        await asyncio.sleep(0.02)


async def by_sql(cluster: Cluster, query: str) -> list[Any]:
    """What somebody with the database's key does."""
    connection = await asyncpg.connect(cluster.postgres.url)
    try:
        return list(await connection.fetch(query))
    finally:
        await connection.close()


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
