"""Messages that wait: for a translation, for a reviewer, for the ones before them. Each is released or returned, once."""

import msgspec
from msgspec import UNSET

from server.conversations.clocks import answered
from server.conversations.delivering import deliver_row
from server.conversations.room import SYSTEM, Room, system
from server.conversations.ruling import heard_of, put_down_settled
from server.domain.people import Actor, Author
from server.domain.reading import Reading
from server.domain.timeline import Entry, Held, Posted, Released, Returned
from server.domain.verdict import Finding
from server.store.turn import Change, Needs, Turn


class Settlement(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes of the message: `reading` is what the customer reads, `label` what is said about it.

    With `findings` it is held for a reviewer; with `returned` it goes back to its author for that reason. `noted` is what
    the rules said of a reading that goes out all the same; `deed` what a reviewer did (`approved`, `edited`, `rejected`), and
    `approvals` who has let it pass when somebody else must too.
    """

    by: Author = SYSTEM
    reading: Reading | None = None
    label: str = ""
    findings: tuple[Finding, ...] = ()
    noted: tuple[Finding, ...] = ()
    deed: str = ""
    approvals: tuple[str, ...] = ()
    seen: tuple[str, ...] | None = None
    returned: str = ""
    text: str | None = None
    language: str = ""
    states: tuple[str, ...] = ("pending",)


async def settle(room: Room, entry: Entry, what: Settlement, actor: Actor | None = None) -> bool:
    """Decide a waiting message; False when somebody else did already."""
    actor = actor or system(entry.workspace_id)
    place = (entry.conversation_id, entry.seq)

    def decide(turn: Turn) -> bool:
        c = turn.conversation(actor, place[0])
        waiting = turn.entry(c, place[1])
        body = waiting.body
        if not isinstance(body, Posted) or body.state not in what.states or what.seen not in (None, body.approvals):
            return False
        if body.state == "pending":
            turn.save(msgspec.structs.replace(c, pending=max(0, c.pending - 1)))
        _apply(room, turn, waiting, body, what)
        findings = what.findings or what.noted or (body.findings if what.deed else ())
        said = heard_of(room, entry.workspace_id, findings, *_texts(body, what))
        put_down_settled(turn, waiting, what.by, what.deed or ("held" if what.findings else "released"), said)
        return True

    return await room.writer.commit(Change(Needs(conversations=(place[0],), entries=(place,)), decide))


def _apply(room: Room, turn: Turn, waiting: Entry, body: Posted, what: Settlement) -> None:
    id, ref = waiting.conversation_id, waiting.seq
    if what.returned:
        turn.amend(waiting, msgspec.structs.replace(body, state="returned"))
        turn.append(id, what.by, f"sys:returned:{ref}", Returned(ref=ref, reason=what.returned))
        return
    if what.approvals:
        _one_more(turn, waiting, body, what)
        return
    if what.findings:
        turn.amend(waiting, msgspec.structs.replace(body, state="held", findings=what.findings, reading=what.reading))
        turn.append(id, what.by, f"sys:held:{ref}", Held(ref=ref, findings=what.findings, reading=what.reading))
        return
    text = body.text if what.text is None else what.text
    released = msgspec.structs.replace(
        body,
        state="posted",
        reading=what.reading,
        label=what.label,
        text=text,
        language=what.language or body.language,
        approvals=(),
        pieces=body.pieces if text == body.text else UNSET,
    )
    entry = turn.amend(waiting, released)
    turn.save(answered(turn.current(id), room.clocks, waiting.author.kind))
    news = Released(
        ref=ref,
        cseq=entry.cseq or UNSET,
        reading=what.reading,
        label=what.label,
        text=text if text != body.text else None,
        language=what.language or UNSET,
    )
    turn.append(id, what.by, f"sys:released:{ref}", news)
    deliver_row(turn, turn.current(id), entry)


def _one_more(turn: Turn, waiting: Entry, body: Posted, what: Settlement) -> None:
    """It stays held until another person lets it pass too; places in a text that was changed are places no more."""
    text = body.text if what.text is None else what.text
    changed = None if text == body.text else text
    nowhere = tuple(msgspec.structs.replace(finding, start=0, end=0) for finding in body.findings)
    findings = body.findings if changed is None else nowhere
    kept = msgspec.structs.replace(
        body,
        text=text,
        reading=what.reading,
        language=what.language or body.language,
        findings=findings,
        approvals=what.approvals,
        pieces=body.pieces if changed is None else UNSET,
    )
    turn.amend(waiting, kept)
    ref = waiting.seq
    more = Held(ref=ref, findings=findings, reading=what.reading, approvals=what.approvals, text=changed)
    turn.append(waiting.conversation_id, what.by, f"sys:approved:{ref}:{turn.now}", more)


def _texts(body: Posted, what: Settlement) -> tuple[str, str]:
    """The typed text and what the customer reads, as they are after this."""
    reading = what.reading or body.reading
    return body.text if what.text is None else what.text, reading.text if reading else ""
