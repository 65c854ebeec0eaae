"""`doctor`: is everything there, does it answer, and what to do when not."""

import asyncio
import os
import shutil
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import httpx2
import msgspec
import websockets
from msgspec import Struct

from server.app.mail import mail_options
from server.app.store import Store, blobs
from server.domain.clock import SystemClock
from server.domain.errors import Refusal
from server.live.binary import find
from server.live.client import Live
from server.protocol import VERSION
from server.settings import ROOT, Settings
from server.store.database import open_database
from server.store.migrate import is_current
from server.worker.smtp import Post

ENOUGH_DISK = 500 * 1024 * 1024
LATE_SECONDS = 30
MAIL_SECONDS = 5.0


class Finding(Struct, frozen=True):
    """One thing that was looked at; `advice` says what to do when it is not well."""

    name: str
    ok: bool
    found: str
    advice: str = ""


async def examine(settings: Settings) -> list[Finding]:
    """Everything, in the order a reader should mend it."""
    found = [_disk(settings), await _database(settings), await _redis(settings), await _files(settings), *_builds()]
    found += [finding async for finding in _mail(settings)]
    return [*found, *[finding async for finding in _running(settings)]]


def report(findings: list[Finding], *, as_json: bool) -> int:
    """Print it; 0 when all is well."""
    if as_json:
        sys.stdout.write(msgspec.json.encode({"ok": all(f.ok for f in findings), "checks": findings}).decode() + "\n")
    else:
        for f in findings:
            sys.stdout.write(f"{'ok  ' if f.ok else 'FAIL'}  {f.name:<10} {f.found}\n")
            if f.advice and not f.ok:
                sys.stdout.write(f"      {'':<10} -> {f.advice}\n")
    return 0 if all(f.ok for f in findings) else 1


def _disk(settings: Settings) -> Finding:
    folder = settings.data_dir
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    writable = os.access(folder, os.W_OK)
    return Finding(
        "disk",
        free > ENOUGH_DISK and writable,
        f"{free // 2**20} MB free{'' if writable else ', not writable'} at {settings.data_dir}",
        "free some space, or name another folder with DATA_DIR",
    )


async def _database(settings: Settings) -> Finding:
    kind = "SQLite" if settings.embedded else "PostgreSQL"
    if settings.embedded and not os.access(settings.database.removeprefix("sqlite:///"), os.R_OK):
        return Finding("database", False, f"{kind}: not made yet", "run ./dev up, or python -m server release")
    database = open_database(settings.database)
    try:
        current = await is_current(database)
    except Exception as error:
        return Finding("database", False, f"{kind}: {type(error).__name__}", "is DATABASE_URL right, does it run?")
    finally:
        await database.close()
    state = "at the newest migration" if current else "migrations are missing"
    return Finding("database", current, f"{kind}: {state}", "run python -m server release")


async def _redis(settings: Settings) -> Finding:
    if not settings.redis_url:
        try:
            binary = await find(Path(settings.redis_binary) if settings.redis_binary else None)
        except Refusal as refusal:
            return Finding("redis", False, "no server program", refusal.detail)
        return Finding("redis", True, f"own server, version {'.'.join(map(str, binary.version))}")
    live = Live(settings.redis_url, SystemClock())
    try:
        await live.ping()
    except Refusal:
        return Finding("redis", False, "does not answer", "is REDIS_URL right, does it run? Messages go on without it")
    finally:
        await live.aclose()
    return Finding("redis", True, f"answers, version {'.'.join(map(str, live.version))}")


async def _mail(settings: Settings) -> AsyncIterator[Finding]:
    """Whether the mail server lets us in; nothing to say where no letters are wanted."""
    try:
        options = mail_options(settings)
    except Refusal as refusal:
        yield Finding("mail", False, refusal.detail, "see README.md, One process or several")
        return
    if options is None:
        return
    answer = await Post(msgspec.structs.replace(options, seconds=MAIL_SECONDS)).ask()
    where, well = f"{options.host}:{options.port}", answer.kind == "accepted"
    advice = "are SMTP_URL's host, port, user and password right? Letters wait for it"
    yield Finding("mail", well, f"{where} answers" if well else f"{where} does not let us in: {answer.code}", advice)


async def _files(settings: Settings) -> Finding:
    where = "the bucket of FILES_URL" if settings.files_url else str(settings.data_dir / "files")
    try:
        await blobs(settings).check()
    except (Refusal, ValueError) as error:
        return Finding(
            "files", False, f"{where}: {error}", "is FILES_URL right, may its key write? Texts go on without it"
        )
    return Finding("files", True, f"{where} takes and gives")


def _builds() -> list[Finding]:
    wanted = {"widget": ROOT / "widget/dist/widget.js", "console": ROOT / "console/dist/index.html"}
    return [
        Finding(name, path.exists(), "built" if path.exists() else "not built", "run ./dev setup")
        for name, path in wanted.items()
    ]


async def _running(settings: Settings) -> AsyncIterator[Finding]:
    """What only the running server knows: push loop-back and worker."""
    url = f"http://127.0.0.1:{settings.port}/health/ready"
    try:
        async with httpx2.AsyncClient(timeout=3, trust_env=False) as client:
            state = (await client.get(url)).json()
    except (httpx2.HTTPError, ValueError):
        yield Finding("server", False, f"nothing answers on port {settings.port}", "start it: ./dev up")
        return
    yield Finding("server", bool(state.get("ok")), "ready" if state.get("ok") else "not ready", "see its log")
    heard = await _loop_back(settings)
    yield Finding("push", not heard, heard or "a socket was answered", "see the server's log, and any proxy before it")
    late = state.get("worker")
    if state.get("role") == "web":
        yield Finding("worker", True, "another process; look at its own log")
    else:
        ok = late is not None and late < LATE_SECONDS
        yield Finding("worker", ok, f"last sweep {late} s ago", "restart the server; see its log")


async def _loop_back(settings: Settings) -> str:
    """Connect as a shopper's page would and wait to be greeted; the complaint, or nothing. Leaves no trace."""
    base = f"127.0.0.1:{settings.port}"
    try:
        key = await _some_shop(settings)
        if not key:
            return "no shop to try it with"
        async with httpx2.AsyncClient(timeout=3, trust_env=False) as client:
            welcome = await client.post(f"http://{base}/v1/customer/session", json={"shop": key})
        auth = msgspec.json.encode({"version": VERSION, "token": welcome.json()["token"]}).decode()
        async with asyncio.timeout(5), websockets.connect(f"ws://{base}/socket.io/?EIO=4&transport=websocket") as ws:
            await ws.recv()
            await ws.send(f"40/customer,{auth}")
            while "server.hello" not in str(await ws.recv()):
                pass
    except (httpx2.HTTPError, OSError, TimeoutError, KeyError, ValueError, websockets.WebSocketException) as error:
        return f"no greeting: {type(error).__name__}"
    return ""


async def _some_shop(settings: Settings) -> str:
    store = Store(settings, SystemClock(), lambda _outcome: None)
    try:
        shops = [shop for w in await store.desk.workspaces() for shop in await store.desk.shops(w.id)]
    finally:
        await store.database.close()
    open_ = [shop.key for shop in shops if not shop.origins]
    return open_[0] if open_ else ""
