"""One engine with every pack that ships, made once."""

import pytest

from server.compliance import Compliance, load_packs


@pytest.fixture(scope="session")
def judge() -> Compliance:
    return Compliance(load_packs())
