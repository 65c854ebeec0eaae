"""Judges a stream of JSON lines, one verdict a line."""

from collections.abc import Iterable, Iterator
from typing import Any, Literal

import msgspec
from msgspec import Struct

from server.compliance.engine import Compliance
from server.compliance.scene import Scene, channel_of
from server.domain.verdict import Verdict


class Line(Struct, frozen=True):
    """One text to judge; the rest is the scene. `before` are the last messages of the same side, oldest first."""

    id: str | int
    text: str
    lang: str | None = ""
    channel: str | None = "web"
    market: str | None = ""
    direction: Literal["inbound", "outbound", "in", "out"] = "outbound"
    author: str | None = "agent"
    phase: str | None = ""
    known: tuple[str, ...] = ()
    before: tuple[str, ...] = ()


def check(lines: Iterable[bytes], engine: Compliance) -> Iterator[bytes]:
    """`{id, action, findings: [{category, rule, start, end}]}` a line, `{id?, error}` for a bad one."""
    for line in lines:
        if line.strip():
            yield msgspec.json.encode(_answer(line, engine))


def _answer(line: bytes, engine: Compliance) -> dict[str, Any]:
    try:
        asked = msgspec.json.decode(line, type=Line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return _named(line) | {"error": str(error)}
    scene = Scene(
        direction="inbound" if asked.direction.startswith("in") else "outbound",
        author=asked.author or "agent",
        channel=channel_of(asked.channel or "web"),
        market=(asked.market or "").upper(),
        language=(asked.lang or "").lower().replace("_", "-").partition("-")[0],
        phase=asked.phase or "",
        known=asked.known,
        before=asked.before,
    )
    return {"id": asked.id} | _told(engine.judge(asked.text, scene))


def _told(verdict: Verdict) -> dict[str, Any]:
    findings = [{"category": f.category, "rule": f.rule, "start": f.start, "end": f.end} for f in verdict.findings]
    return {"action": verdict.action.name, "findings": findings}


def _named(line: bytes) -> dict[str, Any]:
    """The id of a line that cannot be judged, if it says one."""
    try:
        found = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return {}
    return {"id": found["id"]} if isinstance(found, dict) and isinstance(found.get("id"), str | int) else {}
