"""Going home: everyone is told when to come back, then leaves in even slices instead of in one storm."""

import asyncio
from collections.abc import Mapping

from server.gateway.engine.contract import By, Ending
from server.gateway.engine.hub import Hub

_STEP = 0.05
_RESTART = 1012  # "Service Restart", registered with IANA for RFC 6455


async def drain(hub: Hub, seconds: float, farewell: tuple[str, Mapping[str, object]]) -> None:
    """Close every session within `seconds`, then wait a little for the last `disconnected` to return."""
    start = hub.clock.monotonic()
    hub.draining = True
    sessions = list(hub.sessions.values())
    if not sessions:
        return
    steps = max(1, min(len(sessions), int(seconds / _STEP)))
    pause = seconds / steps
    event, payload = farewell
    for step in range(steps):
        for session in sessions[step::steps]:
            session.peer.tell(event, {**payload, "retryAfterMs": round(1000 * pause * (step + 1))})
        await asyncio.sleep(0)
    for step in range(steps):
        await asyncio.sleep(max(0.0, start + pause * (step + 1) - hub.clock.monotonic()))
        for session in sessions[step::steps]:
            session.end(Ending("draining", By.SERVER, code=_RESTART))
    await hub.settled(0.9)
