"""Corrections of stories by hand, and the pairs of articles that they label."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_KINDS = ("split", "merge", "move", "rename")


def upgrade() -> None:
    op.add_column("story", sa.Column("given_title", sa.String(), nullable=True))
    kind = sa.Enum(*_KINDS, name="kind", native_enum=False, create_constraint=True, length=16)
    op.create_table(
        "correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", kind, nullable=False),
        sa.Column("story_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_correction"),
    )
    op.create_table(
        "pair",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("correction_id", sa.Integer(), nullable=False),
        sa.Column("left_id", sa.Integer(), nullable=False),
        sa.Column("right_id", sa.Integer(), nullable=False),
        sa.Column("same", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_pair"),
        _reference("correction_id", "correction"),
        _reference("left_id", "article"),
        _reference("right_id", "article"),
    )
    for column in ("correction_id", "left_id", "right_id"):
        op.create_index(f"ix_pair_{column}", "pair", [column])


def downgrade() -> None:
    op.drop_table("pair")
    op.drop_table("correction")
    op.drop_column("story", "given_title")


def _reference(column: str, table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_pair_{column}_{table}"
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=name, ondelete="CASCADE")
