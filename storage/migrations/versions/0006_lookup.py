"""Where copies of a text and stories silent for long are looked up; filled by the next start."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "copy_key",
        sa.Column("key", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", "day", "article_id", name="pk_copy_key"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "story_term",
        sa.Column("term", sa.String(), nullable=False),
        sa.Column("story_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("term", "story_id", name="pk_story_term"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("story_term")
    op.drop_table("copy_key")
