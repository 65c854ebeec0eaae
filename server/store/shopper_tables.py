"""The tables of shoppers a shop signs: its keys, who ended a login, who became whom, and what is known of them."""

from sqlalchemy import Column, ForeignKey, Index, String, Table, Text

from server.domain.profile import Cart, Order, Seen, SignedPerson
from server.store.columns import Packed, key, metadata, number, of_workspace, packed, word

shop_key = Table(
    "shop_key",
    metadata,
    key(),
    of_workspace(),
    Column("shop_id", String(64), ForeignKey("shop.id"), nullable=False, index=True),
    word("algorithm", 16),
    word("secret", 255),
    Column("public", Text, nullable=False, server_default=""),
    number("created_at"),
    number("ends_at"),
)

ended_login = Table(
    "ended_login",
    metadata,
    key(),
    of_workspace(),
    number("at"),
    number("until"),
    Index("ix_ended_login_at", "at"),
    Index("ix_ended_login_until", "until"),
)

merged_customer = Table(
    "merged_customer",
    metadata,
    key(),
    of_workspace(),
    Column("customer_id", String(64), nullable=False, index=True),
    number("at"),
)

profile = Table(
    "profile",
    metadata,
    key("customer_id"),
    of_workspace(),
    Column("signed", Packed(SignedPerson)),
    number("signed_at"),
    packed("attributes", dict[str, str]),
    Column("cart", Packed(Cart)),
    Column("order", Packed(Order)),
    Column("seen", Packed(tuple[Seen, ...]), nullable=False, server_default="[]"),
    number("told_at"),
)
