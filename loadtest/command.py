"""`python -m loadtest run`: its options, what it prints and writes, how it ends.

Exit codes: 0 all laws held; 1 a law is broken; 2 the run was asked wrongly, or could not be.
"""

import argparse
import asyncio
import os
import sys
from pathlib import Path

import msgspec
import uvloop

from loadtest.asked import Asked, Login, Refused
from loadtest.play.page import page
from loadtest.play.report import Report, report
from loadtest.play.run import Run
from loadtest.play.told import progress, summary
from loadtest.scenarios.all import SCENARIOS

DEMO = Login("amara@demo.example", "tradewind-demo")
"""Who leads the demo desk of a server of our own."""


def add_run(kinds: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The options of `run`, and `scenarios`."""
    usual = Asked()
    kinds.add_parser("scenarios", help="what a day can bring")
    run = kinds.add_parser("run", help="people on a real deployment: the laws, then the figures")
    run.add_argument("--scenario", default=usual.scenario, help=f"default {usual.scenario}; see `scenarios`")
    run.add_argument("--shoppers", type=int, default=usual.shoppers)
    run.add_argument("--agents", type=int, default=usual.agents)
    run.add_argument("--minutes", type=float, default=usual.minutes)
    run.add_argument("--url", default="", help="a deployment; without it a server of its own is started")
    run.add_argument("--workspace", default=usual.workspace, help="the desk's name in logins")
    run.add_argument(
        "--shop", default=usual.shop, help="the public key in the shop's script line; no origins may be set"
    )
    login = "EMAIL:PASSWORD; from the environment by $NAME"
    run.add_argument(
        "--admin", default="", help=f"who leads the desk: makes agents for the run, ends them after ({login})"
    )
    run.add_argument(
        "--agent", action="append", default=[], help=f"an agent who exists, as often as you like ({login})"
    )
    run.add_argument("--capacity", type=int, default=usual.capacity, help="of agents made for the run")
    run.add_argument("--seed", type=int, default=usual.seed)
    run.add_argument("--pid", action="append", type=int, default=[], help="a server process here, to be watched")
    run.add_argument("--hurt", default="", help="a shell command that breaks what the scenario breaks (with --url)")
    run.add_argument("--heal", default="", help="and the one that mends it")
    run.add_argument(
        "--out", type=Path, default=Path("load-report"), help="where report.json and report.html are written"
    )


def scenarios() -> int:
    """Print what there is."""
    print("\n".join(f"{one.name:17}{one.about}" for one in SCENARIOS))
    return 0


def run(options: argparse.Namespace) -> int:
    """Run, print, write."""
    try:
        asked = _asked(options)
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            told = runner.run(_play(asked))
    except Refused as refused:
        print(f"\n{refused}", file=sys.stderr)
        return 2
    print(summary(told))
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "report.json").write_bytes(msgspec.json.format(msgspec.json.encode(told)))
    (options.out / "report.html").write_text(page(told), encoding="utf-8")
    print(f"{options.out / 'report.html'} shows it, {options.out / 'report.json'} has every number")
    return 1 if told.broken else 0


async def _play(asked: Asked) -> Report:
    run = Run(asked, progress)
    await run.play()
    return report(run)


def _asked(options: argparse.Namespace) -> Asked:
    for name in ("shoppers", "agents", "minutes", "capacity"):
        if getattr(options, name) <= 0:
            raise Refused("bad_request", f"--{name} must be more than 0")
    if options.url and not options.url.startswith(("http://", "https://")):
        raise Refused("bad_request", f"--url {options.url} must begin with http:// or https://")
    leader = _login(options.admin) if options.admin else None
    return Asked(
        scenario=options.scenario,
        shoppers=options.shoppers,
        agents=options.agents,
        minutes=options.minutes,
        url=options.url,
        workspace=options.workspace,
        shop=options.shop,
        admin=leader or (None if options.url else DEMO),
        logins=tuple(map(_login, options.agent)),
        capacity=options.capacity,
        seed=options.seed,
        pids=tuple(options.pid),
        hurt=options.hurt,
        heal=options.heal,
    )


def _login(text: str) -> Login:
    """`EMAIL:PASSWORD`; a password that begins with `$` is the name of an environment variable."""
    email, _, password = text.partition(":")
    if "@" not in email or not password:
        raise Refused("bad_request", f"{text.partition(':')[0]!r}: a login is EMAIL:PASSWORD")
    if password.startswith("$"):
        password = os.environ.get(password[1:], "")
        if not password:
            raise Refused("bad_request", f"{text.partition(':')[2]} is not in the environment")
    return Login(email, password)
