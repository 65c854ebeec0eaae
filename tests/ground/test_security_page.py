"""The page on security names what is there: a test that was renamed or a file that went away is noticed."""

import re

from server.settings import ROOT

PAGE = (ROOT / "docs/security.md").read_text()
NAMED = re.compile(
    r"`((?:server|tests|checks|console|widget|docs|domain|gateway|store|outside|telemetry|identity)/[\w./*-]+)`"
)


def missing(page: str) -> list[str]:
    """Paths that lead nowhere; rooms are named without the server's folder."""
    found = {path.rstrip("/") for path in NAMED.findall(page)}
    return [path for path in sorted(found) if not any(any(top.glob(path)) for top in (ROOT, ROOT / "server"))]


def test_every_file_it_names_is_there() -> None:
    assert len(NAMED.findall(PAGE)) > 50
    assert missing(PAGE) == []
    assert missing("see `tests/ground/test_nothing.py` and `store/`") == ["tests/ground/test_nothing.py"]
