"""One PostgreSQL for the room's tests; each takes an empty database of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.parts import Postgres
from tests.support.shape import shaped


@pytest.fixture(scope="package")
def cluster() -> Iterator[Postgres]:
    postgres = Postgres().start()
    yield postgres
    postgres.remove()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database of either kind without a row."""
    if request.param == "sqlite":
        return f"sqlite:///{shaped(tmp_path)}"
    cluster: Postgres = request.getfixturevalue("cluster")
    return cluster.shaped()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database of either kind without a table."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    cluster: Postgres = request.getfixturevalue("cluster")
    return cluster.fresh()
