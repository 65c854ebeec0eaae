"""Questions of one shape are written once; the values are each asker's own, wherever in the question they stand."""

from pathlib import Path

import pytest
from sqlalchemy import case, func, literal, select

from server.store import tables as t
from server.store.database import open_database
from server.store.statements import Shapes

WORDS = {f"n{number}": number for number in range(9)}


def _question(least: int, most: int, names: list[str], limit: int) -> object:
    """Values in a column, a condition, a list, an order, a subquery, and as a limit with an offset."""
    c = t.spent_ticket.c
    inner = select(c.nonce, c.until).where(c.until >= least).order_by(c.until).limit(limit + 1).subquery()
    shown = case((inner.c.until > most, most), else_=inner.c.until)
    query = select(inner.c.nonce, shown.label("shown"), literal(limit).label("limit")).where(inner.c.nonce.in_(names))
    return query.order_by(func.abs(inner.c.until - most), inner.c.nonce).limit(limit).offset(least % 2)


@pytest.mark.parametrize("brief", [True, False])
async def test_the_second_of_a_shape_gets_its_own_answer(tmp_path: Path, brief: bool) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'questions.db'}")
    try:
        async with database.writer.begin() as connection:
            await connection.run_sync(t.spent_ticket.create)
            await connection.execute(
                t.spent_ticket.insert(), [{"nonce": name, "until": until} for name, until in WORDS.items()]
            )
        asked = [(0, 8, ["n1", "n2", "n3"], 2), (3, 5, ["n4"], 1), (1, 4, [], 3), (2, 9, list(WORDS), 5)]
        for values in asked:
            query = _question(*values)
            async with database.writer.connect() as connection:
                said = [tuple(row) for row in (await connection.execute(query)).all()]  # type: ignore[call-overload]
            assert [tuple(row) for row in await database.rows(query, brief=brief)] == said  # type: ignore[arg-type]
    finally:
        await database.close()


def test_every_place_is_filled_by_who_asks() -> None:
    shapes = Shapes()
    for values in ((0, 8, ["n1"], 2), (3, 5, ["n4", "n5"], 1)):
        built = shapes.of(_question(*values))
        names = {name for name, _, _ in built.asked.written.places}
        assert names <= set(built.given)
        assert values[3] in built.given.values()
