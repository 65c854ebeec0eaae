"""Clients that others wrote: python-socketio, and the JavaScript client when node has it."""

import asyncio
import shutil
from pathlib import Path

import pytest
import socketio

from server.gateway.engine import EngineOptions
from server.gateway.engine.echo import options
from tests.gateway.engine.conftest import Open

ROOT = Path(__file__).parents[3]
SCRIPT = Path(__file__).with_name("client.mjs")


@pytest.mark.parametrize("transports", [["websocket"], ["polling"], ["polling", "websocket"]])
async def test_python_client(open_house: Open, transports: list[str]) -> None:
    house = await open_house()
    client, back = socketio.AsyncClient(), asyncio.Queue[object]()

    async def put(*values: object) -> None:
        back.put_nowait(values)

    client.on("message-back", put)
    await client.connect(f"http://127.0.0.1:{house.port}", transports=transports)
    try:
        assert client.transport() == transports[-1]
        assert await client.call("message-with-ack", ("a", {"b": b"\x00\xff"}), timeout=15) == (
            "a",
            {"b": b"\x00\xff"},
        )
        for n in range(50):
            await client.emit("message", {"n": n, "text": "¿dónde?"})
        for n in range(50):
            assert await asyncio.wait_for(back.get(), 15) == ({"n": n, "text": "¿dónde?"},)
        await asyncio.sleep(0.7)  # longer than interval and timeout
        assert client.connected
    finally:
        await client.disconnect()
    async with asyncio.timeout(15):
        while house.engine.stats().sessions:  # noqa: ASYNC110 - it has no event
            await asyncio.sleep(0.01)


@pytest.mark.skipif(
    shutil.which("node") is None or not (ROOT / "node_modules/socket.io-client").is_dir(),
    reason="needs node and socket.io-client",
)
@pytest.mark.parametrize("transports", ["websocket", "polling", "polling,websocket"])
async def test_javascript_client(open_house: Open, transports: str) -> None:
    house = await open_house(EngineOptions(max_payload=options().max_payload))
    process = await asyncio.create_subprocess_exec(
        "node", str(SCRIPT), f"http://127.0.0.1:{house.port}", transports,
        cwd=ROOT, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    output, _ = await asyncio.wait_for(process.communicate(), 20)
    assert process.returncode == 0, output.decode()
    assert output.decode().split() == ["ok", transports.rsplit(",", maxsplit=1)[-1]]
