"""The deployment of `docs/operations.md` here: the files of `deploy/` with other ports and folders, nothing else."""

import asyncio
import os
import re
import shutil
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from tests.support.nursery import ROOT
from tests.support.parts import Postgres, RedisProcess
from tests.support.running import Server, free_port

DEPLOY = ROOT / "deploy"
NODES, WORKERS = 4, 2
PATIENCE = 180


class Site:
    """Four web nodes behind nginx, two workers, PostgreSQL, Redis."""

    def __init__(self, folder: Path, postgres: Postgres, redis: RedisProcess) -> None:
        self.folder, self.port = folder, free_port()
        self.certificate = folder / "fullchain.pem"
        named = {"DATABASE_URL": postgres.url, "REDIS_URL": redis.url, "DATA_DIR": str(folder / "data")}
        self.environment = settings() | named | {"DEMO": "1", "DRAIN_SECONDS": "2", "MAX_SOCKETS": "5000"}
        commands = {command: line.split()[-1] for command, line in procfile().items()}
        self.web = [Server(folder, (commands["web"],), **self.environment) for _ in range(NODES)]
        self.workers = [Server(folder, (commands["worker"],), **self.environment) for _ in range(WORKERS)]

    @property
    def url(self) -> str:
        """Where people knock."""
        return f"https://localhost:{self.port}"

    async def start(self) -> None:
        """Every node and worker."""
        for each in (*self.workers, *self.web):
            await each.start(wait=False)
        await asyncio.gather(*(node.ready(PATIENCE) for node in self.web))

    async def stop(self) -> None:
        """Every node and worker, politely."""
        await asyncio.gather(*(each.stop() for each in (*self.web, *self.workers)))

    async def roll(self) -> None:
        """One after the other: stopped politely, started, ready, the next."""
        for node in self.web:
            await node.stop()
            await node.start(wait=False)
            await node.ready(PATIENCE)
        for worker in self.workers:
            await worker.stop()
            await worker.start(wait=False)

    async def run(self, *command: str, **more: str) -> str:
        """A command with the deployment's settings; what it printed. Raises RuntimeError with it when it fails."""
        environment = {**os.environ, **self.environment, **more, "SSL_CERT_FILE": str(self.certificate)}
        process = await asyncio.create_subprocess_exec(
            *command, cwd=ROOT, env=environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
        )
        said, _ = await process.communicate()
        if process.returncode:
            raise RuntimeError(f"{' '.join(command)}: {said.decode()[-3000:]}")
        return said.decode()

    async def server(self, *arguments: str) -> str:
        """`python -m server ...`."""
        return await self.run(sys.executable, "-m", "server", *arguments)

    def nginx(self) -> Path:
        """The site's file as it is in `deploy/`, with this machine's ports, and the least frame around it."""
        site = (DEPLOY / "nginx.conf").read_text()
        for number, node in enumerate(self.web, 8001):
            site = site.replace(f"127.0.0.1:{number} ", f"127.0.0.1:{node.port} ")
        site = site.replace("listen 443 ssl", f"listen 127.0.0.1:{self.port} ssl")
        site = site.replace("server_name desk.example", "server_name localhost")
        site = site.replace("/etc/ssl/tradewind", str(self.folder))
        temporary = "".join(
            f"{kind}_temp_path {self.folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        conf = self.folder / "nginx.conf"
        conf.write_text(
            f"daemon off; pid {self.folder}/nginx.pid; error_log {self.folder}/nginx.log; worker_processes 1;"
            f"events {{ worker_connections 8192; }} http {{ access_log off; {temporary}\n{site}}}\n"
        )
        return conf


def settings() -> dict[str, str]:
    """The settings of `deploy/tradewind.env`; HOST and the rest stay as an operator would have them."""
    text = (DEPLOY / "tradewind.env").read_text()
    return dict(re.findall(r"^([A-Z_]+)=(.*)$", text, re.MULTILINE))


def procfile() -> dict[str, str]:
    """The commands of the Procfile, by name."""
    return dict(re.findall(r"^(\w+): (.+)$", (ROOT / "Procfile").read_text(), re.MULTILINE))


@asynccontextmanager
async def site(folder: Path) -> AsyncIterator[Site]:
    """All of it, from an empty database to the first page through nginx."""
    async with AsyncExitStack() as stack:
        postgres = Postgres()
        stack.callback(postgres.remove)
        postgres.start()
        redis = RedisProcess()
        stack.push_async_callback(redis.remove)
        await redis.start()
        found = Site(folder, postgres, redis)
        await found.server("release", "--demo")
        await found.run(*_certificate(folder))
        stack.push_async_callback(found.stop)
        await found.start()
        nginx = await asyncio.create_subprocess_exec(
            shutil.which("nginx") or "/usr/sbin/nginx", "-c", str(found.nginx()), "-e", str(folder / "nginx.log")
        )
        stack.callback(nginx.terminate)
        yield found
        nginx.terminate()
        await nginx.wait()


def _certificate(folder: Path) -> tuple[str, ...]:
    names = ("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost")
    where = ("-keyout", str(folder / "key.pem"), "-out", str(folder / "fullchain.pem"))
    return ("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *names, *where)
