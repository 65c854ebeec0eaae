"""What was let go is given back."""

import platform
from pathlib import Path

import pytest

from server.app.pages import give_back


def resident() -> int:
    """Bytes of this process that lie in memory."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(1024 * int(line.split()[1]) for line in lines if line.startswith("VmRSS"))


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="others give back by themselves")
async def test_pages_that_nothing_lies_on_go_back() -> None:
    held = [bytes(2000) for _ in range(50_000)]
    kept = held[-1]
    del held
    before = resident()
    await give_back()
    assert before - resident() > 50_000_000
    assert len(kept) == 2000
