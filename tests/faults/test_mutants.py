"""Every checker fails where it must: the same traffic and the same kills, on servers with one fault planted."""

import asyncio
from pathlib import Path

import pytest

from tests.faults.conftest import Begin
from tests.support.laws import broken
from tests.support.traffic import Desk, traffic

pytestmark = pytest.mark.faults
ENOUGH = 150
"""Acks after which one broadcast in ten has surely been lost to everybody."""


@pytest.mark.parametrize(
    ("mutant", "laws"),
    [
        ("ack_before_commit", {"lost", "other_number"}),
        ("announce_before_store", {"views_differ"}),
        ("no_dedupe+die_before_ack", {"doubled"}),
    ],
)
async def test_a_kill_shows_the_fault(begin: Begin, tmp_path: Path, mutant: str, laws: set[str]) -> None:
    """Whom a kill meets is luck: who sends again what nobody kept may get the very number it had. So three kills may try."""
    order = tmp_path / "die"
    server = await begin(mutant, DIE_AT=str(order))
    for _ in range(3):
        async with traffic(server.url, shoppers=6, agents=()) as desk:
            await asyncio.sleep(1.2)
            order.touch()
            await server.dies()
            await server.start()
            await asyncio.sleep(0.5)
        if found := broken(desk.history, server.database) & laws:
            break
    assert found


async def test_careless_clients_end_with_another_view_and_careful_ones_do_not(begin: Begin) -> None:
    server = await begin("drop_broadcasts")
    desk = Desk(server.url)
    await desk.hire("amara", silent=True)
    await desk.hire("sofia")
    careful = await desk.admit(3)
    await desk.admit(1, careless=True)
    desk.talk()
    async with asyncio.timeout(20):
        while len(desk.history.done("ok")) < ENOUGH:  # noqa: ASYNC110 - what is said has no event
            await asyncio.sleep(0.1)
    history = await desk.finish()
    assert broken(history, server.database) == {"views_differ"}
    history.observers = [each for each in history.observers if "careless" not in each.name]
    assert len(history.observers) == len(careful) + 2
    assert broken(history, server.database) == set()
