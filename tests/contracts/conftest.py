"""The server with two tenants, and a bridge's key as an admin hands it out."""

import pytest
from msgspec import Struct

from tests.support.planted import two_worlds, world
from tests.support.worlds import World, derived_id

__all__ = ["Key", "north_key", "two_worlds", "world"]


class Key(Struct, frozen=True):
    """What a bridge is given: the token's id, the bearer, the signing secret."""

    id: str
    token: str
    secret: str


async def key_of(world: World, **fields: object) -> Key:
    """A new token of the northern bridge."""
    lead = await world.agent("north", "cleo")
    path = f"/v1/admin/bridges/{derived_id('br', 'north')}/tokens"
    answer = await lead.http("POST", path, {"name": "a test", **fields})
    assert answer.status_code == 200, answer.text
    made = answer.json()
    return Key(made["card"]["id"], made["token"], made["secret"])


@pytest.fixture
async def north_key(world: World) -> Key:
    """One that may do everything; it ends with the test, for there may not be too many."""
    key = await key_of(world)
    try:
        yield key
    finally:
        await (await world.agent("north", "cleo")).http("POST", f"/v1/admin/bridge-tokens/{key.id}/end", {})
