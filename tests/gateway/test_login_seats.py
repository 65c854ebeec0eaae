"""Who came in by which login is compared with the store: the ended are shown out, once each, and nobody else."""

import asyncio
from collections.abc import Collection

from server.domain.errors import Refusal
from server.domain.people import Actor
from server.gateway.login_seats import LoginSeats


def actor(login: str) -> Actor:
    """An agent by one of their logins."""
    return Actor(kind="agent", id="ag_1", workspace_id="ws_1", session_id=login)


class Presence:
    """Hears of comings and goings."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def arrived(self, actor: Actor, connection_id: str) -> None:
        self.heard.append(f"+{connection_id}")

    def left(self, actor: Actor, connection_id: str) -> None:
        self.heard.append(f"-{connection_id}")


class Door:
    """Seats with the store's answer and the shown out in sight."""

    def __init__(self) -> None:
        self.alive = {"a", "b"}
        self.asked: list[Collection[str]] = []
        self.out: list[str] = []
        self.away = False
        self.presence = Presence()
        self.seats = LoginSeats(self.presence, self._good, self._show_out)

    async def _good(self, ids: Collection[str]) -> set[str]:
        self.asked.append(ids)
        await asyncio.sleep(0)
        if self.away:
            raise Refusal("unavailable", "store")
        return self.alive & set(ids)

    async def _show_out(self, actor: Actor) -> None:
        self.out.append(actor.session_id)


async def test_only_ended_logins_are_shown_out_and_each_once() -> None:
    door = Door()
    await door.seats.look()
    assert door.asked == [], "nobody here: the store is left alone"
    for number, login in enumerate("aabc"):
        door.seats.arrived(actor(login), f"s{number}")
    await door.seats.look()
    assert (door.out, door.asked) == (["c"], [{"a", "b", "c"}])
    door.seats.left(actor("c"), "s3")
    door.seats.left(actor("a"), "s0")
    door.alive = {"b"}
    await door.seats.look()
    assert door.out == ["c", "a"]
    assert door.presence.heard == ["+s0", "+s1", "+s2", "+s3", "-s3", "-s0"]


async def test_news_that_comes_while_looking_is_looked_at_again() -> None:
    door = Door()
    door.seats.arrived(actor("a"), "s0")
    for _ in range(5):
        door.seats.look_soon()
    await asyncio.sleep(0)
    door.alive = set()
    door.seats.look_soon()
    for _ in range(9):
        await asyncio.sleep(0)
    assert "a" in door.out
    assert len(door.asked) <= 3


async def test_a_store_that_is_away_shows_nobody_out() -> None:
    door = Door()
    door.seats.arrived(actor("a"), "s0")
    door.away, door.alive = True, set()
    door.seats.look_soon()
    for _ in range(9):
        await asyncio.sleep(0)
    assert door.out == []
    door.away = False
    await door.seats.look()
    assert door.out == ["a"]
