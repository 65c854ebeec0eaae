"""The tables of letters: whom one is owed is seen in the conversation; here is who is at it, and until when."""

from sqlalchemy import Column, ForeignKey, String, Table, text

from server.store.columns import metadata, number, of_workspace

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
