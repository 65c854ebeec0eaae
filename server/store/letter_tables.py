"""The tables of letters: whom one is owed is seen in the conversation; here is who is at it, and until when."""

from sqlalchemy import Column, ForeignKey, Index, String, Table, text

from server.store.columns import key, metadata, number, of_workspace, word

MAIL_WANTED = text("mail_to <> ''")
"""Conversations whose customer wants letters; the words of the index, so that both databases find it."""

letter = Table(
    "letter",
    metadata,
    Column("conversation_id", String(64), ForeignKey("conversation.id"), primary_key=True),
    of_workspace(),
    number("number"),
    number("tries"),
    number("due_at"),
)

OWED = text("done_at = 0")

link_letter = Table(
    "link_letter",
    metadata,
    key(),
    of_workspace(),
    Column("conversation_id", String(64), ForeignKey("conversation.id"), nullable=False),
    word("email", 254),
    number("asked_at"),
    number("due_at"),
    number("tries"),
    number("done_at"),
    Index("ix_link_letter_conversation", "conversation_id"),
    Index("ix_link_letter_due", "due_at", sqlite_where=OWED, postgresql_where=OWED),
)
