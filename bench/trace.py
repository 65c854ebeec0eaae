"""What a recorded trace of the browser says of a page's main thread: its frames, and the work between them.

Times of work are of the thread's own clock (`tdur`): what other programs take of the machine does not count.
"""

from typing import Any

import msgspec
from msgspec import Struct

CATEGORIES = ["toplevel", "devtools.timeline"]
LONG_MS = 50
Event = dict[str, Any]


class Work(Struct, frozen=True):
    """Milliseconds: of every frame what the main thread did for it, of every task, and of the worst what it was made of."""

    frames: list[float]
    tasks: list[float]
    worst: dict[str, float]

    @property
    def long(self) -> int:
        """Tasks that would make somebody wait."""
        return sum(task > LONG_MS for task in self.tasks)


def read(trace: bytes) -> Work:
    """The work of the busiest page in a trace of `CATEGORIES`."""
    events: list[Event] = msgspec.json.decode(trace)["traceEvents"]
    thread = _busiest(events)
    here = [event for event in events if event.get("ph") == "X" and (event["pid"], event["tid"]) == thread]
    tasks = sorted((event for event in here if _is_task(event)), key=lambda event: event["ts"])
    beats = sorted(event["ts"] for event in here if event["name"] == "FireAnimationFrame")
    return Work(_frames(tasks, beats), [_spent(task) for task in tasks], _parts(max(tasks, key=_spent), here))


def quantile(values: list[float], part: float) -> float:
    """The value that so large a part does not exceed."""
    return sorted(values)[min(len(values) - 1, int(len(values) * part))] if values else 0.0


def _is_task(event: Event) -> bool:
    return str(event["name"]).endswith("RunTask")


def _spent(event: Event) -> float:
    return float(event.get("tdur", 0)) / 1000


def _busiest(events: list[Event]) -> tuple[int, int]:
    """The main thread of the page: the one with a page's name that draws most."""
    named = {
        (event["pid"], event["tid"])
        for event in events
        if event["name"] == "thread_name" and event["args"]["name"] == "CrRendererMain"
    }
    beats: dict[tuple[int, int], int] = dict.fromkeys(named, 0)
    for event in events:
        if event["name"] == "FireAnimationFrame" and (event["pid"], event["tid"]) in named:
            beats[event["pid"], event["tid"]] += 1
    return max(beats, key=lambda thread: beats[thread])


def _frames(tasks: list[Event], beats: list[int]) -> list[float]:
    frames, at = [], 0
    for beat in beats:
        busy = 0.0
        while at < len(tasks) and tasks[at]["ts"] < beat:
            busy += _spent(tasks[at])
            at += 1
        frames.append(busy)
    return frames[1:]


def _parts(task: Event, here: list[Event]) -> dict[str, float]:
    """What the longest task spent its time on, the largest first."""
    start, end = task["ts"], task["ts"] + task["dur"]
    inside = [event for event in here if start <= event["ts"] < end and not _is_task(event)]
    parts: dict[str, float] = {}
    for event in inside:
        parts[event["name"]] = parts.get(event["name"], 0) + _spent(event)
    return dict(sorted(parts.items(), key=lambda part: -part[1])[:6])
