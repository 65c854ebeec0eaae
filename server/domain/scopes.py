"""What a bridge's token may do, one table for the socket and for HTTP; a command that is not in it is nobody's."""

from typing import Literal

from server.domain.errors import Refusal
from server.domain.people import Actor

Scope = Literal["read", "write", "files"]
EVERY: tuple[Scope, ...] = ("read", "write", "files")
NEEDED: dict[str, Scope] = {
    "message.deliver": "write",
    "delivery.list": "read",
    "delivery.report": "write",
    "erasure.list": "read",
    "erasure.report": "write",
    "file.attach": "files",
    "file.link": "files",
}


def scoped(actor: Actor, command: str) -> None:
    """Refuse `forbidden` what the bridge's token was not made for."""
    if NEEDED.get(command) not in actor.scopes:
        raise Refusal("forbidden", "scope")
