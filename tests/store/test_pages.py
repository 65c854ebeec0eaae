"""How many pages each connection of SQLite keeps: what all of them together hold is what a server grows to."""

from pathlib import Path

import pytest
from sqlalchemy import literal_column, select, text

from server.store.database import open_database


@pytest.mark.parametrize("brief", [True, False])
async def test_who_only_reads_keeps_a_megabyte(tmp_path: Path, brief: bool) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'pages.db'}")
    try:
        [row] = await database.rows(
            select(literal_column("cache_size")).select_from(text("pragma_cache_size")), brief=brief
        )
        assert row[0] == -1000
    finally:
        await database.close()
