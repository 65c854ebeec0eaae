"""The realtime engine: Engine.IO v4 and Socket.IO v5 spoken directly on ASGI, with every queue bounded."""

from server.gateway.engine.asgi import Request
from server.gateway.engine.connection import Connection, Event, Namespace, Reply
from server.gateway.engine.engine import Engine, Stats
from server.gateway.engine.options import EngineOptions

__all__ = ["Connection", "Engine", "EngineOptions", "Event", "Namespace", "Reply", "Request", "Stats"]
