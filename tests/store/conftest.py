"""One PostgreSQL for the room's tests; each takes an empty database of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.parts import Postgres


@pytest.fixture(scope="package")
def cluster() -> Iterator[Postgres]:
    postgres = Postgres().start()
    yield postgres
    postgres.remove()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of either kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    cluster: Postgres = request.getfixturevalue("cluster")
    return cluster.fresh()
