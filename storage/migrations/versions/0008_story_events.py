"""Why articles stand where they do, what became of stories, and the time that a text counts from."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("revision", sa.Column("dated_at", sa.DateTime(timezone=True), nullable=True))
    for column in ("stored_at", "dated_at"):
        op.create_index(f"ix_revision_{column}", "revision", [column])
    op.create_table(
        "placement",
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("payload", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name="fk_placement_article_id_article", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("article_id", name="pk_placement"),
    )
    op.create_table(
        "story_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("story_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("other_title", sa.String(), nullable=False),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("payload", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["story_id"], ["story.id"], name="fk_story_event_story_id_story", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_story_event"),
    )
    op.create_index("ix_story_event_story_id", "story_event", ["story_id"])
    op.create_index("ix_story_event_other_id", "story_event", ["other_id"])


def downgrade() -> None:
    op.drop_table("story_event")
    op.drop_table("placement")
    for column in ("stored_at", "dated_at"):
        op.drop_index(f"ix_revision_{column}", "revision")
    op.drop_column("revision", "dated_at")
