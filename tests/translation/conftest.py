"""What the room's tests share: one loaded detector, the shipped phrasebook, a clock that moves when told."""

import pytest

from server.app.words import read_once
from server.translation.detect import Detector
from server.translation.phrasebook import Phrasebook


class HandClock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def now(self) -> int:
        return int(self.seconds * 1000)

    def monotonic(self) -> float:
        return self.seconds


@pytest.fixture(scope="session")
def detector() -> Detector:
    return read_once()[0]


@pytest.fixture(scope="session")
def phrasebook() -> Phrasebook:
    return read_once()[2]


@pytest.fixture
def clock() -> HandClock:
    return HandClock()
