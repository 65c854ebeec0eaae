"""python-socketio as people use it: with its defaults, alone or with its Redis manager. `python -m bench.python_peers --port N`.

`message` comes back as `message-back`; `all` goes to everyone as `posted`; `join` enters a room; `post` tells a room, and acks.
"""

import argparse

import socketio
import uvicorn


def application(redis_url: str) -> socketio.ASGIApp:
    """The server. With a Redis address its rooms span nodes."""
    manager = socketio.AsyncRedisManager(redis_url) if redis_url else None
    server = socketio.AsyncServer(async_mode="asgi", cors_allowed_origins="*", client_manager=manager)

    async def message(sid: str, data: object) -> None:
        await server.emit("message-back", data, to=sid)

    async def everyone(_: str, data: object) -> None:
        await server.emit("posted", data)

    async def join(sid: str, room: str) -> bool:
        await server.enter_room(sid, room)
        return True

    async def post(sid: str, room: str, data: object) -> bool:
        await server.emit("posted", data, room=room, skip_sid=sid)
        return True

    server.on("message", message)
    server.on("all", everyone)
    server.on("join", join)
    server.on("post", post)
    return socketio.ASGIApp(server)


def main() -> None:
    """Serve until stopped."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--redis", default="")
    asked = parser.parse_args()
    uvicorn.run(
        application(asked.redis),
        host="127.0.0.1",
        port=asked.port,
        access_log=False,
        log_level="warning",
        ws="websockets-sansio",
        ws_per_message_deflate=False,
    )


if __name__ == "__main__":
    main()
