"""What a workspace decides, written into a stopped server's database."""

import json
import sqlite3
from contextlib import closing

from tests.support.running import Server


def set_policy(server: Server, **fields: object) -> None:
    """Change the demo workspace's policy; the server must not run."""
    with closing(sqlite3.connect(server.database)) as database, database:
        (kept,) = database.execute("SELECT policy FROM workspace WHERE slug = 'demo'").fetchone()
        changed = json.dumps({**json.loads(kept), **fields})
        database.execute("UPDATE workspace SET policy = ? WHERE slug = 'demo'", (changed,))
