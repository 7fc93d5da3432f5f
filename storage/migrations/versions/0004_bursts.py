"""Which messages came in one burst, and chats that want reactions instead of answers."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("submission", sa.Column("batch_id", sa.BigInteger(), nullable=False, server_default="0"))
    op.execute("UPDATE submission SET batch_id = message_id")
    op.create_index("ix_submission_chat_id_batch_id", "submission", ["chat_id", "batch_id"])
    off = sa.false()
    op.add_column("chat", sa.Column("reactions_only", sa.Boolean(), nullable=False, server_default=off))


def downgrade() -> None:
    op.drop_column("chat", "reactions_only")
    op.drop_index("ix_submission_chat_id_batch_id", "submission")
    op.drop_column("submission", "batch_id")
