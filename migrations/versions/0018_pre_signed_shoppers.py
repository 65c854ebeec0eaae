"""A shop signs its shoppers: its keys, ended logins, merged customers, what is known of a shopper.

Revision: 0018, after 0017. The file's name says `pre` (safe before the new code runs) or `post`.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def text(name: str, size: int = 64, **more: object) -> sa.Column[str]:
    return sa.Column(name, sa.String(size), nullable=False, **more)


def number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=False, server_default="0")


def owned(table: str) -> tuple[sa.ForeignKeyConstraint, ...]:
    return (sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=f"fk_{table}_workspace_id_workspace"),)


def upgrade() -> None:
    op.create_table(
        "shop_key",
        text("id"),
        text("workspace_id"),
        text("shop_id"),
        text("algorithm", 16, server_default=""),
        text("secret", 255, server_default=""),
        sa.Column("public", sa.Text(), nullable=False, server_default=""),
        number("created_at"),
        number("ends_at"),
        *owned("shop_key"),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name="fk_shop_key_shop_id_shop"),
        sa.PrimaryKeyConstraint("id", name="pk_shop_key"),
    )
    op.create_index("ix_shop_key_shop_id", "shop_key", ["shop_id"])
    op.create_table(
        "ended_login",
        text("id"),
        text("workspace_id"),
        number("at"),
        number("until"),
        *owned("ended_login"),
        sa.PrimaryKeyConstraint("id", name="pk_ended_login"),
    )
    op.create_index("ix_ended_login_at", "ended_login", ["at"])
    op.create_index("ix_ended_login_until", "ended_login", ["until"])
    op.create_table(
        "merged_customer",
        text("id"),
        text("workspace_id"),
        text("customer_id"),
        number("at"),
        *owned("merged_customer"),
        sa.PrimaryKeyConstraint("id", name="pk_merged_customer"),
    )
    op.create_index("ix_merged_customer_customer_id", "merged_customer", ["customer_id"])
    op.create_table(
        "profile",
        text("customer_id"),
        text("workspace_id"),
        sa.Column("signed", sa.Text()),
        number("signed_at"),
        sa.Column("attributes", sa.Text(), nullable=False, server_default="{}"),
        sa.Column("cart", sa.Text()),
        sa.Column("order", sa.Text()),
        sa.Column("seen", sa.Text(), nullable=False, server_default="[]"),
        number("told_at"),
        *owned("profile"),
        sa.PrimaryKeyConstraint("customer_id", name="pk_profile"),
    )
    with op.batch_alter_table("shop") as batch_op:
        batch_op.add_column(sa.Column("signed_only", sa.Boolean(), nullable=False, server_default=sa.text("false")))


def downgrade() -> None:
    with op.batch_alter_table("shop") as batch_op:
        batch_op.drop_column("signed_only")
    for table in ("profile", "merged_customer", "ended_login", "shop_key"):
        op.drop_table(table)
