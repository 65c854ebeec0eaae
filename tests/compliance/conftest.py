"""One engine with every pack that ships, shared with the whole process."""

import pytest

from server.compliance import Compliance
from tests.compliance.house import house


@pytest.fixture(scope="session")
def judge() -> Compliance:
    return house()
