"""Putting verdicts down in their log: with the message where there is one, alone where it was refused."""

from collections.abc import Sequence

import msgspec

from server.conversations.drafting import judged
from server.conversations.room import Room
from server.domain.errors import Refusal
from server.domain.ids import new_id
from server.domain.people import Author
from server.domain.timeline import Entry
from server.domain.verdict import Action, Finding
from server.pipeline.draft import Draft
from server.store.rulings import TABLE
from server.store.turn import Change, Needs, Turn

REFUSED = {"rejected_policy": "refused", "needs_confirmation": "asked"}
"""What a refusal by the rules is called in the log."""


class Heard(msgspec.Struct, frozen=True, kw_only=True):
    """What is put down beside the place: the rules' word, the packs it came from, and the texts it is about."""

    action: Action
    findings: Sequence[Finding]
    packs: str
    typed: str = ""
    sent: str = ""


def heard(room: Room, draft: Draft) -> Heard | None:
    """The word on a draft; None where there is nothing to put down."""
    if draft.action == Action.allow and not draft.findings:
        return None
    return Heard(
        action=draft.action,
        findings=draft.findings,
        packs=room.pipeline.tools.compliance.spoke(draft.workspace_id, draft.findings),
        typed=draft.text,
        sent=draft.reading.text if draft.reading and draft.direction == "outbound" else "",
    )


def heard_of(room: Room, workspace_id: str, findings: Sequence[Finding], typed: str, sent: str) -> Heard | None:
    """The same of findings without a draft."""
    if not findings:
        return None
    action = max(finding.action for finding in findings)
    packs = room.pipeline.tools.compliance.spoke(workspace_id, findings)
    return Heard(action=action, findings=findings, packs=packs, typed=typed, sent=sent)


def put_down(turn: Turn, place: tuple[str, str, int], author: Author, outcome: str, what: Heard | None) -> None:
    """One line, in this turn: the place is workspace, conversation and the message's number (0: none)."""
    if what is None:
        return
    turn.row(
        TABLE,
        id=new_id("vd"),
        workspace_id=place[0],
        conversation_id=place[1],
        seq=place[2],
        author="customer" if author.kind == "customer" else author.key,
        action=what.action.name,
        outcome=outcome,
        findings=tuple(what.findings),
        packs=what.packs,
        typed=what.typed,
        sent=what.sent,
        at=turn.now,
    )


async def passed(room: Room, draft: Draft, conversation_id: str, author: Author, *, confirmed: bool) -> None:
    """Refuse what the rules forbid or want confirmed; the refusal is told once its line is durable."""
    try:
        judged(draft, confirmed=confirmed)
    except Refusal as refusal:
        what, place = heard(room, draft), (draft.workspace_id, conversation_id, 0)
        outcome = REFUSED[refusal.code]
        await room.writer.commit(Change(Needs(), lambda turn: put_down(turn, place, author, outcome, what)))
        raise


def put_down_settled(turn: Turn, entry: Entry, author: Author, outcome: str, what: Heard | None) -> None:
    """What became of a message that waited."""
    put_down(turn, (entry.workspace_id, entry.conversation_id, entry.seq), author, outcome, what)
