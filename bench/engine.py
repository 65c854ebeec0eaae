"""Our engine with the peers' events and nothing of the product. `python -m bench.engine --port N`."""

import argparse

import uvicorn
from msgspec import Raw

from server.app.serving import calm_collector
from server.domain.clock import SystemClock
from server.gateway.engine import Connection, Engine, EngineOptions, Event
from server.gateway.engine.uvicorn_socket import settings


class Echo:
    """`message` comes back, `all` goes to everyone."""

    engine: Engine

    async def connected(self, connection: Connection, auth: Raw | None) -> None:
        """Hear what goes to all."""
        connection.join("all")

    async def received(self, connection: Connection, event: Event) -> None:
        """Say it back, or to all."""
        if event.name == "message":
            connection.send("message-back", *event.args)
        elif event.name == "all":
            self.engine.emit("all", "posted", event.args[0], namespace="/")

    async def disconnected(self, connection: Connection, reason: str) -> None:
        """Nothing to forget."""


def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    port = parser.parse_args().port
    options, echo = EngineOptions(max_sockets=6000), Echo()
    echo.engine = Engine(options, {"/": echo}, SystemClock())
    calm_collector()
    uvicorn.run(
        echo.engine,
        host="127.0.0.1",
        port=port,
        lifespan="off",
        access_log=False,
        log_level="warning",
        loop="uvloop",
        **settings(options),
    )


if __name__ == "__main__":
    main()
