"""The table of mail's markup, beside the log: nobody who reads the log carries it."""

from sqlalchemy import BigInteger, Column, ForeignKey, String, Table, Text

from server.store.columns import metadata, of_workspace

rich = Table(
    "rich",
    metadata,
    Column("conversation_id", String(64), ForeignKey("conversation.id"), primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    of_workspace(),
    Column("html", Text, nullable=False),
)
