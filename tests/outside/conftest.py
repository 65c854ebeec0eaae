"""A web of this machine's own."""

from collections.abc import AsyncIterator

import pytest

from tests.support.web import Web


@pytest.fixture
async def web() -> AsyncIterator[Web]:
    """An empty web."""
    web = Web()
    yield web
    await web.close()
