"""From pieces as they are asked for to lines of text and what each of them is, for those who may send them."""

import re
from collections.abc import Iterator

from server.conversations.room import Room
from server.domain.errors import Refusal
from server.domain.people import Actor
from server.domain.pieces import Line, StoredPiece, lines_of, whole
from server.domain.timeline import Posted
from server.fanout.views import customer_entry
from server.pipeline.stages import clean
from server.protocol import pieces as p
from server.protocol.commands import Content
from server.protocol.views import PublicPosted

MOST: dict[type, int] = {p.QuickReply: 8, p.FormField: 6, p.Card: 4, p.OrderCard: 4}
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
Laid = tuple[str, tuple[StoredPiece, ...]]
_Lines = Iterator[tuple[Line, str]]


async def enclosed(room: Room, actor: Actor, id: str, said: Content) -> Laid:
    """The whole text of a message with these pieces, and what its last lines are.

    Agents and bots send replies, cards and forms; a customer answers a form. Refuses `bad_request` by the place.
    """
    text, pieces = said.text, said.pieces
    if not pieces:
        return text, ()
    if actor.kind == "customer":
        return await _answered(room, actor, id, text, pieces)
    _allowed(actor, pieces)
    pictures = {each.picture for each in pieces if isinstance(each, p.Card) and each.picture}
    if not pictures <= {*said.attachments}:
        raise Refusal("bad_request", "body.pieces")
    found = [(_piece(each, names), lines) for n, each in enumerate(pieces) for names, lines in (_cleaned(each, n),)]
    return whole(clean(text), tuple(line for _, lines in found for line in lines)), tuple(piece for piece, _ in found)


def kept(text: str, pieces: tuple[StoredPiece, ...]) -> tuple[StoredPiece, ...]:
    """The pieces, while the judged text still has their lines."""
    return pieces if pieces and lines_of(text, pieces) else ()


def _allowed(actor: Actor, pieces: tuple[p.AnyPiece, ...]) -> None:
    if actor.kind not in ("agent", "bot"):
        raise Refusal("forbidden", "body.pieces")
    kinds = [type(each) for each in pieces]
    if p.FormAnswer in kinds or {p.QuickReply, p.FormField} <= {*kinds}:
        raise Refusal("bad_request", "body.pieces")
    if any(kinds.count(kind) > most for kind, most in MOST.items()):
        raise Refusal("too_large", "body.pieces")
    for n, each in enumerate(pieces):
        if isinstance(each, p.FormField) and (len(each.options) < 2 if each.type == "choice" else each.options):
            raise Refusal("bad_request", f"body.pieces[{n}].options")


def _cleaned(each: p.AnyPiece, n: int) -> tuple[tuple[Line, ...], tuple[str, ...]]:
    """What the piece says, cleaned as text is: a line of nothing is none."""
    named = [(name, clean(line)) for name, line in _lines(each)]
    if not all(line for _, line in named):
        raise Refusal("bad_request", f"body.pieces[{n}]")
    return tuple(name for name, _ in named), tuple(line for _, line in named)


def _lines(each: p.AnyPiece) -> _Lines:
    match each:
        case p.QuickReply():
            yield "label", each.label
        case p.Card():
            yield "title", each.title
            if each.text:
                yield "text", each.text
        case p.OrderCard():
            yield "title", each.number
            yield "status", each.status
            yield from (("item", item) for item in each.items)
        case p.FormField():
            yield "label", each.label
            yield from (("option", option) for option in each.options)
    if isinstance(each, p.Card | p.OrderCard):
        if each.price:
            yield "price", f"{each.price.amount} {each.price.currency}"
        if each.link:
            yield "link", each.link


def _piece(each: p.AnyPiece, names: tuple[Line, ...]) -> StoredPiece:
    match each:
        case p.FormField():
            return StoredPiece(kind="field", lines=names, type=each.type, required=each.required)
        case p.Card():
            return StoredPiece(kind="card", lines=names, picture=each.picture or "")
        case p.OrderCard():
            return StoredPiece(kind="order", lines=names)
        case _:
            return StoredPiece(kind="reply", lines=names)


async def _answered(room: Room, actor: Actor, id: str, text: str, pieces: tuple[p.AnyPiece, ...]) -> Laid:
    answer = pieces[0]
    if not isinstance(answer, p.FormAnswer) or len(pieces) > 1 or text:
        raise Refusal("bad_request", "body.pieces")
    log = await room.reads.after(actor, id, answer.form - 1, 1)
    body = log.entries[0].body if log.entries and log.entries[0].cseq == answer.form else None
    form = customer_entry(log.entries[0]).body if isinstance(body, Posted) else None
    fields = [each for each in form.pieces or () if each.kind == "field"] if isinstance(form, PublicPosted) else []
    if not fields:
        raise Refusal("not_found", "body.pieces[0].form")
    if len(fields) != len(answer.values):
        raise Refusal("bad_request", "body.pieces[0].values")
    lines: list[str] = []
    for n, (field, value) in enumerate(zip(fields, map(clean, answer.values), strict=True)):
        if wrong := _wrong(field, value):
            raise Refusal("bad_request", f"body.pieces[0].values[{n}]: {wrong}")
        if value:
            lines += (f"{field.label or ''}:".replace("::", ":"), value)
    if not lines:
        raise Refusal("bad_request", "body.pieces[0].values")
    return "\n".join(lines), (StoredPiece(kind="answer", lines=("label", "value"), form=answer.form),) * (
        len(lines) // 2
    )


def _wrong(field: p.PublicPiece, value: str) -> str:
    """Why a value is none for this field: a word of the protocol's page, or nothing."""
    if not value:
        return "required" if field.required else ""
    if field.type == "email" and not _EMAIL.fullmatch(value):
        return "email"
    return "choice" if field.type == "choice" and value not in (field.items or ()) else ""
