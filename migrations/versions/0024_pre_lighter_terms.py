"""SQLite's full-text table has one index of its terms and no more for their first letters: those cost half of storing a message.

What is stored is indexed anew once, some seconds for a million messages.

Revision: 0024, after 0023. The file's name says `pre` (safe before the new code runs) or `post`.
"""

from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

MADE = """
CREATE VIRTUAL TABLE searched_terms USING fts5(
    terms, content='searched', content_rowid='number',{prefix} columnsize=0,
    tokenize="unicode61 remove_diacritics 0 categories 'L* N* M* Co'"
)
"""


def upgrade() -> None:
    _make("")


def downgrade() -> None:
    _make(" prefix='1 2 3',")


def _make(prefix: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE searched_terms")
        op.execute(MADE.format(prefix=prefix))
        op.execute("INSERT INTO searched_terms(searched_terms) VALUES ('rebuild')")
