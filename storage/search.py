"""Full-text search over articles and claims, tolerant of umlauts, endings and compounds.

What can be searched is folded (``storage.text.fold``).  A table ``full_text`` follows ``searchable`` by
triggers: FTS5 on SQLite, ranked by BM25; ``tsvector`` on PostgreSQL, where German stems are looked up too.
A word of a query stands for all known words that it begins or, from four letters on, stands in: "debatte"
finds "Haushaltsdebatte".  A compound also stands for its two parts side by side: "Ukrainekrieg" finds
"Ukraine-Krieg"; where nobody wrote it, for both anywhere: "Haushaltsstreit" finds "Streit um den Haushalt".
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Subquery,
    and_,
    cast,
    column,
    func,
    literal,
    literal_column,
    or_,
    table,
    text,
)
from sqlalchemy import select as sa_select
from sqlalchemy.dialects.postgresql import REGCONFIG
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage import holdings, postgres
from storage.tables import Article, Chat, Claim, Revision, Searchable, Statement, Word
from storage.text import INNER_LENGTH, fold, stem
from storage.writes import add_missing

# A word that stands for more than these is told apart by the other words of its query.
MOST_FORMS = 80
# The newest finds, from which the best come first: whoever searches news rarely means those of two years ago,
# and a common word then costs no more than a rare one.
MOST_FOUND = 500
_MOST_WORDS = 8
_VOWELS = {"a": ("a", "ae"), "o": ("o", "oe"), "u": ("u", "ue")}
_MOST_SPELLINGS = 16
_PACKET = 400
_WAITING = "words"
# A word of the headline says more about an article than one of its text.
_HEAD_WEIGHT = 4.0
_NEW_WORDS = text("INSERT INTO word (text) SELECT unnest(CAST(:words AS text[])) ON CONFLICT DO NOTHING")
_FULL_TEXT = table("full_text", column("rowid"), column("full_text"), column("words"))
# By PostgreSQL's classes of words: D are stems, B words of a text, A those of a headline.
_WEIGHTS = "{0.05, 0.25, 0.25, 1.0}"

# What German puts between the parts of a compound.
_LINKS = ("", "s", "es", "n", "en", "e")
# A word has few places where both sides are words.
_MOST_HALVES = 3

_Matching = tuple[ColumnElement[bool], ColumnElement[Any], Any]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A word of a query: the known words it stands for, and the parts it can be taken apart into."""

    word: str
    forms: Sequence[str]
    halves: Sequence[tuple[str, str]]

    @property
    def known(self) -> bool:
        """Whether anything can be found by it."""
        return bool(self.forms or self.halves)


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where a search found something: an article or a claim (the other is None)."""

    article_id: int | None
    claim_id: int | None


def note_article(session: Session, article_id: int, title: str, body: str) -> None:
    """Make an article findable by its title and text, in place of what it had."""
    row = session.exec(select(Searchable).where(Searchable.article_id == article_id)).first()
    _note(session, row or Searchable(article_id=article_id, body=""), fold(title), fold(body))


def note_claims(session: Session, lines: Mapping[int, str]) -> None:
    """Make claims findable by their lines, in place of what they had."""
    if not lines:
        return
    found = session.exec(select(Searchable).where(col(Searchable.claim_id).in_(lines)))
    known = {row.claim_id: row for row in found}
    words: set[str] = set()
    for claim_id, line in lines.items():
        row, folded = known.get(claim_id) or Searchable(claim_id=claim_id, head="", body=""), fold(line)
        if row.id is None or row.head != folded:
            row.head = folded
            session.add(row)
            words |= {*folded.split()}
    session.flush()
    _note_words(session, words)


def catch_up(session: Session, limit: int) -> int:
    """Make findable what was stored before there was a search; return how much was done."""
    postgres.lock(session, ["catch up"])
    known = select(Searchable.article_id).where(col(Searchable.article_id).is_not(None))
    newest = select(func.max(Revision.id)).group_by(col(Revision.article_id))
    missing = select(Revision).where(col(Revision.id).in_(newest), col(Revision.article_id).not_in(known))
    texts = session.exec(missing.limit(limit)).all()
    for revision in texts:
        note_article(session, revision.article_id, revision.title, revision.text)
    told = select(Searchable.claim_id).where(col(Searchable.claim_id).is_not(None))
    lines = session.exec(select(Claim).where(col(Claim.id).not_in(told)).limit(limit)).all()
    note_claims(session, {claim.id or 0: claim.text for claim in lines})
    return len(texts) + len(lines)


def find(session: Session, chat: Chat, wanted: str, *, limit: int, offset: int = 0) -> list[Hit]:
    """Return what a chat may read and that has all words of ``wanted``: the best of the newest first."""
    found = _matching(session, wanted)
    if found is None:
        return []
    near = _newest(found, _readable(chat))
    query = sa_select(near.c.article_id, near.c.claim_id).order_by(near.c.score, near.c.id.desc())
    rows = session.connection().execute(query.limit(limit).offset(offset))
    return [Hit(article, claim) for article, claim in rows]


def find_claims(session: Session, chat: Chat, wanted: str, limit: int) -> list[int]:
    """Return the claims that a chat may read and that have all words of ``wanted``, as above."""
    found = _matching(session, wanted)
    if found is None:
        return []
    near = _newest(found, _readable(chat), col(Searchable.claim_id).is_not(None))
    query = sa_select(near.c.claim_id).order_by(near.c.score, near.c.id.desc()).limit(limit)
    return [key for (key,) in session.connection().execute(query)]


def headlines(session: Session, chat: Chat, wanted: str) -> SelectOfScalar[Any] | None:
    """Return a query for the stories with a new article that has all words in its headline; None without.

    Only articles count that the chat may read.
    """
    found = _matching(session, wanted, only_head=True)
    if found is None:
        return None
    own = select(Article.id).where(col(Article.id) == col(Searchable.article_id), holdings.readable(chat))
    near = _newest(found, own.exists())
    return select(Article.story_id).where(col(Article.id).in_(sa_select(near.c.article_id)))


def count(session: Session, chat: Chat, wanted: str) -> int:
    """Return how much ``find`` would return without a limit, at most ``MOST_FOUND``."""
    found = _matching(session, wanted)
    if found is None:
        return 0
    return session.exec(select(func.count()).select_from(_newest(found, _readable(chat)))).one()


def _note(session: Session, row: Searchable, head: str, body: str) -> None:
    row.head, row.body = head, body
    session.add(row)
    session.flush()
    _note_words(session, {*head.split(), *body.split()})


def _note_words(session: Session, words: Iterable[str]) -> None:
    """Note words; on a server when all else is written, so that nobody waits for a story and holds a word."""
    if postgres.is_server(session):
        session.info.setdefault(_WAITING, set()).update(words)
    else:
        _write_words(session, words)


def write_waiting(session: Session) -> None:
    """Write the words that wait for the end of a transaction."""
    _write_words(session, session.info.pop(_WAITING, ()))


def _write_words(session: Session, words: Iterable[str]) -> None:
    wanted = sorted(words)  # in one order: two who store the same words wait for each other, never both
    if wanted and postgres.is_server(session):
        # One statement by the primary key: asked which of many it knows, the server may choose to go through
        # the index of what stands inside of words, which takes a second.
        session.connection().execute(_NEW_WORDS, {"words": wanted})
        return
    for begin in range(0, len(wanted), _PACKET):
        packet = wanted[begin : begin + _PACKET]
        known = set(session.exec(select(Word.text).where(col(Word.text).in_(packet))))
        add_missing(session, Word, [{"text": word} for word in packet if word not in known])


def _readable(chat: Chat) -> ColumnElement[bool]:
    """Articles that the chat may read, and claims that stand on them alone and have not been retired.

    The words and status of a claim may be those of any article behind it.
    """
    own = select(Article.id).where(col(Article.id) == col(Searchable.article_id), holdings.readable(chat))
    behind = (
        select(Statement.id)
        .join(Article, col(Article.id) == col(Statement.article_id))
        .join(Claim, col(Claim.id) == col(Statement.claim_id))
        .where(
            col(Statement.claim_id) == col(Searchable.claim_id),
            col(Claim.retired_at).is_(None),
            holdings.readable(chat),
        )
    )
    beyond = (
        select(Statement.id)
        .join(Article, col(Article.id) == col(Statement.article_id))
        .where(col(Statement.claim_id) == col(Searchable.claim_id), ~holdings.readable(chat))
    )
    return or_(own.exists(), and_(behind.exists(), ~beyond.exists()))


def _newest(found: _Matching, *conditions: ColumnElement[bool]) -> Subquery:
    """Return the newest finds that meet conditions, with their score (the smaller the better)."""
    condition, score, age = found
    columns: tuple[Any, ...] = (Searchable.id, Searchable.article_id, Searchable.claim_id)
    query = sa_select(*columns, score.label("score")).where(condition, *conditions)
    near: Subquery = query.order_by(age.desc()).limit(MOST_FOUND).subquery()
    return near


def _matching(session: Session, wanted: str, *, only_head: bool = False) -> _Matching | None:
    """Return a query's condition, the score of a find, and its age; None where it asks for nothing."""
    words = list(dict.fromkeys(fold(wanted).split()))[:_MOST_WORDS]
    asked = [_Asked(word, list(_forms(session, word)), list(_halves(session, word))) for word in words]
    if not asked:
        return None
    if postgres.is_server(session):
        return _on_server(asked, only_head)
    if not all(one.known for one in asked):
        return None
    match = " AND ".join(f"({' OR '.join(_terms(one))})" for one in asked)
    match = f"head : ({match})" if only_head else match
    here = and_(_FULL_TEXT.c.rowid == Searchable.id, _FULL_TEXT.c.full_text.op("MATCH")(match))
    score = func.bm25(literal_column("full_text"), _HEAD_WEIGHT, 1.0)
    return here, score, _FULL_TEXT.c.rowid  # in this order the index gives them, so that it can stop early


