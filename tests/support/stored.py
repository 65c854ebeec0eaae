"""What a database holds, in the nouns that the laws speak of."""

import json
import sqlite3
from collections import defaultdict
from pathlib import Path

from loadtest.laws.history import Line, Seat, Stored, Tenure, Thread


def read_store(database: Path) -> Stored:
    """Everything in one read transaction, so that the parts belong together."""
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=5)
    try:
        connection.execute("BEGIN")
        return _read(connection)
    finally:
        connection.close()


def _read(connection: sqlite3.Connection) -> Stored:
    lines: dict[str, list[Line]] = defaultdict(list)
    for *row, body in connection.execute(
        "SELECT conversation_id, seq, cseq, kind, author_kind || ':' || author_id, client_id, at, body"
        " FROM entry ORDER BY conversation_id, seq"
    ):
        lines[row[0]].append(Line(*row, json.loads(body)))
    threads = connection.execute(
        "SELECT id, status, assignee_id, fence, waiting_since, last_seq, last_cseq, language, channel, weight"
        " FROM conversation"
    )
    tenures = connection.execute(
        "SELECT conversation_id, fence, agent_id, started_at, ended_at, step FROM assignment ORDER BY rowid"
    )
    seats = connection.execute("SELECT id, capacity, load, loads, limits FROM agent")
    return Stored(
        {row[0]: Thread(*row) for row in threads},
        lines,
        [Tenure(*row) for row in tenures],
        {id: Seat(id, capacity, load, *map(json.loads, kinds)) for id, capacity, load, *kinds in seats},
    )
