"""The three namespaces: who comes in, what they hear, and that their commands are answered."""

from collections.abc import Awaitable, Callable
from typing import Protocol

import msgspec
from msgspec import Raw, Struct

from server.conversations.room import Caller
from server.domain.clock import Clock
from server.domain.errors import Refusal
from server.domain.people import Actor
from server.fanout import audiences
from server.gateway.dispatch import Dispatch
from server.gateway.engine.connection import Connection, Event
from server.gateway.following import Following
from server.identity.doors import Doors
from server.protocol import VERSION
from server.protocol.catalog import Door
from server.protocol.commands import MAX_TEXT
from server.protocol.events import Hello


class Auth(Struct, frozen=True, forbid_unknown_fields=True):
    """What a client says when it connects: its protocol version and one proof."""

    version: int
    token: str = ""
    ticket: str = ""


class Seats(Protocol):
    """Who keeps count of a door's sockets: presence at the agents', what closes ended tokens at the bridges'."""

    def arrived(self, actor: Actor, connection_id: str) -> None:
        """A socket is here."""
        ...

    def left(self, actor: Actor, connection_id: str) -> None:
        """It is gone."""
        ...


class Hall(Struct, frozen=True):
    """What all doors share. `epoch` answers which log a workspace's positions are of."""

    doors: Doors
    dispatch: Dispatch
    following: Following
    clock: Clock
    epoch: Callable[[str], Awaitable[str]]


class Namespace:
    """One door of the hall; `seats` keeps count of its sockets, where somebody does."""

    def __init__(self, door: Door, hall: Hall, seats: Seats | None = None) -> None:
        self._door = door
        self._doors = hall.doors
        self._dispatch = hall.dispatch
        self._following = hall.following
        self._clock = hall.clock
        self._epoch = hall.epoch
        self._seats = seats

    async def connected(self, connection: Connection, auth: Raw | None) -> None:
        """Let in who can prove who they are; whatever fails on the way refuses."""
        actor = await self._prove(auth)
        self._following.room_for(connection, actor)
        connection.state = actor
        if actor.kind != "bridge" or "read" in actor.scopes:
            connection.join(audiences.person(actor.id))
        if actor.kind == "bridge":
            connection.join(audiences.session(actor.session_id))
        if actor.kind == "customer":
            connection.join(audiences.session(actor.session_id))
            if actor.signed:
                connection.join(audiences.session(actor.signed.key))
        if actor.kind == "agent":
            connection.join(audiences.session(actor.session_id))
            self._following.join_desk(connection, actor)
        hello = Hello(
            epoch=await self._epoch(actor.workspace_id),
            server_time=self._clock.now(),
            version=VERSION,
            me=actor.id,
            max_text=MAX_TEXT,
        )
        if self._seats:
            self._seats.arrived(actor, connection.id)
        connection.send("server.hello", hello)

    async def received(self, connection: Connection, event: Event) -> tuple[object, ...]:
        """Answer a command; anything that is not one is told so."""
        actor = connection.state
        assert isinstance(actor, Actor)
        caller = Caller(
            actor,
            lambda id: self._following.join(connection, id),
            lambda id: self._following.leave(connection, id),
        )
        body = event.args[0] if len(event.args) == 1 and not event.attachments else Raw(b"null")
        return (await self._dispatch.answer(self._door, caller, event.name, body),)

    async def disconnected(self, connection: Connection, reason: str) -> None:
        """Forget them."""
        self._following.gone(connection)
        if self._seats and isinstance(connection.state, Actor):
            self._seats.left(connection.state, connection.id)

    async def _prove(self, auth: Raw | None) -> Actor:
        try:
            said = msgspec.json.decode(auth or b"{}", type=Auth)
        except msgspec.MsgspecError:
            raise Refusal("bad_request", "auth") from None
        if said.version != VERSION:
            raise Refusal("version", str(VERSION))
        match self._door:
            case "customer":
                return await self._doors.customer(said.token)
            case "agent":
                return await self._doors.agent(said.ticket)
            case _:
                return await self._doors.bridge(said.token)
