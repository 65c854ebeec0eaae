"""Every test of the repository: vitest, and beside it pytest twice (what may run side by side, then what runs alone).

Run from the root by `./dev test`. Ends with one closing line for both passes of pytest; exits 0 only when all
of them are content and at least one test passed. A few that failed beside others are run once more, alone: those that
pass then are named as unsteady (docs/decisions/0018).
"""

import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence

from tests.support.nursery import ready

VITEST = ("node", "node_modules/vitest/vitest.mjs", "run")
PASSES = (("-n", "3", "--dist", "loadfile", "-m", "not serial and not elsewhere"), ("-m", "serial", "tests/flows"))
LOOK = ("-n", "0", "--lf", "--lfnf=none")
FEW = 3
"""More failures than these are no chance."""
FAILED, NOTHING_COLLECTED = 1, 5
CLOSING = re.compile(r"(=+ )?(no tests ran|\d+ \w+(, \d+ \w+)*) in [\d.]+s")
OUTCOME = re.compile(r"(\d+) (failed|passed|skipped|deselected|xfailed|xpassed|error)")


def pytest(arguments: Sequence[str]) -> tuple[int, Counter[str]]:
    """Run pytest, showing what it says; its exit code, and the outcomes that its closing line counts."""
    command = [sys.executable, "-u", "-m", "pytest", *arguments]
    closing = ""
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        for line in running.stdout or ():
            print(line, end="", flush=True)
            closing = line if CLOSING.match(line) else closing
    return running.returncode, Counter({what: int(number) for number, what in OUTCOME.findall(closing)})


def proved_by(arguments: Sequence[str], look: Sequence[str]) -> tuple[int, Counter[str]]:
    """One pass, and a second look at what failed in it, when that is little."""
    code, counts = pytest(arguments)
    failed = counts["failed"]
    if code != FAILED or counts["error"] or not 0 < failed <= FEW:
        return code, counts
    print(f"{failed} failed: once more, alone", flush=True)
    code, again = pytest((*arguments, *look))
    if code == 0 and again["passed"] == failed:
        counts += Counter(passed=failed, unsteady=failed)
        del counts["failed"]
        return 0, counts
    return FAILED, counts


def main(
    vitest: Sequence[str] = VITEST,
    passes: Sequence[Sequence[str]] = PASSES,
    first: Callable[[], None] = lambda: None,
    look: Sequence[str] = LOOK,
) -> int:
    """Prove all; `first` is done while vitest begins, before pytest does, and `look` is how pytest runs again what failed."""
    started, total, proved = time.monotonic(), Counter[str](), True
    with tempfile.TemporaryFile("w+") as said:
        beside = subprocess.Popen(vitest, stdout=said, stderr=subprocess.STDOUT) if vitest else None
        first()
        for arguments in passes:
            code, counts = proved_by(arguments, look)
            # A kind of which there is no test is no failure; no test at all is one, below.
            proved = proved and code in (0, NOTHING_COLLECTED)
            total += counts
        fronts = beside.wait() if beside else 0
        said.seek(0)
        print(said.read(), end="")
    proved = proved and fronts == 0
    del total["deselected"]  # each pass leaves out what the other runs
    if fronts:
        print(f"vitest failed ({fronts}): see above")
    told = ", ".join(f"{number} {what}" for what, number in total.items()) or "no tests ran"
    print(f" {told} in {time.monotonic() - started:.2f}s ".center(100, "="), flush=True)
    return 0 if proved and total["passed"] else 1


if __name__ == "__main__":
    sys.exit(main(first=ready))
