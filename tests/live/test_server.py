"""The Redis we start: it answers, keeps its data, dies with us, comes back, and refuses clearly."""

import asyncio
import os
import shutil
import signal
import sys
from pathlib import Path

import psutil
import pytest

from server.domain.clock import SystemClock
from server.domain.errors import Refusal
from server.live import binary as finding
from server.live.client import Live
from server.live.server import RedisServer, ServerOptions


async def test_it_is_private_and_never_evicts(redis: RedisServer, live: Live) -> None:
    assert redis.socket.stat().st_mode & 0o777 == 0o700
    assert not [c for c in psutil.Process(redis.pid).net_connections("inet") if c.status == "LISTEN"]
    assert (await live._command("CONFIG", "GET", "maxmemory-policy"))[1] == b"noeviction"
    assert (await live._command("CONFIG", "GET", "appendfsync"))[1] == b"everysec"


async def test_data_survives_a_stop_and_majors_do_not_mix(binary: Path, tmp_path: Path) -> None:
    for expected in ("", "kept"):
        server = RedisServer(ServerOptions(data_dir=tmp_path, binary=binary))
        await server.start()
        live = Live(server.url, SystemClock())
        assert await live.get("k") == expected
        await live.put("k", "kept")
        assert (tmp_path / f"redis-{live.version[0]}").is_dir()
        await live.aclose()
        await server.stop()
        assert not server.socket.parent.exists()


def spoil(folder: Path) -> None:
    """Write nonsense over the append-only file, wherever this major keeps it."""
    for name in ("appendonly.aof", "appendonlydir/appendonly.aof.1.incr.aof"):
        for file in folder.glob(f"redis-*/{name}"):
            file.write_bytes(b"*1\r\nnonsense" * 9)


async def test_data_it_cannot_read_is_set_aside(binary: Path, tmp_path: Path) -> None:
    server = RedisServer(ServerOptions(data_dir=tmp_path, binary=binary))
    await server.start()
    live = Live(server.url, SystemClock())
    await live.put("k", "lost")
    await live.aclose()
    await server._end()
    spoil(tmp_path)
    await server.start()
    live = Live(server.url, SystemClock())
    assert await live.get("k") == ""
    assert [name for name in os.listdir(tmp_path) if name.endswith(".unreadable")]
    await live.aclose()
    await server.stop()


async def test_a_second_server_does_not_touch_the_same_folder(redis: RedisServer, binary: Path, tmp_path: Path) -> None:
    second = RedisServer(ServerOptions(data_dir=tmp_path, binary=binary, start_seconds=0.2))
    with pytest.raises(Refusal, match="another server uses"):
        await second.start()
    await second.stop()


async def test_it_comes_back_when_it_dies(redis: RedisServer, live: Live) -> None:
    told: asyncio.Queue[bool] = asyncio.Queue()
    redis.listen(told.put_nowait)
    watch = asyncio.create_task(redis.supervise())
    run_id, pid = live.run_id, redis.pid
    os.kill(pid, signal.SIGKILL)
    assert [await told.get(), await told.get()] == [False, True]
    assert redis.pid not in (0, pid)
    await live.ping()
    assert live.run_id != run_id
    await redis.stop()
    await watch


async def test_it_ends_when_its_parent_is_killed(binary: Path, tmp_path: Path) -> None:
    program = (
        "import asyncio, sys\nfrom pathlib import Path\n"
        "from server.live.server import RedisServer, ServerOptions\n"
        "async def main():\n"
        "    server = RedisServer(ServerOptions(data_dir=Path(sys.argv[1]), binary=Path(sys.argv[2])))\n"
        "    await server.start()\n"
        "    print(server.pid, server.socket.parent, flush=True)\n"
        "    await asyncio.sleep(60)\n"
        "asyncio.run(main())\n"
    )
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, tmp_path, binary, stdout=asyncio.subprocess.PIPE
    )
    assert parent.stdout is not None
    pid, folder = (await parent.stdout.readline()).split()
    child = psutil.Process(int(pid))
    parent.kill()
    await parent.communicate()
    await asyncio.to_thread(psutil.wait_procs, [child], 5)
    assert not child.is_running() or child.status() == psutil.STATUS_ZOMBIE
    shutil.rmtree(folder.decode())


async def test_without_any_redis_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(finding, "_in_wheel", lambda: None)
    with pytest.raises(Refusal, match="set REDIS_URL, or install"):
        await finding.find()


@pytest.mark.parametrize(
    ("text", "reason"), [("#!/bin/sh\necho hello", "does not say a version"), ("", "does not run")]
)
async def test_a_program_that_is_no_redis_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "redis-server"
    path.write_text(text)
    path.chmod(0o700 if text else 0o600)
    with pytest.raises(Refusal, match=reason):
        await finding.find(path)


async def test_a_server_that_cannot_start_points_to_its_log(tmp_path: Path) -> None:
    path = tmp_path / "redis-server"
    path.write_text("#!/bin/sh\necho 'v=7.0.0'\n")
    path.chmod(0o700)
    server = RedisServer(ServerOptions(data_dir=tmp_path, binary=path, start_seconds=1))
    with pytest.raises(Refusal, match=r"did not start: see .*redis-7/log"):
        await server.start()
    await server.stop()
