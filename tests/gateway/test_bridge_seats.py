"""Who is shown out when tokens end."""

from server.domain.people import Actor
from server.gateway.bridge_seats import BridgeSeats


def bridge(token: str) -> Actor:
    return Actor(kind="bridge", id="br_1", workspace_id="ws", session_id=token)


async def test_who_comes_while_the_others_are_looked_up_stays() -> None:
    closed: list[str] = []
    seats = BridgeSeats(closed.append)
    seats.arrived(bridge("ended"), "one")
    seats.arrived(bridge("good"), "two")

    async def good(tokens: set[str]) -> set[str]:
        seats.arrived(bridge("new"), "three")
        return tokens & {"good"}

    await seats.only(good)
    assert closed == ["ended"]
