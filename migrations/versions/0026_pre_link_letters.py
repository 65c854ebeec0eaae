"""Links to a conversation that customers ask for by e-mail.

Revision: 0026, after 0025. The file's name says `pre` (safe before the new code runs) or `post`.
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

OWED = sa.text("done_at = 0")


def upgrade() -> None:
    op.create_table(
        "link_letter",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.Column("conversation_id", sa.String(length=64), nullable=False),
        sa.Column("email", sa.String(length=254), server_default="", nullable=False),
        sa.Column("asked_at", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("due_at", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("tries", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("done_at", sa.BigInteger(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], name=op.f("fk_link_letter_conversation_id_conversation")
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_link_letter_workspace_id_workspace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_letter")),
    )
    with op.batch_alter_table("link_letter", schema=None) as batch_op:
        batch_op.create_index("ix_link_letter_conversation", ["conversation_id"], unique=False)
        batch_op.create_index("ix_link_letter_due", ["due_at"], unique=False, sqlite_where=OWED, postgresql_where=OWED)


def downgrade() -> None:
    op.drop_table("link_letter")
