"""What must never be in the repository: secrets, paths of somebody's machine, a registry's host in a lock.

`python -m checks.traces [root]` prints every find as file:line and exits 1 when there is one. A line that
holds an example on purpose says `not a secret`.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import re2

SECRETS = re2.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----"
    r"|\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"
    r"|\bgh[pousr]_[0-9A-Za-z]{36}\b"
    r"|\bgithub_pat_[0-9A-Za-z_]{50,}"
    r"|\bxox[abprs]-[0-9A-Za-z-]{20,}"
    r"|\b[rs]k_live_[0-9A-Za-z]{20,}"
    r"|\bAIza[0-9A-Za-z_-]{35}\b"
    r"|\bey[JK][0-9A-Za-z_-]{20,}\.ey[JK][0-9A-Za-z_-]{20,}\.[0-9A-Za-z_-]{20,}"
)
MACHINES = re.compile(r"(?<![\w./:$}-])/(?:root|home/[a-z][\w-]*|Users/[A-Za-z][\w-]*|work|workspaces?)/\w")
HOSTS = re.compile(
    r"^\s*--?(?:i|f|index-url|extra-index-url|find-links)\b"
    r'|"resolved": "\w+:|^registry\s*=|@ (?:https?|file):'
)
LOCKS = re.compile(r"requirements.*\.txt|package-lock\.json|\.npmrc|uv\.lock|pylock\..*toml")
MEANT = "not a secret"
NOT_OURS = {".git", ".venv", "node_modules", "dist", "data", ".cache", ".mypy_cache", ".ruff_cache"}
LARGEST = 2_000_000  # bytes; what is larger is data, and has no business here either
LEARNED = {"classifier.npz": 8_000_000}  # but for what was learned from texts that are here too


def kept(root: Path) -> list[Path]:
    """The files that are in the repository, or would be with the next commit; without git, all of ours."""
    git = ["git", "-c", "safe.directory=*", "-C", str(root)]  # whoever owns the folder: it is only read
    command = [*git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, capture_output=True, text=True) if shutil.which("git") else None
    if listed is None or listed.returncode:
        return [path for path in root.rglob("*") if path.is_file() and not NOT_OURS & set(path.parts)]
    return [root / name for name in listed.stdout.split("\0") if name and (root / name).is_file()]


def finds(path: Path) -> Iterator[tuple[int, str]]:
    """Line numbers and what is wrong there."""
    largest = LEARNED.get(path.name, LARGEST)
    if path.stat().st_size > largest:
        yield 0, f"larger than {largest:,} bytes"
        return
    is_lock, text = LOCKS.fullmatch(path.name) is not None, path.read_text(errors="replace")
    if not is_lock and not SECRETS.search(text) and not MACHINES.search(text):
        return  # as nearly all files: line by line it takes longer
    for number, line in enumerate(text.splitlines(), 1):
        if SECRETS.search(line) and MEANT not in line:
            yield number, "looks like a secret"
        if MACHINES.search(line):
            yield number, "names a place on somebody's machine"
        if is_lock and HOSTS.search(line):
            yield number, "names where packages come from"


def main(root: Path) -> int:
    found = [f"{path.relative_to(root)}:{line}: {why}" for path in kept(root) for line, why in finds(path)]
    print("\n".join(found) or "nothing found")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else ".")))
