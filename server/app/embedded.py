"""The Redis that a process without one of its own brings along."""

from pathlib import Path

from server.live.server import RedisServer, ServerOptions
from server.settings import Settings


def own_redis(settings: Settings) -> RedisServer | None:
    """One to be started and stopped with the process; None where the settings name another."""
    if settings.redis_url:
        return None
    binary = Path(settings.redis_binary) if settings.redis_binary else None
    return RedisServer(ServerOptions(data_dir=settings.data_dir, binary=binary))
