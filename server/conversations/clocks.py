"""The clocks of a conversation: started by a customer's words, stopped by an answer or by somebody who says it is done."""

from msgspec.structs import replace

from server.compliance.clocks import Clocks
from server.conversations.escalating import note_escalations, note_restarted
from server.conversations.owning import change
from server.conversations.room import SYSTEM, Caller, Room
from server.domain.clocked import ClockStarted, ClockStopped
from server.domain.conversation import Conversation
from server.domain.dues import restarted, started, stopped
from server.domain.errors import Refusal
from server.domain.people import ActorKind
from server.domain.timeline import Entry, Triaged
from server.domain.verdict import Action
from server.pipeline.draft import Draft
from server.protocol.acks import Changed
from server.protocol.triage_commands import StartClock, StopClock
from server.store.turn import Turn

DAY_MS = 86_400_000
URGENT = 3
"""The priority that a conversation gets at least when its customer's words escalate it."""


def heard_customer(c: Conversation, clocks: Clocks, now: int) -> Conversation:
    """A customer's word came: the reply clock runs from the oldest that nobody has answered."""
    since = c.awaiting_since or now
    dues = started(c.dues, clocks.reply(c.channel, c.market, since))
    return replace(c, awaiting_since=since, dues=dues)


def answered(c: Conversation, clocks: Clocks, author: ActorKind) -> Conversation:
    """Somebody of the desk spoke: the customer waits for no answer now, if an answer by this author counts."""
    dues = stopped(c.dues, "reply") if clocks.counts(c.channel, author) else c.dues
    return replace(c, awaiting_since=0, dues=dues)


def escalated(turn: Turn, entry: Entry, draft: Draft, clocks: Clocks) -> None:
    """What a customer said starts the clocks of the law, goes before others (the log says both), and is owed a ticket."""
    called = [finding for finding in draft.findings if finding.action == Action.escalate]
    if draft.direction != "inbound" or not called:
        return
    c = turn.current(entry.conversation_id)
    for due in clocks.laws([finding.category for finding in called], c.market, turn.now):
        dues = started(c.dues, due)
        if dues != c.dues:
            turn.save(replace(c, dues=dues))
            body = ClockStarted(clock=due.clock, due=due.due, source=due.source, ref=entry.seq)
            turn.append(c.id, SYSTEM, f"sys:clock:{due.clock}:{entry.seq}", body)
            c = turn.current(c.id)
    if c.priority < URGENT:
        turn.save(replace(c, priority=URGENT))
        turn.append(c.id, SYSTEM, f"sys:escalated:{entry.seq}", Triaged(priority=URGENT))
    note_escalations(turn, entry, (finding.category for finding in called), clocks)


async def start_clock(room: Room, caller: Caller, ask: StartClock) -> Changed:
    """Set a clock of the law by hand. Refuses `bad_request` for a day to come, `bad_state` where no such term is known."""
    if not 0 < ask.since <= room.clock.now() + DAY_MS:
        raise Refusal("bad_request", "since")

    def step(turn: Turn, c: Conversation) -> Conversation:
        due = room.clocks.set(ask.clock, c.market, ask.since)
        if due is None:
            raise Refusal("bad_state", "market")
        turn.save(replace(c, dues=restarted(c.dues, due)))
        body = ClockStarted(clock=due.clock, due=due.due, source=due.source)
        turn.append(c.id, caller.actor.author, f"{ask.client_id}:state", body)
        note_restarted(turn, c, due)
        return turn.current(c.id)

    return await change(room, caller, ask.conversation_id, ask.client_id, step)


async def stop_clock(room: Room, caller: Caller, ask: StopClock) -> Changed:
    """Say that no answer is needed, or that a refund was paid or a request met. Refuses `bad_state` when nothing runs."""

    def step(turn: Turn, c: Conversation) -> Conversation:
        waits = ask.clock == "reply" and c.awaiting_since > 0
        dues = stopped(c.dues, ask.clock)
        if dues == c.dues and not waits:
            raise Refusal("bad_state", "clock")
        turn.save(replace(c, dues=dues, awaiting_since=0 if waits else c.awaiting_since))
        turn.append(c.id, caller.actor.author, f"{ask.client_id}:state", ClockStopped(clock=ask.clock))
        return turn.current(c.id)

    return await change(room, caller, ask.conversation_id, ask.client_id, step)
