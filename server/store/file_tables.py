"""The table of stored files."""

from sqlalchemy import Index, Table

from server.store.columns import key, metadata, number, of_workspace, word

file = Table(
    "file",
    metadata,
    key(),
    of_workspace(),
    word("owner", 100),
    word("conversation_id"),
    word("name", 255),
    word("mime", 100),
    number("size"),
    word("sha256"),
    number("created_at"),
    number("stored_at"),
    Index("ix_file_conversation", "conversation_id"),
    Index("ix_file_time", "workspace_id", "created_at"),
    Index("ix_file_owner", "owner", "created_at"),
)
