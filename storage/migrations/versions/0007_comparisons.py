"""What comparing stories gave, kept to be read; indexes for what people ask most; chats that are alerted."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "comparison",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("story_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("payload", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["story_id"], ["story.id"], name="fk_comparison_story_id_story", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_comparison"),
        sa.UniqueConstraint("key", name="uq_comparison_key"),
    )
    op.create_index("ix_comparison_story_id", "comparison", ["story_id"])
    op.create_index("ix_article_language_story_id", "article", ["language", "story_id"])
    op.create_index("ix_article_language_received_at", "article", ["language", "received_at"])
    op.create_index("ix_holding_chat_pk_added_at", "holding", ["chat_pk", "added_at"])
    op.create_index("ix_story_payload", "story", ["payload"])
    op.create_index("ix_story_given_title", "story", ["given_title"])
    op.add_column("submission", sa.Column("fallback", sa.String(), nullable=True))
    op.add_column("chat", sa.Column("alerts", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("chat", sa.Column("alerted_until", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("chat", "alerted_until")
    op.drop_column("chat", "alerts")
    op.drop_column("submission", "fallback")
    op.drop_index("ix_story_given_title", "story")
    op.drop_index("ix_story_payload", "story")
    op.drop_index("ix_holding_chat_pk_added_at", "holding")
    op.drop_index("ix_article_language_received_at", "article")
    op.drop_index("ix_article_language_story_id", "article")
    op.drop_table("comparison")
