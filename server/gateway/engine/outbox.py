"""What waits for one socket, counted in bytes and bounded."""

from collections import deque
from enum import Enum, auto

from server.gateway.engine.frames import Frame


class Fate(Enum):
    """What became of a frame that was offered to an outbox."""

    KEPT = auto()
    DROPPED = auto()
    OVERFLOW = auto()


class Outbox:
    """Frames in order. Above `soft` bytes volatile frames go first; above `hard` the socket is too slow."""

    __slots__ = ("_frames", "_hard", "_soft", "dropped", "size")

    def __init__(self, soft: int, hard: int) -> None:
        self._frames: deque[Frame] | None = None
        self._soft = soft
        self._hard = hard
        self.size = 0
        self.dropped = 0

    def __bool__(self) -> bool:
        return bool(self._frames)

    def push(self, frame: Frame) -> Fate:
        """Put a frame at the end, or say why not."""
        if self.size + frame.size > self._soft:
            if frame.volatile:
                self.dropped += 1
                return Fate.DROPPED
            self._shed()
        if self.size + frame.size > self._hard:
            return Fate.OVERFLOW
        if self._frames is None:
            self._frames = deque()
        self._frames.append(frame)
        self.size += frame.size
        return Fate.KEPT

    def pop(self) -> Frame | None:
        """Take the oldest frame; the last one frees the queue, so that an idle socket holds none."""
        if not self._frames:
            return None
        frame = self._frames.popleft()
        self.size -= frame.size
        if not self._frames:
            self._frames = None
        return frame

    def take(self) -> list[Frame]:
        """Take everything."""
        frames = list(self._frames or ())
        self.clear()
        return frames

    def clear(self) -> None:
        """Forget everything."""
        self._frames = None
        self.size = 0

    def _shed(self) -> None:
        if self._frames is None:
            return
        kept = deque(frame for frame in self._frames if not frame.volatile)
        self.dropped += len(self._frames) - len(kept)
        self._frames = kept
        self.size = sum(frame.size for frame in kept)
