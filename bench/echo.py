"""What one echo costs: CPU time of the server process per message, this engine against python-socketio.

`.venv/bin/python bench/echo.py [--clients 50] [--messages 20000] [--rounds 3] [--fan 200]`

Each round starts a fresh server of each kind in turn. CPU is user + system time of that process alone
(/proc/PID/stat), so what the clients cost does not count. `fan` is the cost of one copy of a broadcast.
"""

import argparse
import asyncio
import json
import os
import socket
import statistics
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

from websockets.asyncio.client import ClientConnection, connect

ROOT = Path(__file__).parents[1]
TICKS = os.sysconf("SC_CLK_TCK")
BODY = {
    "conversationId": "c_01J0000000000000000000",
    "clientId": "x" * 26,
    "body": "¿Dónde está mi pedido 4711?" * 2,
}
MESSAGE = f'42["message",{json.dumps(BODY, ensure_ascii=False)}]'


def serve(kind: str, port: int) -> None:
    """Run one of the two servers in this process."""
    import uvicorn

    from bench import servers

    application, settings = servers.KINDS[kind]()
    uvicorn.run(
        application,
        host="127.0.0.1",
        port=port,
        lifespan="off",
        access_log=False,
        log_level="warning",
        loop="uvloop",
        **settings,
    )


def cpu(pid: int) -> float:
    """User and system seconds of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def memory(pid: int) -> int:
    """Resident bytes of a process."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


async def join(port: int) -> ClientConnection:
    """One client in the main namespace."""
    url = f"ws://127.0.0.1:{port}/socket.io/?EIO=4&transport=websocket"
    client = await connect(url, compression=None, ping_interval=None)
    await client.recv()
    await client.send("40")
    while not str(await client.recv()).startswith("40"):
        pass
    return client


async def heard(client: ClientConnection, prefix: str) -> None:
    """Read on until the wanted packet comes; answer pings."""
    while not (packet := str(await client.recv())).startswith(prefix):
        if packet == "2":
            await client.send("3")


async def talk(client: ClientConnection, count: int) -> None:
    """Echo after echo, one in flight."""
    for _ in range(count):
        await client.send(MESSAGE)
        await heard(client, '42["message-back"')


async def measure(pid: int, port: int, clients: int, messages: int, fan: int) -> dict[str, float]:
    """Microseconds of server CPU an echo and a broadcast copy, KiB an idle client."""
    empty = memory(pid)
    lines = [await join(port) for _ in range(clients)]
    share = messages // clients
    await asyncio.gather(*(talk(line, 20) for line in lines))
    before = cpu(pid)
    await asyncio.gather(*(talk(line, share) for line in lines))
    echo = (cpu(pid) - before) / (share * clients) * 1e6
    size = (memory(pid) - empty) / clients / 1024
    before = cpu(pid)
    for _ in range(fan):
        await lines[0].send('42["all",' + json.dumps(BODY) + "]")
        await asyncio.gather(*(heard(line, '42["posted"') for line in lines))
    copy = (cpu(pid) - before) / (fan * clients) * 1e6
    await asyncio.gather(*(line.close() for line in lines))
    return {"echo_us": echo, "copy_us": copy, "kib": size}


def round_of(kind: str, arguments: argparse.Namespace) -> dict[str, float]:
    """Start one server, measure it, stop it."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, __file__, "--serve", kind, "--port", str(port)]
    server = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})
    try:
        deadline = time.monotonic() + 10
        while socket.socket().connect_ex(("127.0.0.1", port)) and time.monotonic() < deadline:
            time.sleep(0.05)
        return asyncio.run(measure(server.pid, port, arguments.clients, arguments.messages, arguments.fan))
    finally:
        server.terminate()
        server.wait(10)


def main() -> None:
    """Print every round, then the medians."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--messages", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--fan", type=int, default=200)
    parser.add_argument("--serve")
    parser.add_argument("--port", type=int)
    arguments = parser.parse_args()
    if arguments.serve:
        serve(arguments.serve, arguments.port)
        return
    rounds: dict[str, list[dict[str, float]]] = {"tradewind": [], "python-socketio": []}
    for _ in range(arguments.rounds):
        for kind, results in rounds.items():
            results.append(round_of(kind, arguments))
            print(f"{kind:16}", {key: round(value, 1) for key, value in results[-1].items()}, flush=True)
    for kind, results in rounds.items():
        medians = {key: round(statistics.median(r[key] for r in results), 1) for key in results[0]}
        print(f"{kind:16} median", medians)


if __name__ == "__main__":
    main()
