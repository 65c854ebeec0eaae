"""The log of verdicts: sealed with what it tells of, without a word of it, and whatever is done to it is found."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import text

from server.app.store import Store
from server.compliance.__main__ import main
from server.conversations.ruling import Heard, put_down
from server.domain.clock import SystemClock
from server.domain.people import Author
from server.domain.verdict import Action, Finding
from server.domain.workspace import Workspace
from server.settings import Settings
from server.store.plant import Plant, plant
from server.store.rulings import RulingFilter, Rulings
from server.store.turn import Change, Needs

ANN = Author("agent", "ag_1", "Ann")
FOUND = Finding(category="abuse", rule="abuse.x", action=Action.warn, start=0, end=4, message="told", rewrite="rather")


class Log:
    """Two workspaces and what was said in them."""

    def __init__(self, url: str) -> None:
        self.store = Store(Settings(database_url=url, secret_key="a key"), SystemClock(), lambda _outcome: None)

    async def says(self, *words: str, workspace: str = "ws_1") -> None:
        """Verdicts on these words, all at once."""

        async def one(word: str) -> None:
            what = Heard(action=Action.warn, findings=(FOUND,), packs="#1 abuse@1", typed=word)
            place = (workspace, "cv_1", 3)
            await self.store.writer.commit(Change(Needs(), lambda turn: put_down(turn, place, ANN, "asked", what)))

        await asyncio.gather(*map(one, words))

    async def does(self, *statements: str) -> None:
        """Behind the server's back."""
        async with self.store.records.write() as connection:
            for statement in statements:
                await connection.execute(text(statement))

    async def broken(self, workspace: str = "ws_1", kept: tuple[int, str] = (0, "")) -> tuple[int, str] | None:
        """Where the log breaks, and why."""
        found = await self.store.rulings.verify(workspace, kept)
        return (found.number, found.why) if found else None


@pytest.fixture
async def log(url: str) -> AsyncIterator[Log]:
    log = Log(url)
    for id in ("ws_1", "ws_2"):
        await plant(log.store.records, Plant(workspace=Workspace(id=id, slug=id, name=id, epoch="ep")), 0)
    await log.store.writer.start()
    yield log
    await log.store.writer.stop()
    await log.store.database.close()


async def test_a_line_tells_rules_places_and_packs_and_no_word_of_the_text(log: Log) -> None:
    await asyncio.gather(log.says("a", "damn", "c"), log.says("x", workspace="ws_2"))
    lines = [each.ruling for each in await log.store.rulings.page("ws_1", RulingFilter(), 0, 10)]
    assert [line.number for line in lines] == [3, 2, 1]
    assert [(await log.store.rulings.head(id))[0] for id in ("ws_1", "ws_2")] == [3, 1]
    line = lines[1]
    assert (line.author, line.action, line.outcome, line.packs) == ("agent:ag_1", "warn", "asked", "#1 abuse@1")
    assert [(f.rule, f.start, f.end, f.message, f.rewrite) for f in line.findings] == [("abuse.x", 0, 4, "", None)]
    assert "damn" not in repr(lines)
    assert [log.store.rulings.stands_for(each.typed, "damn") for each in lines] == [False, True, False]
    assert await log.broken() is await log.broken("ws_2") is None


@pytest.mark.parametrize(
    ("statements", "found"),
    [
        (["UPDATE verdict SET action = 'allow' WHERE number = 3"], (3, "not what was written")),
        (["UPDATE verdict SET findings = '[]' WHERE number = 1"], (1, "not what was written")),
        (["UPDATE verdict SET workspace_id = 'ws_2' WHERE number = 2"], (2, "missing")),
        (["DELETE FROM verdict WHERE number = 3"], (3, "missing")),
        (["UPDATE verdict SET number = 99 WHERE number = 2", "UPDATE verdict SET number = 2 WHERE number = 4",
          "UPDATE verdict SET number = 4 WHERE number = 99"], (2, "not what was written")),
        (["DELETE FROM verdict WHERE number = 5"], (5, "the end is not where it was")),
        (["DELETE FROM verdict", "DELETE FROM verdict_head"], None),
        (["UPDATE verdict_head SET number = 4, seal = (SELECT seal FROM verdict WHERE number = 4)"],
         (5, "the end is not where it was")),
    ],
)  # fmt: skip
async def test_the_first_line_that_was_tampered_with_is_named(log: Log, statements: list[str], found: Any) -> None:
    await log.says(*"abcde")
    kept = await log.store.rulings.head("ws_1")
    assert await log.broken() is None, "the checker cries wolf"
    await log.does(*statements)
    assert await log.broken() == found
    assert await log.broken(kept=kept) is not None, "a head that was kept elsewhere finds even what is gone as a whole"


async def test_another_key_forges_nothing_and_a_former_key_still_counts(log: Log) -> None:
    await log.says("a", "b")
    reads = log.store.reads
    assert await Rulings(reads, (b"new", b"a key")).verify("ws_1") is None
    assert await Rulings(reads, (b"new",)).verify("ws_1") is not None


async def test_the_command_line_says_it_and_names_the_broken_line(
    log: Log, url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("SECRET_KEY", "a key")
    await log.says("a", "b", "c")
    head = ":".join(map(str, await log.store.rulings.head("ws_1")))
    asked = ["audit", "verify", "--workspace", "ws_1", "--kept", head]
    assert await asyncio.to_thread(main, asked) == 0
    assert capsys.readouterr().out == f"ws_1: 3 lines, whole; head {head}\n"
    await log.does("DELETE FROM verdict WHERE number = 2 AND workspace_id = 'ws_1'")
    assert await asyncio.to_thread(main, ["audit", "verify"]) == 1
    assert "ws_1: broken at line 2: missing\nws_2: 0 lines, whole" in capsys.readouterr().out
    assert await asyncio.to_thread(main, ["audit", "verify", "--workspace", "none"]) == 2
