"""One way for every command, whatever carried it: decode, allow, limit, handle, answer. Nothing gets out but an ack."""

import secrets
from typing import Any

import msgspec
import structlog
from msgspec import UNSET, Struct

from server.conversations.room import Caller, Room
from server.domain.clock import Clock
from server.domain.errors import CODES, Refusal
from server.domain.scopes import scoped
from server.gateway.deadlines import Deadlines
from server.gateway.limits import Limits
from server.gateway.verbs import TICKET_VERBS, VERBS
from server.protocol.acks import Problem, Refused
from server.protocol.catalog import BY_NAME, COMMANDS, Door, Row
from server.protocol.faults import fault_of
from server.telemetry import metrics
from server.tickets.room import TicketRoom

log = structlog.get_logger()

DECODERS = {row.name: msgspec.json.Decoder(row.ask) for row in COMMANDS}
LONGEST = 8.0
"""Seconds a verb may take: well under what a heartbeat forgives (interval + time-out)."""


class Dispatch:
    """Answers commands. Always returns an ack, never raises.

    `limits` is each person's patience, `tenants` what the customers of a workspace may ask for together: a flood at one shop
    costs no other tenant, and its own desk goes on working.
    """

    def __init__(self, room: Room, tickets: TicketRoom, limits: Limits, tenants: Limits, clock: Clock) -> None:
        self._room = room
        self._tickets = tickets
        self._limits = limits
        self._tenants = tenants
        self._clock = clock
        self._deadlines = Deadlines(LONGEST)

    async def answer(self, door: Door, caller: Caller, name: str, body: bytes | msgspec.Raw) -> Struct:
        """The ack of one command."""
        began = self._clock.monotonic()
        known = name if name in BY_NAME else "unknown"
        try:
            ack: Struct = await self._handle(door, caller, name, body)
            metrics.answered(known, "ok").inc()
        except Refusal as refusal:
            ack = refused(refusal)
            metrics.answered(known, refusal.code).inc()
        except Exception as error:
            ack = fault(error, command=known)
            metrics.answered(known, "internal").inc()
        metrics.took(known).observe(self._clock.monotonic() - began)
        return ack

    async def _handle(self, door: Door, caller: Caller, name: str, body: bytes | msgspec.Raw) -> Struct:
        row = BY_NAME.get(name)
        if row is None or door not in row.answers:
            raise Refusal("unknown_command", name if row else "")
        ask = decode(row, body)
        if door == "agent" and row.needs and row.needs not in caller.actor.permissions:
            raise Refusal("forbidden", name)
        if door == "bridge":
            scoped(caller.actor, name)
        self._limits.take(caller.actor.author.key, row.cost)
        if door == "customer":
            self._tenants.take(caller.actor.workspace_id, row.cost)
        try:
            verb = VERBS.get((door, name))
            answer = (
                verb(self._room, caller, ask) if verb else TICKET_VERBS[door, name](self._tickets, caller.actor, ask)
            )
            return await self._deadlines.bound(answer)
        except TimeoutError:
            raise Refusal("unavailable", "slow", after_ms=1000) from None


def decode(row: Row, body: bytes | msgspec.Raw) -> Any:
    """The typed command. Refuses `bad_request` with the place of the first fault, never with its content."""
    try:
        return DECODERS[row.name].decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise Refusal("bad_request", fault_of(error)) from None


def refused(refusal: Refusal) -> Refused:
    """A typed no on the wire."""
    return Refused(
        error=Problem(
            code=refusal.code,
            retry=refusal.retry,
            detail=refusal.detail,
            after_ms=UNSET if refusal.after_ms is None else refusal.after_ms,
            findings=refusal.data if isinstance(refusal.data, tuple) else UNSET,
        )
    )


def fault(error: Exception, **about: str) -> Refused:
    """Our own failure: the caller gets a number, the operator's log the reason."""
    request_id = secrets.token_hex(6)
    log.error("command.failed", request_id=request_id, exc_info=error, **about)
    return Refused(error=Problem(code="internal", retry=CODES["internal"].retry, request_id=request_id))
