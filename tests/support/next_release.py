"""A release after the newest, for a deploy in the middle of things: one `pre` and one `post` migration that no table knows.

`python -m tests.support.next_release pre|post`, with DATABASE_URL in the environment.
"""

import asyncio
import os
import shutil
import sys
import tempfile
from pathlib import Path

from server.store import migrate
from server.store.database import open_database

STEPS = {
    "pre": "    op.add_column('conversation', sa.Column('next_thing', sa.Text(), nullable=True))\n",
    "post": "    op.drop_column('conversation', 'next_thing')\n",
}


async def release_next(url: str, kind: str) -> None:
    """As an operator runs it: a process of its own, beside the nodes that work on."""
    environment = {**os.environ, "DATABASE_URL": url}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.support.next_release", kind, env=environment, cwd=Path(__file__).parents[2]
    )
    if code := await process.wait():
        raise RuntimeError(f"the {kind} migration ended with {code}")


async def _main(kind: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        migrate.FOLDER = plan_next(Path(folder) / "migrations")
        database = open_database(os.environ["DATABASE_URL"])
        try:
            await database.reached()
            await migrate.migrate(database, pre=kind == "pre")
        finally:
            await database.close()


def plan_next(migrations: Path) -> Path:
    """The migrations there are, and two more, in a folder of their own."""
    shutil.copytree(migrate.FOLDER, migrations)
    newest = int(max(path.name for path in (migrations / "versions").glob("*.py")).partition("_")[0])
    for number, (name, step) in enumerate(STEPS.items(), newest + 1):
        text = (
            f"import sqlalchemy as sa\nfrom alembic import op\n\nrevision = '{number:04}'\n"
            f"down_revision = '{number - 1:04}'\n\n\ndef upgrade():\n{step}"
        )
        (migrations / "versions" / f"{number:04}_{name}_next.py").write_text(text)
    return migrations


if __name__ == "__main__":
    asyncio.run(_main(sys.argv[1]))
