"""Rounds of faults: a desk at work, something hurt in the middle, and the laws held against what came of it."""

import asyncio
import random
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from itertools import combinations
from pathlib import Path

from msgspec import Struct

from loadtest.laws.history import History
from loadtest.laws.judge import Broken, judge
from tests.faults.nemeses import NEMESES, Nemesis, possible
from tests.support.cluster import Cluster, cluster
from tests.support.stored import read_postgres
from tests.support.traffic import Desk

BEFORE, HURT, AFTER = 2.0, 4.0, 2.0
DISK = "220m"
MOST_QUIET = 60


class Round(Struct, frozen=True):
    """What came of one round. `back` is how many seconds it took after the mending until every window had read all."""

    names: tuple[str, ...]
    acked: int
    unknown: int
    back: float
    broken: tuple[Broken, ...]
    slices: tuple[str, ...]

    def __str__(self) -> str:
        said = f"{'+'.join(self.names):30}{self.acked:5} acked {self.unknown:4} unknown  all read after {self.back:4.1f} s  "
        return said + ("all laws held" if not self.broken else "BROKEN " + ", ".join(one.law for one in self.broken))


def chosen(only: Sequence[str], *, pairs: bool, rng: random.Random) -> Iterator[tuple[Nemesis, ...]]:
    """The rounds to play: each fault alone, or every two of them at once in an order the seed decides."""
    there = [one for one in NEMESES if possible(one) and (not only or one.name in only)]
    rounds = list(combinations(there, 2)) if pairs else [(one,) for one in there]
    if pairs:
        rng.shuffle(rounds)
    return iter(rounds)


@asynccontextmanager
async def hurtable() -> AsyncIterator[Cluster]:
    """A cluster whose database has a small disk of its own, where this machine lets us mount one."""
    with tempfile.TemporaryDirectory(prefix="tw-faults-") as name:
        folder, disk = _folders(name)
        mounted = await _runs("mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(disk))
        try:
            async with cluster(folder, disk) as found:
                yield found
        finally:
            if mounted:
                await _runs("umount", str(disk))


def _folders(name: str) -> tuple[Path, Path]:
    """Where the nodes write, and where the disk is mounted: PostgreSQL, which is nobody, must reach it."""
    folder, disk = Path(name), Path(name) / "disk"
    disk.mkdir()
    folder.chmod(0o755)
    return folder, disk


async def _runs(*command: str) -> bool:
    process = await asyncio.create_subprocess_exec(*command, stderr=asyncio.subprocess.DEVNULL)
    return await process.wait() == 0


async def play(cluster: Cluster, nemeses: Sequence[Nemesis], seed: int) -> Round:
    """One round on a cluster that is sound, which it is again afterwards."""
    rng = random.Random(f"{seed} {[one.name for one in nemeses]}")
    desk = Desk(cluster.url, seed=rng.getrandbits(32))
    await desk.hire("amara", silent=True)
    await desk.hire("sofia", "jonas")
    await desk.admit(5)
    desk.talk()
    await asyncio.sleep(BEFORE)
    await asyncio.gather(*(one.does(cluster, rng, HURT) for one in nemeses))
    mended = time.monotonic()
    await asyncio.sleep(AFTER)
    await desk.quiet()
    await desk.tidy()
    await _still(cluster.postgres.url)
    history = await desk.finish()
    back = time.monotonic() - mended - AFTER
    broken = tuple(judge(history, await read_postgres(cluster.postgres.url)))
    names = tuple(one.name for one in nemeses)
    slices = tuple(slice_of(history, one) for one in broken)
    return Round(names, len(history.done("ok")), len(history.done("info")), back, broken, slices)


async def _still(url: str) -> None:
    """Wait until nothing is added any more: translations come after the last word."""
    before, seconds = -1, 0
    while seconds < MOST_QUIET:
        lines = sum(map(len, (await read_postgres(url)).lines.values()))
        if lines == before:
            return
        before, seconds = lines, seconds + 2
        await asyncio.sleep(2)


def slice_of(history: History, broken: Broken, most: int = 12) -> str:
    """What a broken law names, and the last steps of those it names: the conversation where there is one, else the people."""
    words = {word.strip(":,;'\"()") for word in broken.where.split()}
    steps = [op for op in history.ops if op.conversation in words] or [op for op in history.ops if op.who in words]
    began = history.ops[0].at if history.ops else 0.0
    lines = [
        f"  {op.at - began:7.3f} {op.what:6} {op.who} {op.command} {op.seq} {op.text!r} {op.detail}" for op in steps
    ]
    return "\n".join([str(broken), *lines[-most:]])
