"""Nobody but those who are named reaches out of the house."""

from pathlib import Path

import pytest

from checks import outside
from server.settings import ROOT


@pytest.mark.parametrize(
    "line",
    [
        "import httpx2",
        "import urllib.request as web",
        "from urllib import request",
        "from http import client",
        "import websockets.asyncio.client",
        "def go():\n    from aiohttp import ClientSession",
        "import asyncio\nasyncio.open_connection('a', 1)",
        "async def go(loop): await loop.getaddrinfo('a', 1)",
        "__import__('socket')",
        "import importlib\nimportlib.import_module('socket')",
    ],
)
def test_a_new_way_out_is_found(line: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "server/bot").mkdir(parents=True)
    (tmp_path / "server/bot/fetch.py").write_text(f"import urllib.parse\n{line}\n")
    assert any(fault.startswith("server/bot/fetch.py:") for fault in outside.faults(tmp_path))
    assert outside.main(tmp_path) == 1
    assert "may reach out" in capsys.readouterr().out


def test_nobody_else_reaches_out() -> None:
    assert outside.faults(ROOT) == []


def test_what_is_allowed_for_nothing_is_found(tmp_path: Path) -> None:
    (tmp_path / "server").mkdir()
    assert len(outside.faults(tmp_path)) == len(outside.ALLOWED)
