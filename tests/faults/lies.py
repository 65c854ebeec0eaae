"""The load test fails where it must: people on a server that throws messages away, says other numbers, stores things twice,
and tells customers private notes."""

import tempfile
from pathlib import Path

from msgspec.structs import replace

from loadtest.asked import Asked, Login
from loadtest.play.run import Run
from tests.support.running import Server

LIES = "swallow+misnumber+say_twice+whisper"
FOUND = {"lost", "other_number", "doubled", "garbled"}
PATIENCE = 180


async def lies() -> int:
    """Run it; 1 when a lie was not found."""
    with tempfile.TemporaryDirectory(prefix="tw-lies-") as folder:
        server = Server(Path(folder), (LIES, "up"), module="tests.support.mutants", LOG_LEVEL="WARNING")
        try:
            await server.start(wait=False)
            await server.ready(PATIENCE)
            leader = Login("amara@demo.example", "tradewind-demo")
            asked = Asked(url=server.url, admin=leader, scenario="rush_hour", shoppers=10, agents=3, minutes=0.3)
            run = Run(asked, lambda _: None)
            hasty = replace(run.scenario.manner, talking=1.0, every=1.0, answers=0.3, notes=0.5)
            run.scenario = replace(run.scenario, manner=hasty)
            await run.play()
        finally:
            await server.kill()
    for one in run.broken:
        print(str(one)[:200])
    missed = FOUND - {one.law for one in run.broken}
    print("every lie was found" if not missed else f"NOT FOUND: {', '.join(sorted(missed))}")
    return int(bool(missed))
