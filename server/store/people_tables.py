"""The tables of what people at the door have used up or left behind."""

from sqlalchemy import Index, Table

from server.store.columns import key, metadata, number

spent_ticket = Table("spent_ticket", metadata, key("nonce"), number("until"), Index("ix_spent_ticket_until", "until"))
