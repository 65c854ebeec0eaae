from tests.live.real import binary, clock, live, redis

__all__ = ["binary", "clock", "live", "redis"]