def _on_server(words: Sequence[_Asked], only_head: bool) -> _Matching | None:
    """Return the same for PostgreSQL.

    A word is also found by its stem, but not where headlines are asked for.
    """
    stems = [None if only_head or len(one.word) < INNER_LENGTH else _bare(one.word) for one in words]
    if not all(bare or one.known for bare, one in zip(stems, words, strict=True)):
        return None
    asked: Any = None
    for bare, one in zip(stems, words, strict=True):
        query = _asked(bare, one, "A" if only_head else "AB")
        asked = query if asked is None else asked.op("&&")(query)
    here = and_(_FULL_TEXT.c.rowid == Searchable.id, _FULL_TEXT.c.words.op("@@")(asked))
    score = -func.ts_rank(literal(_WEIGHTS).op("::")(literal_column("float4[]")), _FULL_TEXT.c.words, asked)
    return here, score, _FULL_TEXT.c.rowid


def _asked(bare: str | None, one: _Asked, places: str) -> Any:
    """Return what asks for one of some known words, for the parts of a word, or for a stem."""
    near = "<->" if one.forms else "&"
    terms = [f"{form}:{places}" for form in one.forms]
    terms += [f"({first}:*{places} {near} {second}:*{places})" for first, second in one.halves]
    known = func.to_tsquery(cast("simple", REGCONFIG), " | ".join(terms))
    if bare is None:
        return known
    return known.op("||")(func.to_tsquery(cast("german", REGCONFIG), f"{bare}:D"))


