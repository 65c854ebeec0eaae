"""`python -m server up | web | worker | release | route | audit | privacy | keys | doctor`: all that Tradewind can be told."""

import argparse
import asyncio
import sys
import tempfile

import uvloop

from server.app import demo
from server.app.audit import add_audit, audit
from server.app.doctor import examine, report
from server.app.house import House
from server.app.keys import add_keys, keys
from server.app.pages import keep_what_stays, one_heap
from server.app.privacy import add_privacy, privacy
from server.app.route_asks import add_route
from server.app.serving import Server, listen, server, work
from server.app.store import Store
from server.app.tenants import make_workspace
from server.domain.clock import SystemClock
from server.domain.errors import Refusal
from server.domain.ids import new_id
from server.identity.passwords import Passwords
from server.settings import Settings, read_settings
from server.store.database import open_database
from server.store.migrate import make_revision, migrate
from server.telemetry.logs import start_logs


async def release(settings: Settings, *, with_demo: bool, pre: bool = False) -> None:
    """Bring the database to the newest shape (`pre`: what is safe while the old code runs); with the demo, put it in place."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    clock, passwords = SystemClock(), Passwords()
    store = Store(settings, clock, lambda _outcome: None)
    try:
        await store.database.reached()
        await migrate(store.database, pre=pre)
        if with_demo:
            await demo.seed(store.desk, store.records, passwords, clock)
    finally:
        passwords.close()
        await store.database.close()


async def restored(settings: Settings) -> str:
    """After a restore: every desk's log is another one, so that nobody waits for what the backup does not hold."""
    store = Store(settings, SystemClock(), lambda _outcome: None)
    try:
        workspaces = await store.desk.workspaces()
        for workspace in workspaces:
            await store.desk.new_epoch(workspace.id, new_id("ep"))
        return f"{len(workspaces)} workspaces have a new epoch; start the nodes now"
    finally:
        await store.database.close()


async def new_workspace(settings: Settings, slug: str, name: str, email: str) -> str:
    """Make a desk; answers what its owner must know. Refuses `conflict` when the name is taken."""
    await release(settings, with_demo=False)
    clock, passwords = SystemClock(), Passwords()
    store = Store(settings, clock, lambda _outcome: None)
    try:
        return await make_workspace(store, passwords, clock, (slug, name, email))
    finally:
        passwords.close()
        await store.database.close()


async def new_revision(number: str, name: str) -> None:
    """Write `migrations/versions/<number>_<name>.py`, by comparing with a database made for the purpose."""
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{folder}/empty.db")
        try:
            await make_revision(database, name, number)
        finally:
            await database.close()


async def up(settings: Settings) -> None:
    """Alone on this machine: migrate, seed the demo, serve, keep time."""
    door = listen(settings)
    await release(settings, with_demo=True)
    running = server(House(settings, "all"), demo.logins())
    keep_what_stays()
    announce = asyncio.create_task(_announce(settings, running))
    try:
        await running.serve(sockets=[door])
    finally:
        announce.cancel()


async def _announce(settings: Settings, running: Server) -> None:
    await running.listening.wait()
    base = f"http://localhost:{settings.port}"
    lines = [
        "",
        f"  Tradewind is up.   shop     {base}/demo/",
        f"                     console  {base}/console/",
        f"                     API      {base}/openapi.json",
        "",
        f"  Demo logins (workspace {demo.SLUG}, password {demo.PASSWORD}):",
        *(f"    {login.email:<24} {login.name}: {login.note}" for login in demo.logins().logins),
        "",
        f"  Data in {settings.data_dir}. Ctrl-C ends everything.",
        "",
    ]
    print("\n".join(lines), flush=True)


def main() -> None:
    """Parse the command line and do it."""
    one_heap()
    parser = argparse.ArgumentParser(prog="python -m server", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("up", help="migrate, seed the demo, serve: one process")
    commands.add_parser("web", help="serve; with PostgreSQL and Redis there may be several")
    commands.add_parser("worker", help="keep time, without sockets")
    released = commands.add_parser("release", help="bring the database to the newest shape")
    released.add_argument("--demo", action="store_true", help="and put the demo workspace in place")
    released.add_argument("--pre", action="store_true", help="only what is safe while the code before this one runs")
    released.add_argument(
        "--restored", action="store_true", help="after a restore from a backup, before the nodes start"
    )
    made = commands.add_parser("workspace", help="make a desk: its shop and its first admin")
    made.add_argument("slug")
    made.add_argument("--name", required=True)
    made.add_argument("--email", required=True)
    written = commands.add_parser(
        "revision", help="write a migration from what the tables have that no migration makes"
    )
    written.add_argument("number", help="0002, 0003 ...")
    written.add_argument("name", help="pre_... (safe before the new code runs) or post_...")
    commands.add_parser("doctor", help="say what is broken and what to do").add_argument("--json", action="store_true")
    add_route(commands)
    add_audit(commands)
    add_privacy(commands)
    add_keys(commands)
    asked = parser.parse_args()
    try:
        settings = read_settings()
    except ValueError as error:
        sys.exit(str(error))
    start_logs(level=settings.log_level, plain=sys.stderr.isatty())
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            sys.exit(runner.run(_do(asked, settings)))
    except KeyboardInterrupt:
        sys.exit(130)
    except Refusal as refusal:
        sys.exit(f"{refusal.code}: {refusal.detail}")


async def _do(asked: argparse.Namespace, settings: Settings) -> int:
    match asked.command:
        case "up":
            await up(settings)
        case "web":
            door = listen(settings)
            house = House(settings, "all" if settings.embedded else "web")
            await house.store.database.reached()
            running = server(house, demo.logins() if settings.demo else None)
            keep_what_stays()
            await running.serve(sockets=[door])
        case "worker":
            if settings.embedded:
                raise Refusal("unavailable", "SQLite has one process: `web` is the worker too")
            house = House(settings, "worker")
            await house.store.database.reached()
            await work(house)
        case "release":
            await release(settings, with_demo=asked.demo, pre=asked.pre)
            print(await restored(settings) if asked.restored else "migrated")
        case "workspace":
            print(await new_workspace(settings, asked.slug, asked.name, asked.email))
        case "revision":
            await new_revision(asked.number, asked.name)
        case "route":
            from server.app.route import route

            return await route(settings, asked)
        case "audit" | "keys" | "privacy":
            return await {"audit": audit, "keys": keys, "privacy": privacy}[asked.command](settings, asked)
        case "doctor":
            return report(await examine(settings), as_json=asked.json)
    return 0


if __name__ == "__main__":
    main()
