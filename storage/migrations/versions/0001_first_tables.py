"""The first tables."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _chat()
    _inbox()
    _outlet()
    _setting()
    _story()
    _article()
    _claim()
    _digest()
    _slot()
    _delivery()
    _digest_entry()
    _revision()
    _status_event()
    _submission()
    _statement()


def downgrade() -> None:
    for table in reversed(_TABLES):
        op.drop_table(table)


def _number(name: str, *, optional: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=optional)


def _telegram(name: str, *, optional: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=optional)


def _text(name: str, *, optional: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=optional)


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def _time(name: str, *, optional: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=optional)


def _choice(name: str, values: str) -> sa.Column[str]:
    kind = sa.Enum(*values.split(), name=name, native_enum=False, create_constraint=True, length=16)
    return sa.Column(name, kind, nullable=False)


def _reference(column: str, target: str, name: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete=ondelete)


def _chat() -> None:
    op.create_table(
        "chat",
        _number("id"),
        _telegram("chat_id"),
        _text("kind"),
        _text("title"),
        _text("timezone"),
        _flag("active"),
        _time("added_at"),
        _telegram("migrated_from", optional=True),
        sa.PrimaryKeyConstraint("id", name="pk_chat"),
        sa.UniqueConstraint("chat_id", name="uq_chat_chat_id"),
    )
    op.create_index("ix_chat_migrated_from", "chat", ["migrated_from"])


def _inbox() -> None:
    op.create_table(
        "inbox",
        _number("id"),
        _telegram("update_id"),
        _telegram("chat_id", optional=True),
        _telegram("message_id", optional=True),
        _text("kind"),
        _telegram("edition"),
        _text("payload"),
        _choice("state", "new working done failed poison"),
        _number("tries"),
        _text("error", optional=True),
        _time("received_at"),
        _time("done_at", optional=True),
        sa.PrimaryKeyConstraint("id", name="pk_inbox"),
        sa.UniqueConstraint(
            "chat_id", "message_id", "kind", "edition", name="uq_inbox_chat_id_message_id_kind_edition"
        ),
        sa.UniqueConstraint("update_id", name="uq_inbox_update_id"),
    )
    op.create_index("ix_inbox_received_at", "inbox", ["received_at"])
    op.create_index("ix_inbox_state", "inbox", ["state"])


def _outlet() -> None:
    op.create_table(
        "outlet",
        _number("id"),
        _text("key"),
        _text("name"),
        _text("family", optional=True),
        sa.PrimaryKeyConstraint("id", name="pk_outlet"),
        sa.UniqueConstraint("key", name="uq_outlet_key"),
    )


def _setting() -> None:
    op.create_table(
        "setting",
        _text("key"),
        _text("value"),
        _time("updated_at"),
        sa.PrimaryKeyConstraint("key", name="pk_setting"),
    )


def _story() -> None:
    op.create_table(
        "story",
        _number("id"),
        _text("title"),
        _number("continues_id", optional=True),
        _time("opened_at"),
        _time("last_published_at"),
        _text("payload"),
        sa.PrimaryKeyConstraint("id", name="pk_story"),
        _reference("continues_id", "story", "fk_story_continues_id_story", "SET NULL"),
    )
    op.create_index("ix_story_continues_id", "story", ["continues_id"])
    op.create_index("ix_story_last_published_at", "story", ["last_published_at"])


def _article() -> None:
    op.create_table(
        "article",
        _number("id"),
        _number("outlet_id"),
        _text("external_id", optional=True),
        _text("canonical_url", optional=True),
        _text("title"),
        _time("published_at"),
        _text("published_source"),
        _text("agency", optional=True),
        _text("language"),
        _text("text_hash"),
        _number("story_id", optional=True),
        _number("copy_of_id", optional=True),
        _time("received_at"),
        _text("forward_origin", optional=True),
        sa.PrimaryKeyConstraint("id", name="pk_article"),
        _reference("copy_of_id", "article", "fk_article_copy_of_id_article", "SET NULL"),
        _reference("outlet_id", "outlet", "fk_article_outlet_id_outlet"),
        _reference("story_id", "story", "fk_article_story_id_story", "SET NULL"),
        sa.UniqueConstraint("canonical_url", name="uq_article_canonical_url"),
    )
    op.create_index("ix_article_copy_of_id", "article", ["copy_of_id"])
    op.create_index("ix_article_external_id", "article", ["external_id"])
    op.create_index("ix_article_outlet_id", "article", ["outlet_id"])
    op.create_index("ix_article_published_at", "article", ["published_at"])
    op.create_index("ix_article_received_at", "article", ["received_at"])
    op.create_index("ix_article_story_id", "article", ["story_id"])
    op.create_index("ix_article_text_hash", "article", ["text_hash"])


def _claim() -> None:
    op.create_table(
        "claim",
        _number("id"),
        _number("story_id"),
        _text("key"),
        _text("text"),
        _text("status"),
        _text("rule"),
        sa.Column("weight", sa.Float(), nullable=False),
        _time("first_at"),
        _time("changed_at"),
        _time("retired_at", optional=True),
        _text("payload"),
        sa.PrimaryKeyConstraint("id", name="pk_claim"),
        _reference("story_id", "story", "fk_claim_story_id_story", "CASCADE"),
        sa.UniqueConstraint("story_id", "key", name="uq_claim_story_id_key"),
    )
    op.create_index("ix_claim_changed_at", "claim", ["changed_at"])


def _digest() -> None:
    op.create_table(
        "digest",
        _number("id"),
        _number("chat_pk"),
        _telegram("thread_id"),
        _text("slot_key"),
        _text("kind"),
        _time("window_start", optional=True),
        _time("window_end"),
        _time("created_at"),
        _choice("state", "new ready done empty skipped failed"),
        _flag("late"),
        _text("payload"),
        sa.PrimaryKeyConstraint("id", name="pk_digest"),
        _reference("chat_pk", "chat", "fk_digest_chat_pk_chat", "CASCADE"),
        sa.UniqueConstraint("chat_pk", "thread_id", "slot_key", name="uq_digest_chat_pk_thread_id_slot_key"),
    )
    op.create_index("ix_digest_state", "digest", ["state"])


def _slot() -> None:
    op.create_table(
        "slot",
        _number("id"),
        _number("chat_pk"),
        _telegram("thread_id"),
        _text("local_time"),
        _time("created_at"),
        _flag("paused"),
        sa.PrimaryKeyConstraint("id", name="pk_slot"),
        _reference("chat_pk", "chat", "fk_slot_chat_pk_chat", "CASCADE"),
        sa.UniqueConstraint(
            "chat_pk", "thread_id", "local_time", name="uq_slot_chat_pk_thread_id_local_time"
        ),
    )


def _delivery() -> None:
    op.create_table(
        "delivery",
        _number("id"),
        _number("digest_id"),
        _number("part"),
        _text("text"),
        _text("markup", optional=True),
        _choice("state", "pending sending sent unknown failed"),
        _telegram("message_id", optional=True),
        _number("tries"),
        _text("error", optional=True),
        _time("not_before", optional=True),
        _time("claimed_at", optional=True),
        _time("sent_at", optional=True),
        sa.PrimaryKeyConstraint("id", name="pk_delivery"),
        _reference("digest_id", "digest", "fk_delivery_digest_id_digest", "CASCADE"),
        sa.UniqueConstraint("digest_id", "part", name="uq_delivery_digest_id_part"),
    )
    op.create_index("ix_delivery_state_not_before", "delivery", ["state", "not_before"])


def _digest_entry() -> None:
    op.create_table(
        "digest_entry",
        _number("id"),
        _number("digest_id"),
        _number("claim_id"),
        _text("status"),
        sa.PrimaryKeyConstraint("id", name="pk_digest_entry"),
        _reference("claim_id", "claim", "fk_digest_entry_claim_id_claim", "CASCADE"),
        _reference("digest_id", "digest", "fk_digest_entry_digest_id_digest", "CASCADE"),
        sa.UniqueConstraint("digest_id", "claim_id", name="uq_digest_entry_digest_id_claim_id"),
    )
    op.create_index("ix_digest_entry_claim_id", "digest_entry", ["claim_id"])


def _revision() -> None:
    op.create_table(
        "revision",
        _number("id"),
        _number("article_id"),
        _number("number"),
        _text("title"),
        _text("text"),
        _text("text_hash"),
        _text("fingerprint"),
        _time("stored_at"),
        _text("blocks"),
        _text("features"),
        sa.PrimaryKeyConstraint("id", name="pk_revision"),
        _reference("article_id", "article", "fk_revision_article_id_article", "CASCADE"),
        sa.UniqueConstraint("article_id", "number", name="uq_revision_article_id_number"),
    )
    op.create_index("ix_revision_text_hash", "revision", ["text_hash"])


def _status_event() -> None:
    op.create_table(
        "status_event",
        _number("id"),
        _number("claim_id"),
        _time("at"),
        _text("old_status", optional=True),
        _text("new_status"),
        _text("rule"),
        _number("article_id", optional=True),
        _number("statement_number"),
        sa.PrimaryKeyConstraint("id", name="pk_status_event"),
        _reference("article_id", "article", "fk_status_event_article_id_article", "SET NULL"),
        _reference("claim_id", "claim", "fk_status_event_claim_id_claim", "CASCADE"),
        sa.UniqueConstraint(
            "claim_id", "at", "new_status", "article_id", "statement_number", name="uq_status_event_change"
        ),
    )
    op.create_index("ix_status_event_article_id", "status_event", ["article_id"])
    op.create_index("ix_status_event_at", "status_event", ["at"])


def _submission() -> None:
    op.create_table(
        "submission",
        _number("id"),
        _number("inbox_id", optional=True),
        _telegram("chat_id"),
        _telegram("thread_id"),
        _telegram("message_id"),
        _number("ordinal"),
        _telegram("user_id", optional=True),
        _choice("kind", "url text file"),
        _text("payload"),
        _text("canonical_url", optional=True),
        _text("origin", optional=True),
        _choice("state", "queued working stored duplicate failed"),
        _number("article_id", optional=True),
        _text("problem", optional=True),
        _number("tries"),
        _telegram("reply_message_id", optional=True),
        _time("received_at"),
        _time("done_at", optional=True),
        sa.PrimaryKeyConstraint("id", name="pk_submission"),
        _reference("article_id", "article", "fk_submission_article_id_article", "SET NULL"),
        _reference("inbox_id", "inbox", "fk_submission_inbox_id_inbox", "SET NULL"),
        sa.UniqueConstraint(
            "chat_id", "message_id", "ordinal", name="uq_submission_chat_id_message_id_ordinal"
        ),
    )
    op.create_index("ix_submission_article_id", "submission", ["article_id"])
    op.create_index("ix_submission_canonical_url", "submission", ["canonical_url"])
    op.create_index("ix_submission_inbox_id", "submission", ["inbox_id"])
    op.create_index("ix_submission_received_at", "submission", ["received_at"])
    op.create_index("ix_submission_state", "submission", ["state"])
    op.create_index("ix_submission_user_id", "submission", ["user_id"])


def _statement() -> None:
    op.create_table(
        "statement",
        _number("id"),
        _number("article_id"),
        _number("revision_id"),
        _number("number"),
        _number("begin"),
        _number("end"),
        _text("speaker", optional=True),
        _text("actor", optional=True),
        _text("stance"),
        _text("certainty"),
        _time("as_of"),
        _number("claim_id", optional=True),
        _text("payload"),
        sa.PrimaryKeyConstraint("id", name="pk_statement"),
        _reference("article_id", "article", "fk_statement_article_id_article", "CASCADE"),
        _reference("claim_id", "claim", "fk_statement_claim_id_claim", "SET NULL"),
        _reference("revision_id", "revision", "fk_statement_revision_id_revision", "CASCADE"),
        sa.UniqueConstraint("revision_id", "number", name="uq_statement_revision_id_number"),
    )
    op.create_index("ix_statement_article_id", "statement", ["article_id"])
    op.create_index("ix_statement_claim_id", "statement", ["claim_id"])


_TABLES = (
    "chat",
    "inbox",
    "outlet",
    "setting",
    "story",
    "article",
    "claim",
    "digest",
    "slot",
    "delivery",
    "digest_entry",
    "revision",
    "status_event",
    "submission",
    "statement",
)
