"""Every check, two at a time: what the failed ones said, then a table of all. Exits 1 when any failed."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

TYPED = ["server", *(name for name in ("loadtest",) if Path(name).is_dir()), "checks", "dev"]
TYPESCRIPT = ["node", "node_modules/typescript/bin/tsc", "--noEmit", "-p"]
ESLINT = ["node", "node_modules/eslint/bin/eslint.js", "--max-warnings", "0"]
PYTHON = [sys.executable, "-m"]

FIRST = "builds"  # the weight of the widget is taken from what this makes
CHECKS = {
    FIRST: ["./dev", "setup"],
    "types": [*PYTHON, "mypy", "--strict", *TYPED],
    "eslint": [*ESLINT, "widget", "console"],
    "tsc widget": [*TYPESCRIPT, "widget"],
    "tsc console": [*TYPESCRIPT, "console"],
    "floors": [str(Path(sys.executable).with_name("lint-imports")), "--no-logo"],
    "schemas": [*PYTHON, "server.protocol.export", "--check"],
    "style": [*PYTHON, "ruff", "check", "--output-format", "concise", "."],
    "format": [*PYTHON, "ruff", "format", "--check", "--output-format", "concise", "."],
    "sizes": [*PYTHON, "checks.sizes", "."],
    "outside": [*PYTHON, "checks.outside", "."],
    "audit": [*PYTHON, "checks.audit", "."],
    "secrets": [*PYTHON, "checks.secrets", "."],
    "traces": [*PYTHON, "checks.traces", "."],
}
TALKATIVE = ("sizes", "audit")  # what they say is worth seeing even when it is good


def look(name: str) -> tuple[str, int, str, float]:
    """Run one check; its name, exit code, words and seconds."""
    started = time.monotonic()
    pipe = subprocess.PIPE
    done = subprocess.run(CHECKS[name], stdout=pipe, stderr=subprocess.STDOUT, text=True)
    return name, done.returncode, done.stdout.strip(), time.monotonic() - started


def main() -> int:
    results = [look(FIRST)]
    with ThreadPoolExecutor(2) as pool:
        results += pool.map(look, [name for name in CHECKS if name != FIRST])
    for name, code, said, _ in results:
        if code or name in TALKATIVE:
            print(f"{name}\n{said}\n")
    for name, code, _, seconds in results:
        print(f"{name:12} {'FAILED' if code else 'ok':7} {seconds:5.1f} s")
    return int(any(code for _, code, _, _ in results))


if __name__ == "__main__":
    sys.exit(main())
