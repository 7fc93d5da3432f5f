"""What chats want: own articles, wishes, weekdays, quiet hours, roles, feeds; and the full-text index."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)
_TABLES = ("word", "searchable", "feed_item", "feed", "membership", "memo", "interest", "holding")
# Kept in step by triggers, so that no writer can forget it.
_ADD = "INSERT INTO full_text(rowid, head, body) VALUES (new.id, new.head, new.body)"
_DROP = "INSERT INTO full_text(full_text, rowid, head, body) VALUES ('delete', old.id, old.head, old.body)"
_INDEX = "fts5(head, body, content='searchable', content_rowid='id', tokenize='unicode61')"
_FULL_TEXT = (
    f"CREATE VIRTUAL TABLE full_text USING {_INDEX}",
    f"CREATE TRIGGER searchable_added AFTER INSERT ON searchable BEGIN {_ADD}; END",
    f"CREATE TRIGGER searchable_gone AFTER DELETE ON searchable BEGIN {_DROP}; END",
    f"CREATE TRIGGER searchable_changed AFTER UPDATE ON searchable BEGIN {_DROP}; {_ADD}; END",
)


def upgrade() -> None:
    op.add_column("chat", sa.Column("quiet_from", sa.String(), nullable=True))
    op.add_column("chat", sa.Column("quiet_until", sa.String(), nullable=True))
    op.add_column("chat", sa.Column("silent", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("chat", sa.Column("shared", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("chat", sa.Column("paused_until", _TIME, nullable=True))
    op.add_column("slot", sa.Column("days", sa.String(), nullable=False, server_default="1234567"))
    _chats()
    _people()
    _feeds()
    _search()
    _hold_what_was_sent()


def downgrade() -> None:
    if op.get_context().dialect.name == "sqlite":
        for name in ("added", "gone", "changed"):
            op.execute(f"DROP TRIGGER searchable_{name}")
        op.execute("DROP TABLE full_text")
    for table in _TABLES:
        op.drop_table(table)
    op.drop_column("slot", "days")
    for column in ("paused_until", "shared", "silent", "quiet_until", "quiet_from"):
        op.drop_column("chat", column)


def _chats() -> None:
    op.create_table(
        "holding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chat_pk", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("added_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_holding"),
        sa.UniqueConstraint("chat_pk", "article_id", name="uq_holding_chat_pk_article_id"),
        _reference("holding", "chat_pk", "chat"),
        _reference("holding", "article_id", "article"),
    )
    op.create_index("ix_holding_article_id", "holding", ["article_id"])
    op.create_table(
        "interest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chat_pk", sa.Integer(), nullable=False),
        sa.Column("wish", _choice("wish", "follow", "mute", "trust"), nullable=False),
        sa.Column("story_id", sa.Integer(), nullable=True),
        sa.Column("outlet_id", sa.Integer(), nullable=True),
        sa.Column("word", sa.String(), nullable=True),
        sa.Column("shown", sa.String(), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_interest"),
        sa.UniqueConstraint("chat_pk", "story_id", name="uq_interest_chat_pk_story_id"),
        sa.UniqueConstraint("chat_pk", "word", name="uq_interest_chat_pk_word"),
        sa.UniqueConstraint("chat_pk", "outlet_id", name="uq_interest_chat_pk_outlet_id"),
        _reference("interest", "chat_pk", "chat"),
        _reference("interest", "story_id", "story"),
        _reference("interest", "outlet_id", "outlet"),
    )
    op.create_index("ix_interest_story_id", "interest", ["story_id"])
    op.create_index("ix_interest_outlet_id", "interest", ["outlet_id"])


def _people() -> None:
    op.create_table(
        "memo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chat_pk", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("payload", sa.String(), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_memo"),
        _reference("memo", "chat_pk", "chat"),
    )
    op.create_index("ix_memo_chat_pk", "memo", ["chat_pk"])
    op.create_index("ix_memo_created_at", "memo", ["created_at"])
    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chat_pk", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", _choice("role", "reader", "editor", "admin"), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_membership"),
        sa.UniqueConstraint("chat_pk", "user_id", name="uq_membership_chat_pk_user_id"),
        _reference("membership", "chat_pk", "chat"),
    )


def _feeds() -> None:
    op.create_table(
        "feed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chat_pk", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("etag", sa.String(), nullable=True),
        sa.Column("modified", sa.String(), nullable=True),
        sa.Column("next_at", _TIME, nullable=False),
        sa.Column("checked_at", _TIME, nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("problem", sa.String(), nullable=True),
        sa.Column("created_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_feed"),
        sa.UniqueConstraint("chat_pk", "url", name="uq_feed_chat_pk_url"),
        _reference("feed", "chat_pk", "chat"),
    )
    op.create_index("ix_feed_next_at", "feed", ["next_at"])
    op.create_table(
        "feed_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("feed_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("seen_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_feed_item"),
        sa.UniqueConstraint("feed_id", "key", name="uq_feed_item_feed_id_key"),
        _reference("feed_item", "feed_id", "feed"),
    )


def _search() -> None:
    op.create_table(
        "searchable",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=True),
        sa.Column("claim_id", sa.Integer(), nullable=True),
        sa.Column("head", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_searchable"),
        sa.UniqueConstraint("article_id", name="uq_searchable_article_id"),
        sa.UniqueConstraint("claim_id", name="uq_searchable_claim_id"),
        _reference("searchable", "article_id", "article"),
        _reference("searchable", "claim_id", "claim"),
    )
    op.create_table(
        "word",
        sa.Column("text", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("text", name="pk_word"),
    )
    if op.get_context().dialect.name == "sqlite":
        for statement in _FULL_TEXT:
            op.execute(statement)


def _hold_what_was_sent() -> None:
    op.execute(
        "INSERT INTO holding (chat_pk, article_id, added_at) "
        "SELECT chat.id, submission.article_id, min(submission.received_at) FROM submission "
        "JOIN chat ON chat.chat_id = submission.chat_id "
        "WHERE submission.article_id IS NOT NULL GROUP BY chat.id, submission.article_id"
    )


def _choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=16)


def _reference(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{column}_{target}"
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete="CASCADE")
