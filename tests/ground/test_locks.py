"""The locks: they name no host, every file in them has its hash, and they answer to what is asked for."""

import json
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from checks import traces

REPOSITORY = Path(__file__).parents[2]
LOCKS = sorted(REPOSITORY.glob("requirements*.txt"))
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]
NODE_LOCK = json.loads((REPOSITORY / "package-lock.json").read_text())
PINNED = re.compile(r"^([\w.-]+)==(\S+)(?: ; (.+?))? \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.MULTILINE)


def pins(lock: Path) -> dict[str, set[Version]]:
    found: dict[str, set[Version]] = {}
    for name, version, _, _ in PINNED.findall(lock.read_text()):
        found.setdefault(name, set()).add(Version(version))
    return found


def asked(*requirements: str) -> list[Requirement]:
    return [Requirement(text) for text in requirements]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_a_lock_is_pins_with_hashes_and_nothing_else(lock: Path) -> None:
    rest = PINNED.sub("", lock.read_text())
    assert [line for line in rest.splitlines() if not line.lstrip().startswith("#")] == []
    assert "://" not in lock.read_text()


def test_the_node_lock_names_no_host() -> None:
    remote = {path: entry for path, entry in NODE_LOCK["packages"].items() if path.startswith("node_modules/")}
    fetched = [entry for entry in remote.values() if not entry.get("link")]
    assert fetched
    assert [entry for entry in fetched if "resolved" in entry or "integrity" not in entry] == []


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [
        ("requirements.txt", PROJECT["dependencies"]),
        ("requirements-dev.txt", [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]),
    ],
)
def test_a_lock_answers_to_the_project(lock: str, wanted: list[str]) -> None:
    pinned = pins(REPOSITORY / lock)
    for requirement in asked(*wanted):
        versions = pinned.get(canonicalize_name(requirement.name), set())
        assert versions, f"{requirement.name} is not in {lock}: ./dev lock"
        assert all(requirement.specifier.contains(version) for version in versions), f"{requirement}: ./dev lock"


def test_tests_run_on_what_is_served() -> None:
    served, proved = pins(REPOSITORY / "requirements.txt"), pins(REPOSITORY / "requirements-dev.txt")
    assert {name: proved.get(name) for name in served} == served


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("requirements.txt", "--find-links /opt/wheels"),
        ("requirements.txt", "--extra-index-url https://packages.example/simple"),
        ("requirements-dev.txt", "nh3 @ https://packages.example/nh3.whl"),
        ("package-lock.json", '      "resolved": "https://packages.example/preact.tgz",'),
        (".npmrc", "registry=https://packages.example/"),
    ],
)
def test_a_host_in_a_lock_is_found(tmp_path: Path, name: str, line: str) -> None:
    (tmp_path / name).write_text(f"first\n{line}\n")
    assert list(traces.finds(tmp_path / name)) == [(2, "names where packages come from")]