def _bare(word: str) -> str:
    """Return a folded word without its umlauts, as the migration does it."""
    return word.replace("ae", "a").replace("oe", "o").replace("ue", "u")


def _terms(one: _Asked) -> Iterator[str]:
    """Yield what FTS5 looks for, any of which will do."""
    yield from (f'"{form}"' for form in one.forms)
    for first, second in one.halves:
        yield f'"{first} {second}" *' if one.forms else f'("{first}" * AND "{second}" *)'


def _forms(session: Session, word: str) -> Iterator[str]:
    """Return the known words that a word of a query stands for, the shortest first."""
    bare = stem(word)
    near = [col(Word.text).startswith(one) for one in {word, bare}]
    if len(bare) >= INNER_LENGTH:
        near.append(col(Word.text).contains(bare))
    spelt = list(islice(_spellings(word), _MOST_SPELLINGS))
    near.append(col(Word.text).in_(spelt))
    query = select(Word.text).where(or_(*near)).order_by(func.length(Word.text), col(Word.text))
    return iter(session.exec(query.limit(MOST_FORMS)).all())


def _halves(session: Session, word: str) -> Iterator[tuple[str, str]]:
    """Return the two parts of a compound of known words, without what links them and without an ending."""
    places = range(INNER_LENGTH, len(word) - INNER_LENGTH + 1)
    found = [
        (word[:at].removesuffix(link), stem(word[at:]))
        for at in places
        for link in _LINKS
        if word[:at].endswith(link) and at - len(link) >= INNER_LENGTH
    ]
    firsts = {first for first, _ in found}
    known = set(session.exec(select(Word.text).where(col(Word.text).in_(firsts))))
    pairs = dict.fromkeys(pair for pair in found if pair[0] in known)
    return islice((pair for pair in pairs if _begins(session, pair[1])), _MOST_HALVES)


def _begins(session: Session, part: str) -> bool:
    """Tell whether a known word begins so."""
    query = select(Word.text).where(col(Word.text).startswith(part))
    return session.exec(query.limit(1)).first() is not None


def _spellings(word: str) -> Iterator[str]:
    """Return ``word`` with each vowel as it is and as an umlaut: who writes "Munchen" means "München"."""
    return ("".join(letters) for letters in product(*(_VOWELS.get(letter, (letter,)) for letter in word)))
