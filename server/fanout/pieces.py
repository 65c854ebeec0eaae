"""The pieces of a message as its customer reads them."""

from msgspec import UNSET, UnsetType

from server.domain.pieces import PARAGRAPH, Told, prose_of, told
from server.domain.timeline import Posted
from server.protocol.pieces import PublicPiece

MANY = ("item", "option")


def pieces_of(body: Posted) -> tuple[str | UnsetType, tuple[PublicPiece, ...] | UnsetType]:
    """The prose beside them, and they; unset where the message has none, or its text alone is left."""
    read = body.reading.text if body.reading else None
    found = told(body.text, read, body.pieces) if body.pieces else None
    if found is None:
        return UNSET, UNSET
    prose, pieces = found
    if read is not None and body.with_original and read != body.text:
        prose = PARAGRAPH.join(filter(None, (prose, prose_of(body.text))))
    return prose, tuple(map(_piece, pieces))


def _piece(each: Told) -> PublicPiece:
    piece, lines = each
    field = piece.kind == "field"
    return PublicPiece(
        kind=piece.kind,
        **{name: line for name, line in lines if name not in MANY},
        items=tuple(line for name, line in lines if name in MANY) or UNSET,
        type=piece.type if field else UNSET,
        required=piece.required if field else UNSET,
        picture=piece.picture or UNSET,
        form=piece.form or UNSET,
    )
