"""Bridges are told whom to forget.

Revision: 0017, after 0016. The file's name says `pre` (safe before the new code runs) or `post`.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

COUNTED = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "bridge_erasure",
        sa.Column("number", COUNTED, autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.Column("bridge_id", sa.String(length=64), nullable=False),
        sa.Column("customer_id", sa.String(length=64), server_default="", nullable=False),
        sa.Column("external_id", sa.String(length=200), server_default="", nullable=False),
        sa.Column("state", sa.String(length=16), server_default="", nullable=False),
        sa.Column("attempts", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("next_at", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("created_at", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("updated_at", sa.BigInteger(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["bridge_id"], ["bridge.id"], name=op.f("fk_bridge_erasure_bridge_id_bridge")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_bridge_erasure_workspace_id_workspace")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_bridge_erasure")),
        sa.UniqueConstraint("id", name=op.f("uq_bridge_erasure_id")),
    )
    op.create_index("ix_bridge_erasure_bridge", "bridge_erasure", ["bridge_id", "state", "number"])
    due = sa.text("state = 'waiting'")
    op.create_index("ix_bridge_erasure_due", "bridge_erasure", ["next_at"], sqlite_where=due, postgresql_where=due)


def downgrade() -> None:
    op.drop_table("bridge_erasure")
