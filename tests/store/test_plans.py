"""No question of the writer walks a table on SQLite: every look goes by an index, however many verbs share it."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Executable

from server.store import audit, load, rulings
from server.store.heads import Memory
from server.store.pen import SqlitePen
from server.store.statements import Shelf
from tests.support.shape import shaped

KEY = ("cv_1", "customer", "cu_1", "client-1")


@pytest.fixture
def file(tmp_path: Path) -> sqlite3.Connection:
    return sqlite3.connect(shaped(tmp_path))


def plans(file: sqlite3.Connection, query: Executable, given: dict[str, Any]) -> set[str]:
    asked = Shelf().query(query).filled(given)
    return {step[3] for one in asked for step in file.execute(f"EXPLAIN QUERY PLAN {one[0]}", one[1])}


@pytest.mark.parametrize(
    ("query", "given"),
    [
        (load.CONVERSATIONS, {"ids": ["cv_1", "cv_2", "cv_3"]}),
        (load.AGENTS, {"ids": ["ag_1", "ag_2"]}),
        (load.CUSTOMERS, {"ids": ["cu_1", "cu_2"]}),
        (load.BY_KEY, {"keys": [KEY, (*KEY[:3], "client-2"), (*KEY[:3], "client-3")]}),
        (load.BY_NUMBER, {"places": [("cv_1", 1), ("cv_2", 2), ("cv_3", 3)]}),
    ],
)
def test_every_look_goes_by_an_index_to_the_row(
    file: sqlite3.Connection, query: Executable, given: dict[str, Any]
) -> None:
    steps = plans(file, query, given)
    assert steps
    assert not [step for step in steps if step.startswith("SCAN")]
    if "keys" in given:
        assert any("client_id=?" in step for step in steps)


def test_a_sealed_log_is_read_by_its_index(file: sqlite3.Connection) -> None:
    for chain in (rulings.CHAIN, audit.CHAIN):
        (plan,) = plans(file, chain.after("ws_1", 500), {})
        assert plan.startswith("SEARCH"), "neither walked nor sorted, page after page"
    found = rulings.Rulings.asked("ws_1", rulings.RulingFilter(action="block"), 900, 50)
    steps = plans(file, found, {})
    assert not [step for step in steps if step.startswith("SCAN") or "B-TREE" in step]


def test_a_list_of_pairs_in_one_statement_would_walk_the_table(file: sqlite3.Connection) -> None:
    text = "SELECT * FROM entry WHERE (conversation_id, seq) IN (VALUES ('cv_1', 1), ('cv_2', 2))"
    assert [step for step in file.execute(f"EXPLAIN QUERY PLAN {text}") if step[3].startswith("SCAN entry")]


async def test_what_is_asked_one_by_one_is_found_together(file: sqlite3.Connection) -> None:
    file.execute("PRAGMA foreign_keys=OFF")
    for n in (1, 2, 3):
        file.execute(
            "INSERT INTO entry (conversation_id, seq, workspace_id, author_kind, author_id, client_id, body)"
            " VALUES ('cv_1', ?, 'ws_1', 'customer', 'cu_1', ?, ?)",
            (n, f"client-{n}", '{"kind":"message.posted","text":"a","language":"en"}'),
        )
    pen = SqlitePen(file, Shelf(), Memory())
    keys = [KEY, (*KEY[:3], "client-3"), (*KEY[:3], "client-9"), ("cv_1", "agent", "cu_1", "client-2")]
    assert {row.client_id for row in await pen.read(load.BY_KEY, keys=keys)} == {"client-1", "client-3"}
    assert {row.seq for row in await pen.read(load.BY_NUMBER, places=[("cv_1", 2), ("cv_1", 3)])} == {2, 3}
