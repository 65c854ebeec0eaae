"""The audit log: written with what it tells of or not at all, and whatever is done to it afterwards is found."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import text

from server.app.store import Store
from server.domain.clock import SystemClock
from server.domain.errors import Refusal
from server.domain.people import Agent
from server.domain.workspace import Shop, Workspace
from server.settings import Settings
from server.store.audit import Audit, Deed
from server.store.chain import Broken
from server.store.desk import Team
from server.store.plant import Plant, plant

LEAD = Agent(id="ag_1", workspace_id="ws_1", email="a@b.example", name="Ada", role="admin")
SHOP = Shop(id="sh_1", workspace_id="ws_1", key="shop", name="One", market="DE", locale="de")


class Desk:
    """A workspace and somebody who leads it."""

    def __init__(self, url: str) -> None:
        self.store = Store(Settings(database_url=url, secret_key="a key"), SystemClock(), lambda _outcome: None)

    def hand(self, action: str, target: str) -> Any:
        """The tools for one deed."""
        return self.store.hand(Deed(agent=LEAD, action=action, target=target, address="192.0.2.0/24"))

    async def writes(self, lines: int, first: int = 0) -> None:
        """So many deeds."""
        for number in range(first, first + lines):
            await self.hand("team.add", f"tm_{number}").admin.add_team("ws_1", Team(f"tm_{number}", f"Team {number}"))

    async def does(self, *statements: str) -> None:
        """What somebody does to the database behind the server's back."""
        async with self.store.records.write() as connection:
            for statement in statements:
                await connection.execute(text(statement))

    async def broken(self, kept: tuple[int, str] = (0, "")) -> tuple[int, str] | None:
        """Where the log breaks, and why."""
        found = await self.store.audit.verify("ws_1", kept)
        return (found.number, found.why) if isinstance(found, Broken) else None


@pytest.fixture
async def desk(url: str) -> AsyncIterator[Desk]:
    desk = Desk(url)
    workspace = Workspace(id="ws_1", slug="one", name="One", epoch="ep")
    await plant(desk.store.records, Plant(workspace=workspace, shops=(SHOP,), agents=(LEAD,)), 0)
    yield desk
    await desk.store.database.close()


async def test_a_line_says_who_did_what_to_whom_and_from_where(desk: Desk) -> None:
    await desk.hand("shop.change", "sh_1").admin.change_shop("ws_1", "sh_1", {"name": "Two", "locale": "de"})
    await desk.hand("policy.change", "ws_1").admin.change_policy("ws_1", {"grace_seconds": 7})
    await desk.hand("agent.change", "ag_1").admin.change_agent(
        "ag_1", {"password_hash": "hash of a secret", "load": 3, "role": "agent"}, over=True
    )
    lines = await desk.store.audit.page("ws_1", 0, 10)
    assert [(line.number, line.action, line.target, line.changes) for line in reversed(lines)] == [
        (1, "shop.change", "sh_1", '{"name":["One","Two"]}'),
        (2, "policy.change", "ws_1", '{"policy.grace_seconds":[60,7]}'),
        (3, "agent.change", "ag_1", '{"role":["admin","agent"],"password_hash":[null,"secret"]}'),
    ]
    assert {(line.actor_id, line.actor_name, line.address) for line in lines} == {("ag_1", "Ada", "192.0.2.0/24")}
    assert await desk.broken() is None
    assert [line.number for line in await desk.store.audit.page("ws_1", 3, 1)] == [2]


async def test_what_was_not_done_is_not_noted_and_what_cannot_be_noted_is_not_done(desk: Desk) -> None:
    with pytest.raises(Refusal):
        await desk.hand("team.change", "tm_x").admin.rename_team("ws_1", Team("tm_x", "No"))
    await desk.hand("shop.change", "sh_1").admin.change_shop("ws_1", "sh_1", {"name": "One"})
    assert await desk.store.audit.head("ws_1") == (0, "")
    await desk.does("DROP TABLE audit")
    with pytest.raises(Refusal, match="unavailable"):
        await desk.hand("shop.change", "sh_1").admin.change_shop("ws_1", "sh_1", {"name": "Two"})
    assert (await desk.store.desk.shop_by_key("shop")).name == "One"


async def test_many_at_once_stand_in_one_line(desk: Desk) -> None:
    async def one(number: int) -> None:
        await desk.hand("team.add", f"t{number}").admin.add_team("ws_1", Team(f"t{number}", "T"))

    await asyncio.gather(*(one(number) for number in range(12)))
    assert (await desk.store.audit.head("ws_1"))[0] == 12
    assert await desk.broken() is None


