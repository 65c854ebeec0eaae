"""Going home: everyone is told when to come back, then leaves in even slices instead of in one storm."""

import asyncio
from collections.abc import Mapping

from server.gateway.engine.hub import Hub
from server.gateway.engine.session import By, Ending, Session

_STEP = 0.05
_RESTART = 1012  # RFC 6455 registry: "Service Restart"


async def drain(hub: Hub, seconds: float, farewell: tuple[str, Mapping[str, object]]) -> None:
    """Close every session within `seconds`, then wait up to a second for the last `disconnected` to return."""
    hub.draining = True
    leaving = list(hub.sessions.values())
    steps = max(1, min(len(leaving), int(seconds / _STEP)))
    for step in range(steps):
        for session in leaving[step::steps]:
            _tell(session, farewell, round(seconds * 1000 * step / steps))
        await asyncio.sleep(0)
    for step in range(steps):
        await asyncio.sleep(seconds / steps)
        for session in leaving[step::steps]:
            session.end(Ending("draining", By.SERVER, code=_RESTART))
    await _settle(hub)


def _tell(session: Session, farewell: tuple[str, Mapping[str, object]], after_ms: int) -> None:
    event, payload = farewell
    session.peer.tell(event, {**payload, "afterMs": after_ms})


async def _settle(hub: Hub) -> None:
    try:
        async with asyncio.timeout(0.9):
            while hub.leaving:
                await asyncio.sleep(0.01)
    except TimeoutError:
        return
