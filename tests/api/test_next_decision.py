"""What is changed of people and rules takes effect with the next decision, which is made at once."""

import secrets
from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.support.wire import Json
from tests.support.worlds import PASSWORD, Somebody, World

STEPS = [{"name": "able", "level": -1}]
"""Whoever has the skill, whatever they write, and nobody else for ever."""


class Team:
    """A new agent who is online, whoever leads them, and a skill nobody else has."""

    def __init__(self, lead: Somebody, nina: Somebody, card: Json, skill: str) -> None:
        self.lead, self.nina, self.card, self.skill = lead, nina, card, skill

    async def comes_back(self, world: World) -> None:
        """Whoever is given other shops is logged out, for they see another desk from now on."""
        self.nina = await world.agent("north", self.card["email"].partition("@")[0], fresh=True)
        await self.nina.connect()
        await self.nina.asks("presence.set", {"availability": "online"})

    async def change(self, **fields: Any) -> None:
        answer = await self.lead.http("PATCH", f"/v1/admin/agents/{self.card['id']}", fields)
        assert answer.status_code == 200, answer.text

    async def rules(self, **queue: Any) -> None:
        rules = {"queues": [{"name": "able", "skills": [self.skill], "steps": STEPS, **queue}]}
        answer = await self.lead.http("PATCH", "/v1/admin/policy", {"routing": rules})
        assert answer.status_code == 200, answer.text

    async def gets(self, id: str) -> None:
        """It is theirs at once."""
        assert self.nina.wire is not None

        def mine(event: Json) -> bool:
            c = event["conversation"]
            return bool(c["id"] == id and c["status"] == "assigned")

        await self.nina.wire.event("conversation.changed", mine, timeout=20)


@pytest.fixture
async def team(world: World) -> AsyncIterator[Team]:
    lead = await world.agent("north", "cleo")
    name = f"nina{secrets.token_hex(4)}"
    new = {"email": f"{name}@north.example", "name": "Nina", "password": PASSWORD, "capacity": 500}
    card = (await lead.http("POST", "/v1/admin/agents", new)).json()
    nina = await world.agent("north", name)
    await nina.connect()
    made = Team(lead, nina, card, f"skill-{secrets.token_hex(4)}")
    await made.rules()
    await nina.asks("presence.set", {"availability": "online"})
    yield made
    await made.change(active=False)
    await lead.http("PATCH", "/v1/admin/policy", {"routing": {}})


async def waits(world: World, team: Team) -> str:
    """A conversation that nobody gets."""
    id = await world.conversation(await world.shopper("north"))
    ((status,),) = world.rows("SELECT status FROM conversation WHERE id = ?", id)
    assert status == "waiting"
    return id


async def test_a_skill_that_was_learnt(world: World, team: Team) -> None:
    id = await waits(world, team)
    await team.change(skills=[team.skill])
    await team.gets(id)


async def test_a_limit_that_was_lifted(world: World, team: Team) -> None:
    await team.change(skills=[team.skill], limits={"live": 0})
    id = await waits(world, team)
    await team.change(limits={"mail": 1})
    await team.gets(id)


async def test_a_market_and_a_shop_that_are_served_now(world: World, team: Team) -> None:
    shops = (await team.lead.http("GET", "/v1/admin/shops")).json()["items"]
    other = next(shop["id"] for shop in shops if shop["channel"] == "amazon")
    await team.change(skills=[team.skill], shopIds=[other])
    await team.comes_back(world)
    id = await waits(world, team)
    await team.change(shopIds=[])
    await team.comes_back(world)
    await team.gets(id)


async def test_hours_that_are_now(world: World, team: Team) -> None:
    off = {"specials": [{"first": "2000-01-01", "last": "2090-01-01"}]}
    await team.change(skills=[team.skill], hours=off)
    id = await waits(world, team)
    await team.change(hours={})
    await team.gets(id)


async def test_rules_that_ask_for_less(world: World, team: Team) -> None:
    id = await waits(world, team)
    await team.rules(skills=[])
    await team.gets(id)
