"""The tables of what people may ask of us: who said yes to what, and whose words were taken away."""

from sqlalchemy import Index, Table

from server.store.columns import flag, key, metadata, number, of_workspace, word

consent = Table(
    "consent",
    metadata,
    key(),
    of_workspace(),
    word("customer_id"),
    word("purpose"),
    flag("given"),
    word("version"),
    word("source", 200),
    number("at"),
    Index("ix_consent_customer", "customer_id"),
)

erasure = Table(
    "erasure",
    metadata,
    key(),
    of_workspace(),
    word("subject"),
    word("customer_id"),
    number("at"),
    number("done_at"),
    Index("ix_erasure_open", "done_at"),
    Index("ix_erasure_workspace", "workspace_id", "at"),
)
