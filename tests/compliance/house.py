"""The rules that ship, as the server reads them: made when a test first asks, once a process, for it takes seconds."""

from server.app.words import read_once
from server.compliance import Compliance, Scene
from server.domain.verdict import Verdict


def house() -> Compliance:
    """The one engine, with every pack."""
    return read_once()[1]


def judge(text: str, scene: Scene) -> Verdict:
    """What it says."""
    return house().judge(text, scene)
