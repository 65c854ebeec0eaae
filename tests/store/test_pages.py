"""How many pages each connection of SQLite keeps: what all of them together hold is what a server grows to."""

from pathlib import Path

import pytest
from sqlalchemy import text

from server.store.database import open_database


@pytest.mark.parametrize("short", [True, False])
async def test_who_only_reads_keeps_a_megabyte(tmp_path: Path, short: bool) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'pages.db'}")
    try:
        if short:
            [row] = await database.rows(text("PRAGMA cache_size"))
        else:
            async with database.reader.connect() as connection:
                [row] = (await connection.execute(text("PRAGMA cache_size"))).all()
        assert row[0] == -1000
    finally:
        await database.close()
