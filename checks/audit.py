"""Whether a library we pin is known to be vulnerable.

`python -m checks.audit [root]` holds every pin against the floors of `advisories.toml`, which needs no network, then asks the
registries (pip-audit, npm audit). A registry that does not answer is said to be *not asked*: that fails
nothing and proves nothing. Exits 1 when a pin is vulnerable.
"""

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct

FLOORS = Path(__file__).with_name("advisories.toml")
LOCKS = ("requirements.txt", "requirements-dev.txt", "requirements-uv.txt", "requirements-node.txt")
PIN = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==([0-9][^\s;\\]*)", re.MULTILINE)
SECONDS = 90


class Pin(Struct, frozen=True, order=True):
    """One library as it is locked."""

    source: str
    name: str
    version: str


class Findings(Struct):
    """What is wrong, what was asked, and what was not."""

    faults: list[str] = []
    said: list[str] = []


def pins(root: Path) -> Iterator[Pin]:
    """Of all locks, each once."""
    for lock in LOCKS:
        if (root / lock).is_file():
            yield from (Pin("python", plain(name), version) for name, version in PIN.findall((root / lock).read_text()))
    package = root / "package-lock.json"
    if package.is_file():
        for place, entry in json.loads(package.read_text()).get("packages", {}).items():
            if place and "version" in entry and not entry.get("link"):
                yield Pin("npm", place.rpartition("node_modules/")[2], str(entry["version"]))


def plain(name: str) -> str:
    """As the index spells it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def below(version: str, floor: str) -> bool:
    """Whether a version comes before another, by its numbers; a pre-release counts as its release."""
    numbers = [[int(each) for each in re.findall(r"\d+", text.partition("+")[0])[:4]] for text in (version, floor)]
    longest = max(map(len, numbers))
    mine, theirs = (each + [0] * (longest - len(each)) for each in numbers)
    return mine < theirs


def known(root: Path) -> Findings:
    """Against our own list."""
    floors: dict[str, dict[str, Any]] = tomllib.loads(FLOORS.read_text())
    held = sorted(set(pins(root)))
    faults = [
        f"{pin.name} {pin.version} is below {floor}: {', '.join(row['why'])}"
        for pin in held
        if (row := floors.get(pin.source, {}).get(pin.name)) and below(pin.version, floor := str(row["floor"]))
    ]
    rows = sum(map(len, floors.values()))
    return Findings(faults, [f"own list: {len(held)} pins held against {rows} floors"])


def python(root: Path) -> Findings:
    """What the Python package index knows."""
    locks = [argument for lock in LOCKS[:2] if (root / lock).is_file() for argument in ("-r", str(root / lock))]
    command = [sys.executable, "-m", "pip_audit", *locks, "--no-deps", "--disable-pip", "--progress-spinner", "off"]
    answer = _asked([*command, "--format", "json", "--timeout", "5"], root)
    return read_python(answer)


def read_python(answer: Any) -> Findings:
    """From pip-audit's JSON; it calls what it could not look up clean, we do not."""
    rows = answer.get("dependencies", []) if isinstance(answer, dict) else []
    asked = [row for row in rows if "skip_reason" not in row]
    faults = [f"{row['name']} {row['version']}: {bug['id']}" for row in asked for bug in row.get("vulns", [])]
    said = f"pip-audit: {len(asked)} pins looked up"
    return Findings(
        faults, [said if len(asked) == len(rows) > 0 else f"{said}, {len(rows) - len(asked) or 'all'} NOT ASKED"]
    )


def npm(root: Path) -> Findings:
    """What npm's registry knows."""
    return read_npm(_asked(["npm", "audit", "--json", "--package-lock-only"], root))


def read_npm(answer: Any) -> Findings:
    """From npm audit's JSON."""
    if not isinstance(answer, dict) or "vulnerabilities" not in answer:
        return Findings([], ["npm audit: NOT ASKED, the registry has no such service"])
    bad = [row for row in answer["vulnerabilities"].values() if row["severity"] in ("moderate", "high", "critical")]
    return Findings([f"{row['name']} {row['range']}: {row['severity']}" for row in bad], ["npm audit: asked"])


def _asked(command: list[str], root: Path) -> Any:
    try:
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=SECONDS)
        return json.loads(done.stdout[done.stdout.index("{") :])
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None


def main(root: Path) -> int:
    found = [known(root), python(root), npm(root)]
    print("\n".join(line for one in found for line in (*one.said, *(f"VULNERABLE {fault}" for fault in one.faults))))
    return int(any(one.faults for one in found))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else ".")))
