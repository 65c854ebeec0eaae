"""Every check, three at a time (one mostly waits for the net), the long ones first: what the failed ones said, then a table of
all. Exits 1 when any failed."""

import subprocess
import sys
import time
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path

TYPED = ["server", *(name for name in ("loadtest",) if Path(name).is_dir()), "checks", "dev", "training"]
OXLINT = ["node", "node_modules/oxlint/bin/oxlint"]
PYTHON = [sys.executable, "-m"]

CHECKS = {
    "types": [*PYTHON, "mypy", "--strict", *TYPED],
    "builds": ["./dev", "setup"],
    "audit": [*PYTHON, "checks.audit", "."],
    "lint": [*OXLINT, "widget", "console"],  # style and types of what runs in a browser
    "secrets": [*PYTHON, "checks.secrets", "."],
    "floors": [str(Path(sys.executable).with_name("lint-imports")), "--no-logo"],
    "schemas": [*PYTHON, "server.protocol.export", "--check"],
    "style": [*PYTHON, "ruff", "check", "--output-format", "concise", "."],
    "format": [*PYTHON, "ruff", "format", "--check", "--output-format", "concise", "."],
    "sizes": [*PYTHON, "checks.sizes", "."],
    "outside": [*PYTHON, "checks.outside", "."],
    "traces": [*PYTHON, "checks.traces", "."],
}
AFTER = {"sizes": "builds"}
"""What one check reads, an earlier one makes: the weight of the widget is taken from what was built."""
TALKATIVE = ("sizes", "audit")  # what they say is worth seeing even when it is good

Result = tuple[str, int, str, float]
"""Of a check: its name, exit code, words and seconds."""


def look(name: str, first: Future[Result] | None = None) -> Result:
    """Run one check, when the one it needs has ended."""
    wait([first] if first else [])
    started = time.monotonic()
    pipe = subprocess.PIPE
    done = subprocess.run(CHECKS[name], stdout=pipe, stderr=subprocess.STDOUT, text=True)
    return name, done.returncode, done.stdout.strip(), time.monotonic() - started


def main() -> int:
    asked: dict[str, Future[Result]] = {}
    with ThreadPoolExecutor(3) as pool:
        for name in CHECKS:
            asked[name] = pool.submit(look, name, asked.get(AFTER.get(name, "")))
    results = [each.result() for each in asked.values()]
    for name, code, said, _ in results:
        if code or name in TALKATIVE:
            print(f"{name}\n{said}\n")
    for name, code, _, seconds in results:
        print(f"{name:12} {'FAILED' if code else 'ok':7} {seconds:5.1f} s")
    return int(any(code for _, code, _, _ in results))


if __name__ == "__main__":
    sys.exit(main())
