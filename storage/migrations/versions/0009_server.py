"""Full-text search on a database server: what the FTS5 table is to a file."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

# What is searched is folded, umlauts spelt out.  The words as they stand (A and B) are what a query's known
# words are looked up in; their German stems, umlauts without dots (D), also find "Häuser" by "Haus".
_BARE = "replace(replace(replace({}, 'ae', 'a'), 'oe', 'o'), 'ue', 'u')"
_WORDS = (
    "setweight(to_tsvector('simple', {0}.head), 'A') || setweight(to_tsvector('simple', {0}.body), 'B') || "
    "setweight(to_tsvector('german', " + _BARE.format("{0}.head || ' ' || {0}.body") + "), 'D')"
)
_STATEMENTS = (
    """CREATE TABLE full_text (
        rowid INTEGER PRIMARY KEY REFERENCES searchable (id) ON DELETE CASCADE, words TSVECTOR NOT NULL
    )""",
    f"""CREATE FUNCTION searchable_noted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO full_text (rowid, words) VALUES (new.id, {_WORDS.format("new")})
        ON CONFLICT (rowid) DO UPDATE SET words = excluded.words;
        RETURN NULL;
    END $$""",  # noqa: S608 - constants of this file
    """CREATE TRIGGER searchable_noted AFTER INSERT OR UPDATE ON searchable
        FOR EACH ROW EXECUTE FUNCTION searchable_noted()""",
    f"INSERT INTO full_text (rowid, words) SELECT id, {_WORDS.format('searchable')} FROM searchable",  # noqa: S608
    "CREATE INDEX ix_full_text_words ON full_text USING gin (words)",
    "CREATE INDEX ix_word_begin ON word (text text_pattern_ops)",
    # Without it (no right to add an extension) the table of words is read through: some milliseconds.
    """DO $$ BEGIN
        CREATE EXTENSION IF NOT EXISTS pg_trgm;
        CREATE INDEX ix_word_inside ON word USING gin (text gin_trgm_ops);
    EXCEPTION WHEN OTHERS THEN NULL; END $$""",
)


def upgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        for statement in _STATEMENTS:
            op.execute(statement)


def downgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP INDEX IF EXISTS ix_word_inside")
        op.execute("DROP INDEX ix_word_begin")
        op.execute("DROP TABLE full_text")
        op.execute("DROP TRIGGER searchable_noted ON searchable")
        op.execute("DROP FUNCTION searchable_noted")
