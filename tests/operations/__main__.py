"""`./dev operations`: does `docs/operations.md` work? Four web nodes behind nginx with TLS, two workers, PostgreSQL, Redis;
people on it, an upgrade under their hands, a backup, a restore. Exits 1 at the first thing that does not.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import httpx2

from tests.operations.site import DEPLOY, Site, site
from tests.support.next_release import release_next
from tests.support.people import Shopper

LEADER = "amara@demo.example:tradewind-demo"


def main(arguments: list[str]) -> int:
    """Everything, in the order of the page."""
    parser = argparse.ArgumentParser(prog="./dev operations", description=__doc__)
    parser.add_argument("--shoppers", default="60")
    parser.add_argument("--agents", default="8")
    parser.add_argument("--minutes", default="0.5")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="tw-operations-") as folder:
        return asyncio.run(_all(Path(folder), asked))


async def _all(folder: Path, asked: argparse.Namespace) -> int:
    async with site(folder) as found:
        await _through_nginx(found)
        _say("four nodes behind nginx answer by TLS; /metrics is not theirs to see")
        await _back_and_forth(found, folder)
        _say("a backup was restored; whose screen held more was told to begin anew")
        load = asyncio.create_task(_load(found, asked))
        await asyncio.sleep(20)
        await _upgrade(found)
        print(await load)
        _say("people were there through an upgrade, and every law held")
    return 0


async def _through_nginx(found: Site) -> None:
    async with httpx2.AsyncClient(trust_env=False, verify=str(found.certificate)) as client:
        for _ in range(50):
            with suppress(httpx2.HTTPError):
                answer = await client.get(f"{found.url}/health/ready")
                if answer.status_code == 200:
                    break
            await asyncio.sleep(0.1)
        assert answer.json()["role"] == "web", answer.text
        assert (await client.get(f"{found.url}/metrics")).status_code == 404
        assert (await client.get(f"{found.url}/console/")).status_code == 200


async def _load(found: Site, asked: argparse.Namespace) -> str:
    people = ("--shoppers", asked.shoppers, "--agents", asked.agents, "--minutes", asked.minutes)
    pids = [str(node.process.pid) for node in found.web if node.process]
    watched = [word for pid in pids for word in ("--pid", pid)]
    where = ("--url", found.url, "--admin", LEADER, "--out", str(found.folder / "report"))
    return await found.run(sys.executable, "-m", "loadtest", "run", *people, *where, *watched)


async def _upgrade(found: Site) -> None:
    """What is safe before the new code; the new code, node by node; what is safe after it."""
    url = found.environment["DATABASE_URL"]
    began = time.monotonic()
    await release_next(url, "pre")
    await found.roll()
    await release_next(url, "post")
    _say(f"an upgrade: pre, four nodes and two workers one by one, post: {time.monotonic() - began:.0f} s")


async def _back_and_forth(found: Site, folder: Path) -> None:
    node = found.web[0].url
    shopper = await Shopper.arrives(node)
    await shopper.says("Where is my parcel?")
    dump = (await found.run("sh", str(DEPLOY / "backup.sh"), str(folder / "backups"))).split()[-1]
    for number in range(5):
        await shopper.says(f"I have waited for {number + 2} days")
    before = await shopper.does("conversation.resume", conversationId=shopper.conversation, after=0)
    await shopper.wire.close()
    await found.stop()
    await found.run("sh", str(DEPLOY / "restore.sh"), dump)
    await found.start()
    again = await Shopper.arrives(node, token=shopper.token)
    again.conversation = shopper.conversation
    position = {"after": before["last"], "epoch": before["epoch"]}
    after = await again.does("conversation.resume", conversationId=shopper.conversation, **position)
    assert after["reset"], after
    assert after["last"] < before["last"], (before["last"], after["last"])
    assert (await again.says("Hello again"))["seq"] > after["last"]
    await again.wire.close()


def _say(text: str) -> None:
    print(f"ok  {text}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
