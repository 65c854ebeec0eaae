"""Single sign-on: a workspace's provider, who is who there, and how a login was opened.

Revision: 0015, after 0014. The file's name says `pre` (safe before the new code runs) or `post`.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

FLAGS = ("trusts_email", "only", "leaves", "active")
WORDS = (("name", 200), ("issuer", 500), ("client_id", 255), ("client_secret", 800))
MORE = (("newcomers", 16), ("role", 16), ("factor", 16), ("opener", 64))


def upgrade() -> None:
    op.create_table(
        "sign_on",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        *(sa.Column(name, sa.String(length=size), server_default="", nullable=False) for name, size in WORDS),
        sa.Column("domains", sa.Text(), server_default="[]", nullable=False),
        *(sa.Column(name, sa.String(length=size), server_default="", nullable=False) for name, size in MORE),
        *(sa.Column(name, sa.Boolean(), server_default=sa.text("false"), nullable=False) for name in FLAGS),
        sa.Column("changed_at", sa.BigInteger(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_sign_on_workspace_id_workspace")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_on")),
        sa.UniqueConstraint("workspace_id", name=op.f("uq_sign_on_workspace_id")),
    )
    op.create_table(
        "sign_on_link",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.Column("agent_id", sa.String(length=64), nullable=False),
        sa.Column("issuer", sa.String(length=500), server_default="", nullable=False),
        sa.Column("subject", sa.String(length=255), server_default="", nullable=False),
        sa.Column("linked_at", sa.BigInteger(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"], name=op.f("fk_sign_on_link_agent_id_agent")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_sign_on_link_workspace_id_workspace")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_on_link")),
        sa.UniqueConstraint("agent_id", "issuer", name=op.f("uq_sign_on_link_agent_id_issuer")),
    )
    with op.batch_alter_table("session") as batch_op:
        batch_op.add_column(sa.Column("proof", sa.String(length=16), server_default="", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("session") as batch_op:
        batch_op.drop_column("proof")
    op.drop_table("sign_on_link")
    op.drop_table("sign_on")