@pytest.mark.parametrize(
    ("statements", "found"),
    [
        (["UPDATE audit SET actor_name = 'Eve' WHERE number = 3"], (3, "not what was written")),
        (["UPDATE audit SET changes = '{}' WHERE number = 1"], (1, "not what was written")),
        (["UPDATE audit SET at = at + 1 WHERE number = 5"], (5, "not what was written")),
        (["DELETE FROM audit WHERE number = 3"], (3, "missing")),
        (["DELETE FROM audit WHERE number = 1"], (1, "missing")),
        (["DELETE FROM audit WHERE number = 3", "UPDATE audit SET number = number - 1 WHERE number = 4",
          "UPDATE audit SET number = number - 1 WHERE number = 5", "UPDATE audit_head SET number = 4"],
         (3, "not what was written")),
        (["UPDATE audit SET number = 99 WHERE number = 2", "UPDATE audit SET number = 2 WHERE number = 4",
          "UPDATE audit SET number = 4 WHERE number = 99"], (2, "not what was written")),
        (["DELETE FROM audit WHERE number = 5"], (5, "the end is not where it was")),
        (["DELETE FROM audit"], (1, "the end is not where it was")),
        (["DELETE FROM audit_head"], (1, "the end is not where it was")),
        (["INSERT INTO audit (workspace_id, number, action, seal) VALUES ('ws_1', 6, 'team.add', 'forged')"],
         (6, "not what was written")),
        (["UPDATE audit_head SET number = 4, seal = (SELECT seal FROM audit WHERE number = 4)"],
         (5, "the end is not where it was")),
    ],
)  # fmt: skip
async def test_the_first_line_that_was_tampered_with_is_named(
    desk: Desk, statements: list[str], found: tuple[int, str]
) -> None:
    await desk.writes(5)
    assert await desk.broken() is None, "the checker cries wolf"
    await desk.does(*statements)
    assert await desk.broken() == found


async def test_a_chain_forged_anew_without_the_key_is_found(desk: Desk, url: str) -> None:
    await desk.writes(2)
    thief = Store(Settings(database_url=url, secret_key="another"), SystemClock(), lambda _outcome: None)
    await desk.does("DELETE FROM audit", "DELETE FROM audit_head")
    forged = thief.hand(Deed(agent=LEAD, action="team.add", target="tm_9"))
    await forged.admin.add_team("ws_1", Team("tm_9", "Forged"))
    await thief.database.close()
    assert await desk.broken() == (1, "not what was written")


async def test_a_tail_cut_off_together_with_its_head_is_found_only_by_a_head_kept_elsewhere(desk: Desk) -> None:
    await desk.writes(5)
    kept = await desk.store.audit.head("ws_1")
    assert await desk.broken(kept) is None
    seal = (await desk.store.audit.page("ws_1", 4, 1))[0].seal
    await desk.does("DELETE FROM audit WHERE number > 3", f"UPDATE audit_head SET number = 3, seal = '{seal}'")  # noqa: S608
    assert await desk.broken() is None, "an earlier state put back whole looks right: that is what `kept` is for"
    assert await desk.broken(kept) == (4, "ends before the line that was kept")
    await desk.writes(3, 10)
    assert await desk.broken(kept) == (5, "not the line that was kept")


async def test_a_line_of_a_past_that_was_given_up_does_not_fit_into_the_present(desk: Desk) -> None:
    await desk.writes(5)
    third, fourth = [(await desk.store.audit.page("ws_1", number + 1, 1))[0] for number in (3, 4)]
    await desk.does(f"UPDATE audit_head SET number = 3, seal = '{third.seal}'", "DELETE FROM audit WHERE number > 3")  # noqa: S608
    await desk.writes(2, 10)
    assert await desk.broken() is None
    await desk.does(
        f"UPDATE audit SET at = {fourth.at}, target = '{fourth.target}', changes = '{fourth.changes}',"  # noqa: S608
        f" seal = '{fourth.seal}' WHERE number = 4"
    )
    assert await desk.broken() == (5, "not what was written")


async def test_a_log_longer_than_a_page_and_an_older_key_are_read(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.store.chain.PAGE", 3)
    await desk.writes(7)
    assert await desk.broken() is None
    store = desk.store
    rotated = Audit(store.reads, store.records, (b"new key", b"a key"), SystemClock())
    assert await rotated.verify("ws_1") is None
    assert await Audit(store.reads, store.records, (b"new key",), SystemClock()).verify("ws_1") is not None
