"""What was let go is given back."""

import platform
import subprocess
import sys
from pathlib import Path

import pytest

from server.app.pages import give_back

GLIBC = pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="others give back by themselves")
BUSY = """
import ctypes, sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from server.app.pages import one_heap
if sys.argv[1] == "one":
    one_heap()
together = Barrier(4)
def busy():
    together.wait()
    return len(bytearray(2000))
with ThreadPoolExecutor(4) as pool:
    for done in [pool.submit(busy) for _ in range(4)]:
        done.result()
ctypes.CDLL(None).malloc_stats()
"""


def resident() -> int:
    """Bytes of this process that lie in memory."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(1024 * int(line.split()[1]) for line in lines if line.startswith("VmRSS"))


@GLIBC
@pytest.mark.parametrize(("how", "one"), [("one", True), ("as it is", False)])
def test_threads_share_one_heap(how: str, one: bool) -> None:
    told = subprocess.run([sys.executable, "-c", BUSY, how], capture_output=True, text=True, check=True).stderr
    assert ("Arena 1:" not in told) == one, told


@GLIBC
async def test_pages_that_nothing_lies_on_go_back() -> None:
    held = [bytes(2000) for _ in range(50_000)]
    kept = held[-1]
    del held
    before = resident()
    await give_back()
    assert before - resident() > 50_000_000
    assert len(kept) == 2000
