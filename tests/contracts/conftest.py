"""The server with two tenants."""

from tests.support.planted import two_worlds, world

__all__ = ["two_worlds", "world"]
