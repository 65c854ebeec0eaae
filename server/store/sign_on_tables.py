"""The tables of single sign-on: a workspace's provider, and who is who there."""

from sqlalchemy import Column, ForeignKey, String, Table, UniqueConstraint

from server.store.columns import flag, key, metadata, number, of_workspace, word, words

sign_on = Table(
    "sign_on",
    metadata,
    key(),
    of_workspace(),
    word("name", 200),
    word("issuer", 500),
    word("client_id", 255),
    word("client_secret", 800),
    words("domains"),
    word("newcomers", 16),
    word("role", 16),
    word("factor", 16),
    word("opener"),
    flag("trusts_email"),
    flag("only"),
    flag("leaves"),
    flag("active"),
    number("changed_at"),
    UniqueConstraint("workspace_id"),
)

sign_on_link = Table(
    "sign_on_link",
    metadata,
    key(),
    of_workspace(),
    Column("agent_id", String(64), ForeignKey("agent.id"), nullable=False),
    word("issuer", 500),
    word("subject", 255),
    number("linked_at"),
    UniqueConstraint("agent_id", "issuer"),
)
