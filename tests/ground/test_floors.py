"""The contracts of pyproject.toml refuse the imports that they are there to refuse."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
ROOMS = (
    "app",
    "gateway",
    "api",
    "bot",
    "conversations",
    "fanout",
    "compliance",
    "store",
    "live",
    "domain",
    "settings",
)


def house(root: Path) -> Path:
    """The floors with nothing on them but one sound import."""
    shutil.copy(REPOSITORY / "pyproject.toml", root)
    for room in ("", *ROOMS):
        folder = root / "server" / room
        folder.mkdir(parents=True)
        (folder / "__init__.py").write_text("")
    (root / "loadtest").mkdir()
    (root / "loadtest/__init__.py").write_text("")
    (root / "loadtest/week.py").write_text("import server.domain\n")
    (root / "server/__main__.py").write_text("import server.app\n")
    (root / "server/app/graph.py").write_text("import server.settings\nimport server.domain\n")
    (root / "server/store/rows.py").write_text("import sqlalchemy\n")
    (root / "server/live/queue.py").write_text("import redis.asyncio\n")
    return root


def broken(root: Path) -> set[str]:
    """The names of the contracts that do not hold."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-logo", "--no-cache"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    found = set(re.findall(r"^(.+?) BROKEN\b", done.stdout, re.MULTILINE))
    assert (done.returncode != 0) == bool(found), done.stdout + done.stderr
    return found


def test_a_sound_house_stands(tmp_path: Path) -> None:
    assert broken(house(tmp_path)) == set()


@pytest.mark.parametrize(
    ("room", "text", "contract"),
    [
        ("domain", "import server.store", "Floors"),
        ("domain", "from server.app import graph", "Floors"),
        ("gateway", "import server.api", "Floors"),
        ("store", "def later() -> None:\n    import server.live", "Floors"),
        ("api", "import sqlalchemy.orm", "Only the store speaks SQL"),
        ("app", "import asyncpg", "Only the store speaks SQL"),
        ("gateway", "from redis import asyncio", "Only live speaks Redis"),
        ("bot", "from server import settings", "Only the app reads the settings"),
        ("../loadtest", "import server.store", "Those who play load know the protocol, the nouns and the router"),
    ],
)
def test_a_forbidden_import_is_refused(tmp_path: Path, room: str, text: str, contract: str) -> None:
    root = house(tmp_path)
    (root / "server" / room / "seeded.py").write_text(text + "\n")
    assert broken(root) == {contract}


def test_a_room_without_a_floor_is_refused(tmp_path: Path) -> None:
    root = house(tmp_path)
    (root / "server/attic").mkdir()
    (root / "server/attic/__init__.py").write_text("")
    assert broken(root) == {"Floors"}
