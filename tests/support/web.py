"""Servers of this machine, on addresses of its loopback network, behind names that only the tests know."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from ipaddress import ip_network

from msgspec import Struct

from server.outside.fetch import Answer, Ask, SafeFetch
from server.outside.limits import Limits

Reply = Callable[[asyncio.StreamWriter], Awaitable[None]]
GOOD = "127.0.0.5"
"""Opened on purpose, as an operator may; all else on this machine stays closed."""
SECRET = "127.0.0.6"
LIMITS = Limits(allowed=(ip_network(f"{GOOD}/32"), ip_network("127.0.0.7/32")), connect=1.0, total=1.0, size=20_000)


class Place(Struct):
    """A server on an address; `heads` are the requests it got."""

    address: str
    port: int
    heads: list[str]
    bodies: list[bytes]


class Web:
    """Real servers, and the resolver that knows them. `names` holds each name's answers, one list a question; the last stays."""

    def __init__(self) -> None:
        self.names: dict[str, list[list[str]]] = {}
        self.asked: list[str] = []
        self.trust = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self._servers: list[asyncio.Server] = []

    async def place(self, reply: Reply | bytes, address: str = GOOD, tls: ssl.SSLContext | None = None) -> Place:
        """A server that answers every request so, and closes."""
        here = Place(address, 0, [], [])

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            try:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
            except (asyncio.IncompleteReadError, ConnectionError):
                return
            here.heads.append(head)
            size = next((int(line[15:]) for line in head.lower().splitlines() if line.startswith("content-length:")), 0)
            here.bodies.append(await reader.readexactly(size))
            try:
                if isinstance(reply, bytes):
                    writer.write(reply)
                    await writer.drain()
                else:
                    await reply(writer)
            except ConnectionError:
                return
            finally:
                writer.close()

        server = await asyncio.start_server(serve, address, 0, ssl=tls)
        self._servers.append(server)
        here.port = server.sockets[0].getsockname()[1]
        return here

    async def resolve(self, host: str, port: int) -> list[str]:
        """The resolver seam."""
        self.asked.append(host)
        answers = self.names.get(host)
        if answers is None:
            raise OSError("no such name")
        return answers.pop(0) if len(answers) > 1 else answers[0]

    def fetcher(self, limits: Limits = LIMITS) -> SafeFetch:
        """With these names."""
        return SafeFetch(limits, self.resolve, self.trust)

    async def fetch(self, url: str, **more: object) -> Answer:
        """One request."""
        fetcher = self.fetcher()
        try:
            return await fetcher(Ask(url=url, **more))  # type: ignore[arg-type]
        finally:
            await fetcher.aclose()

    async def close(self) -> None:
        """Nobody is there any more."""
        for server in self._servers:
            server.close()
            await server.wait_closed()


def said(body: bytes = b"yes", status: str = "200 OK", **headers: str) -> bytes:
    """An answer as it goes over the wire."""
    lines = [f"HTTP/1.1 {status}", *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
    if "Transfer_Encoding" not in headers:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode() + body
