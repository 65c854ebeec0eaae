"""What a database holds, in the nouns that the laws speak of."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import asyncpg

from loadtest.laws.history import Line, Seat, Stored, Tenure, Thread


def read_store(database: Path) -> Stored:
    """Everything in one read transaction, so that the parts belong together."""
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=20)
    try:
        connection.execute("BEGIN")
        return _made(*(list(connection.execute(question)) for question in QUESTIONS))
    finally:
        connection.close()


async def read_postgres(url: str) -> Stored:
    """The same of a PostgreSQL."""
    connection = await asyncpg.connect(url)
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            return _made(*[[tuple(row) for row in await connection.fetch(question)] for question in QUESTIONS])
    finally:
        await connection.close()


ENTRIES = """
SELECT conversation_id, seq, cseq, kind, author_kind || ':' || author_id, client_id, at, body
FROM entry ORDER BY conversation_id, seq"""
THREADS = """
SELECT id, status, assignee_id, fence, waiting_since, last_seq, last_cseq, language, channel, weight FROM conversation"""
TENURES = """
SELECT conversation_id, fence, agent_id, started_at, ended_at, step FROM assignment
ORDER BY started_at, conversation_id, fence"""
SEATS = "SELECT id, capacity, load, loads, limits FROM agent"
QUESTIONS = (ENTRIES, THREADS, TENURES, SEATS)


def _made(*found: Iterable[Any]) -> Stored:
    entries, threads, tenures, seats = found
    lines: dict[str, list[Line]] = defaultdict(list)
    for *row, body in entries:
        lines[row[0]].append(Line(*row, json.loads(body)))
    return Stored(
        {row[0]: Thread(*row) for row in threads},
        lines,
        [Tenure(*row) for row in tenures],
        {id: Seat(id, capacity, load, *map(json.loads, kinds)) for id, capacity, load, *kinds in seats},
    )
