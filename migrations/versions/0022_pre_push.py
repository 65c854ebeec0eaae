"""Notices that reach an agent's browser while no console is looked at.

Revision: 0022, after 0021. The file's name says `pre` (safe before the new code runs) or `post`.
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def text(name: str, size: int = 64, **more: object) -> sa.Column[str]:
    return sa.Column(name, sa.String(size), nullable=False, **more)


def number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=False, server_default="0")


def flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.text("false"))


def owned(table: str) -> tuple[sa.ForeignKeyConstraint, ...]:
    return (sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=f"fk_{table}_workspace_id_workspace"),)


def upgrade() -> None:
    op.create_table(
        "push_key",
        text("workspace_id"),
        sa.Column("private", sa.Text(), nullable=False),
        text("public", 100, server_default=""),
        *owned("push_key"),
        sa.PrimaryKeyConstraint("workspace_id", name="pk_push_key"),
    )
    op.create_table(
        "push_seat",
        text("id"),
        text("workspace_id"),
        text("session_id"),
        text("agent_id"),
        sa.Column("address", sa.Text(), nullable=False),
        text("address_hash", server_default=""),
        flag("words"),
        text("language", 8, server_default=""),
        number("created_at"),
        number("rests_until"),
        number("failures"),
        *owned("push_seat"),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name="fk_push_seat_session_id_session", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_push_seat"),
        sa.UniqueConstraint("session_id", name="uq_push_seat_session_id"),
    )
    op.create_index("ix_push_seat_address_hash", "push_seat", ["address_hash"])
    op.create_table(
        "push_told",
        text("seat_id"),
        text("conversation_id"),
        text("workspace_id"),
        number("fence"),
        number("cseq"),
        *owned("push_told"),
        sa.ForeignKeyConstraint(
            ["seat_id"], ["push_seat.id"], name="fk_push_told_seat_id_push_seat", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("seat_id", "conversation_id", name="pk_push_told"),
    )
    with op.batch_alter_table("session") as batch_op:
        batch_op.add_column(flag("watching"))
        batch_op.add_column(number("watched_at"))


def downgrade() -> None:
    with op.batch_alter_table("session") as batch_op:
        batch_op.drop_column("watched_at")
        batch_op.drop_column("watching")
    for table in ("push_told", "push_seat", "push_key"):
        op.drop_table(table)
