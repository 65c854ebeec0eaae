"""What is kept for a time only."""

from collections.abc import Callable

from server.conversations.room import Room
from server.store.turn import Change, Needs, Turn

ATTENDANCE_MS = 400 * 86_400_000
FORGOTTEN = 500
"""Rows at once."""


async def forget_attendance(room: Room) -> None:
    """Who was there long ago is no longer kept, some rows at a time."""
    before = room.clock.now() - ATTENDANCE_MS
    for workspace in await room.desk.workspaces():
        await room.writer.commit(Change(Needs(), _forgetting(workspace.id, before)))


def _forgetting(workspace_id: str, before: int) -> Callable[[Turn], None]:
    return lambda turn: turn.forget_attendance(workspace_id, before, FORGOTTEN)
