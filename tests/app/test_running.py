"""The process as an operator meets it: doctor, ports, signals, papers that tell the truth."""

import asyncio
import json
import re
import socket
from pathlib import Path

import psutil
import pytest

from server.domain.errors import CODES
from server.settings import Settings, read_settings
from tests.support.bucket import SECRET, FakeBucket
from tests.support.nursery import ROOT
from tests.support.running import Server, run


async def test_doctor_is_content_with_a_running_desk_and_says_what_to_do_without(own_server: Server) -> None:
    about = {"PORT": str(own_server.port), "DATA_DIR": str(own_server.folder / "data")}
    code, output = await run("doctor", "--json", **about)
    checks = {check["name"]: check for check in json.loads(output.splitlines()[-1])["checks"]}
    assert set(checks) == {"disk", "database", "redis", "files", "widget", "console", "server", "push", "worker"}
    broken = {name for name, check in checks.items() if not check["ok"]} - {"widget", "console"}
    assert not broken, output
    await own_server.stop()
    code, output = await run("doctor", "--json", **about)
    checks = {check["name"]: check for check in json.loads(output.splitlines()[-1])["checks"]}
    assert code == 1
    assert not checks["server"]["ok"]
    assert "./dev up" in checks["server"]["advice"]


async def test_doctor_names_a_database_that_is_not_there(tmp_path: Path) -> None:
    code, output = await run("doctor", DATA_DIR=str(tmp_path), PORT="1")
    assert code == 1
    assert re.search(r"FAIL +database +SQLite: not made yet", output)
    assert "python -m server release" in output


async def test_doctor_says_whether_the_bucket_of_the_files_answers(tmp_path: Path) -> None:
    async with FakeBucket() as bucket:
        for down, verdict in ((False, "ok "), (True, "FAIL")):
            bucket.down = down
            _, output = await run("doctor", DATA_DIR=str(tmp_path), PORT="1", FILES_URL=bucket.url)
            assert re.search(rf"{verdict} +files +the bucket of FILES_URL", output), output
    assert SECRET not in output


async def test_a_bucket_without_a_key_is_said_and_not_a_trace(tmp_path: Path) -> None:
    code, output = await run("release", DATA_DIR=str(tmp_path), FILES_URL="s3://store.example/files")
    assert code != 0
    assert "FILES_URL has no key and no secret" in output
    assert "Traceback" not in output


async def test_a_taken_port_is_said_and_not_a_trace(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        code, output = await run("up", DATA_DIR=str(tmp_path), PORT=str(taken.getsockname()[1]))
    assert code != 0
    assert "choose another with PORT=" in output
    assert "Traceback" not in output


async def test_a_setting_that_makes_no_sense_is_named(tmp_path: Path) -> None:
    code, output = await run("doctor", DATA_DIR=str(tmp_path), PORT="eight thousand")
    assert code == 1
    assert "PORT='eight thousand': Expected `int`" in output


async def test_what_it_started_ends_with_it(own_server: Server) -> None:
    assert own_server.process is not None
    started = psutil.Process(own_server.process.pid).children(recursive=True)
    assert any("redis" in child.name() for child in started)
    await own_server.kill()
    _, alive = await asyncio.to_thread(psutil.wait_procs, started, 5)
    assert not alive, "its Redis outlived a SIGKILL"


async def test_a_second_start_keeps_the_data(own_server: Server) -> None:
    before = (own_server.folder / "data" / "secret").read_bytes()
    await own_server.stop()
    await own_server.start()
    assert (own_server.folder / "data" / "secret").read_bytes() == before
    assert (own_server.folder / "data" / "secret").stat().st_mode & 0o077 == 0


def test_the_readme_lists_every_setting_and_no_other() -> None:
    table = (ROOT / "README.md").read_text().split("| setting |")[1].split("\n\n")[0]
    listed = set(re.findall(r"`([A-Z_]+)`", table))
    unlisted = {"REDIS_BINARY", "PSEUDO_TRANSLATION"}
    assert listed | unlisted == {name.upper() for name in Settings.__struct_fields__}


def test_the_catalog_page_lists_every_error() -> None:
    page = (ROOT / "docs/protocol/catalog.md").read_text()
    assert all(f"| `{code}` | {'retry' if row.retry else 'final'} |" in page for code, row in CODES.items())


@pytest.mark.parametrize(("text", "wanted"), [("1", True), ("on", True), ("0", False), ("no", False)])
def test_switches(text: str, wanted: bool) -> None:
    assert read_settings({"DEMO": text}).demo is wanted
