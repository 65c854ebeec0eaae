"""What a storefront shows of itself.

Revision: 0021, after 0020. The file's name says `pre` (safe before the new code runs) or `post`.
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("shop") as batch_op:
        batch_op.add_column(sa.Column("front", sa.Text(), server_default="{}", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("shop") as batch_op:
        batch_op.drop_column("front")
