"""What the administrators are still to be told about a part of a digest."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("delivery", sa.Column("untold", sa.String(), nullable=True))
    op.create_index("ix_delivery_untold", "delivery", ["untold"])


def downgrade() -> None:
    op.drop_index("ix_delivery_untold")
    op.drop_column("delivery", "untold")
