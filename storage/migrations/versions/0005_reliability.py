"""How often work was interrupted, and since when only the quoted sentences of a text are kept."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("inbox", "submission"):
        op.add_column(table, sa.Column("interrupted", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("revision", sa.Column("thinned_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_revision_thinned_at", "revision", ["thinned_at"])


def downgrade() -> None:
    op.drop_index("ix_revision_thinned_at", "revision")
    op.drop_column("revision", "thinned_at")
    for table in ("inbox", "submission"):
        op.drop_column(table, "interrupted")
