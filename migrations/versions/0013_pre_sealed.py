"""Secrets of phones and webhooks lie sealed in their rows, which takes more room.

Revision: 0013, after 0012. The file's name says `pre` (safe before the new code runs) or `post`.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

COLUMNS = (("second_factor", "generation"), ("webhook", "generation"), ("webhook", "former"))


def upgrade() -> None:
    for table, column in COLUMNS:
        with op.batch_alter_table(table) as batch_op:
            batch_op.alter_column(
                column,
                existing_type=sa.String(64),
                type_=sa.String(160),
                existing_server_default="",
                existing_nullable=False,
            )


def downgrade() -> None:
    for table, column in COLUMNS:
        with op.batch_alter_table(table) as batch_op:
            batch_op.alter_column(
                column,
                existing_type=sa.String(160),
                type_=sa.String(64),
                existing_server_default="",
                existing_nullable=False,
            )
