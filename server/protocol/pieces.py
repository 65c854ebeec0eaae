"""What a message may hold beside prose and files. Links are of the web, pictures are files of the message."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

_ONE_LINE = r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029]+$"
Label = Annotated[str, Meta(min_length=1, max_length=80, pattern=_ONE_LINE)]
Line = Annotated[str, Meta(min_length=1, max_length=200, pattern=_ONE_LINE)]
Amount = Annotated[str, Meta(max_length=14, pattern=r"^[0-9]{1,10}(\.[0-9]{1,3})?$", description="as `19.90`")]
Currency = Annotated[str, Meta(pattern="^[A-Z]{3}$", description="ISO 4217")]
Address = Annotated[str, Meta(max_length=2000, pattern=r"^https?://[!-~]+$", description="of the web, as ASCII")]
FileId = Annotated[str, Meta(min_length=3, max_length=40, pattern="^[a-z]+_[0-9a-z]+$")]
Given = Annotated[str, Meta(max_length=500, pattern=r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029]*$")]


class _Piece(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel", tag_field="kind"):
    """One piece of a message."""


class Price(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """An amount of money; readers see it as their locale writes it."""

    amount: Amount
    currency: Currency


class QuickReply(_Piece, frozen=True, tag="reply"):
    """An answer to tap; tapping it says `label`. At most 8 in a message."""

    label: Label


class Card(_Piece, frozen=True, tag="card"):
    """A thing to look at. `picture` is the id of one of the message's files."""

    title: Label
    text: Line | None = None
    price: Price | None = None
    link: Address | None = None
    picture: FileId | None = None


class OrderCard(_Piece, frozen=True, tag="order"):
    """An order: its number, how far it is, what is in it, where its parcel can be followed."""

    number: Label
    status: Label
    price: Price | None = None
    link: Address | None = None
    items: Annotated[tuple[Line, ...], Meta(max_length=10)] = ()


class FormField(_Piece, frozen=True, tag="field"):
    """Something to fill in; a `choice` has 2 to 8 options. At most 6 in a message."""

    label: Label
    type: Literal["text", "email", "choice"] = "text"
    required: bool = False
    options: Annotated[tuple[Label, ...], Meta(max_length=8)] = ()


class FormAnswer(_Piece, frozen=True, tag="answer"):
    """A form filled in, by customers: `form` is the number of its message in their series, `values` one for each field."""

    form: Annotated[int, Meta(ge=1, le=2**53)]
    values: Annotated[tuple[Given, ...], Meta(min_length=1, max_length=6)]


AnyPiece = QuickReply | Card | OrderCard | FormField | FormAnswer
Pieces = Annotated[tuple[AnyPiece, ...], Meta(max_length=12)]


class PublicPiece(Struct, frozen=True, kw_only=True, rename="camel"):
    """A piece as its reader sees it: what is absent, it has not. `items`: the things of an order or the options of a choice."""

    kind: Literal["reply", "card", "order", "field", "answer"]
    label: str | UnsetType = UNSET
    title: str | UnsetType = UNSET
    text: str | UnsetType = UNSET
    price: str | UnsetType = UNSET
    link: str | UnsetType = UNSET
    status: str | UnsetType = UNSET
    value: str | UnsetType = UNSET
    items: tuple[str, ...] | UnsetType = UNSET
    type: Literal["text", "email", "choice"] | UnsetType = UNSET
    required: bool | UnsetType = UNSET
    picture: str | UnsetType = UNSET
    form: int | UnsetType = UNSET
