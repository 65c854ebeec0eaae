"""The laws of `loadtest.laws`, held against a database."""

from pathlib import Path

from loadtest.laws.history import History
from loadtest.laws.judge import judge
from tests.support.stored import read_store


def broken(history: History, database: Path) -> set[str]:
    """The names of the laws that do not hold."""
    return {each.law for each in judge(history, read_store(database))}


def holds(history: History, database: Path) -> None:
    """Fail with the offending slices unless every law holds."""
    found = judge(history, read_store(database))
    assert not found, "\n" + "\n".join(str(each) for each in found)
