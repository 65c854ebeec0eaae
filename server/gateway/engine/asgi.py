"""The shapes of ASGI that the engine touches (ASGI specification 3.0, WebSocket specification 2.4)."""

from collections.abc import Awaitable, Callable, Iterator, Mapping, MutableMapping
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]


class Headers(Mapping[str, str]):
    """Request headers by lower-case name, decoded when asked for; the first of several wins."""

    __slots__ = ("_raw",)

    def __init__(self, raw: list[tuple[bytes, bytes]]) -> None:
        self._raw = raw

    def __getitem__(self, name: str) -> str:
        wanted = name.lower().encode("latin-1")
        for key, value in self._raw:
            if key.lower() == wanted:
                return value.decode("latin-1")
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter({key.decode("latin-1").lower() for key, _ in self._raw})

    def __len__(self) -> int:
        return len({key.lower() for key, _ in self._raw})


class Request:
    """Who knocked: the request that opened a session, kept as the server gave it and decoded on demand."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    @property
    def headers(self) -> Headers:
        """Header values by lower-case name."""
        return Headers(self._scope["headers"])

    @property
    def origin(self) -> str | None:
        """The page's origin as the browser states it (RFC 6454); None outside a browser."""
        return self.headers.get("origin")

    @property
    def peer(self) -> str:
        """The address of the other end of the TCP connection, "" when it has none (unix socket)."""
        client = self._scope.get("client")
        return str(client[0]) if client else ""

    @property
    def method(self) -> str:
        """The HTTP method; "GET" for a WebSocket handshake."""
        return str(self._scope.get("method", "GET"))

    @cached_property
    def query(self) -> Mapping[str, str]:
        """Query parameters; the last of several wins. Never raises: odd bytes become U+FFFD."""
        raw: bytes = self._scope.get("query_string", b"")
        try:
            return dict(parse_qsl(raw.decode("latin-1"), keep_blank_values=True, max_num_fields=64))
        except ValueError:
            return {}
