"""Full-text search over articles and claims, tolerant of umlauts, endings and compounds.

What can be searched is folded (``storage.text.fold``).  On SQLite an FTS5 table follows ``searchable`` by
triggers and ranks by BM25; elsewhere words are looked up with LIKE.  A word of a query stands for all known
words that it begins or, from four letters on, stands in: "debatte" finds "Haushaltsdebatte".
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, product
from typing import Any

from sqlalchemy import ColumnElement, and_, column, func, literal_column, or_, table
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage import holdings
from storage.tables import Article, Chat, Claim, Revision, Searchable, Statement, Word
from storage.text import fold

# From this length on a word is also looked for inside of others; shorter ones would stand in too many.
INNER_LENGTH = 4
# A word that stands for more than these is told apart by the other words of its query.
MOST_FORMS = 80
# Nobody turns more pages than this; counting on would cost as much as finding.
MOST_COUNTED = 500
_MOST_WORDS = 8
_ENDINGS = ("ern", "em", "en", "er", "es", "e", "n", "s")
_VOWELS = {"a": ("a", "ae"), "o": ("o", "oe"), "u": ("u", "ue")}
_MOST_SPELLINGS = 16
_PACKET = 400
# A word of the headline says more about an article than one of its text.
_HEAD_WEIGHT = 4.0
_FULL_TEXT = table("full_text", column("rowid"), column("full_text"))

_Matching = tuple[ColumnElement[bool], tuple[ColumnElement[Any], ...]]


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
    """Return what a chat may read and that has all words of ``wanted``, best first."""
    found = _matching(session, wanted)
    if found is None:
        return []
    condition, rank = found
    query = (
        select(Searchable.article_id, Searchable.claim_id)
        .where(condition, _readable(chat))
        .order_by(*rank, col(Searchable.id).desc())
        .limit(limit)
        .offset(offset)
    )
    return [Hit(article, claim) for article, claim in session.exec(query)]


def find_claims(session: Session, chat: Chat, wanted: str, limit: int) -> list[int]:
    """Return the claims that a chat may read and that have all words of ``wanted``, best first."""
    found = _matching(session, wanted)
    if found is None:
        return []
    condition, rank = found
    claims = (col(Searchable.claim_id).is_not(None), condition, _readable(chat))
    query = select(Searchable.claim_id).where(*claims).order_by(*rank, col(Searchable.id).desc())
    return [key for key in session.exec(query.limit(limit)) if key is not None]


def headlines(session: Session, wanted: str) -> SelectOfScalar[Any] | None:
    """Return a query for the stories with an article that has all words in its headline; None without."""
    found = _matching(session, wanted, only_head=True)
    if found is None:
        return None
    return (
        select(Article.story_id)
        .join(Searchable, col(Searchable.article_id) == col(Article.id))
        .where(found[0], col(Article.story_id).is_not(None))
    )


def count(session: Session, chat: Chat, wanted: str) -> int:
    """Return how much ``find`` would return without a limit; at ``MOST_COUNTED`` it stops counting."""
    found = _matching(session, wanted)
    if found is None:
        return 0
    some = select(Searchable.id).where(found[0], _readable(chat)).limit(MOST_COUNTED).subquery()
    return session.exec(select(func.count()).select_from(some)).one()


def _note(session: Session, row: Searchable, head: str, body: str) -> None:
    row.head, row.body = head, body
    session.add(row)
    session.flush()
    _note_words(session, {*head.split(), *body.split()})


def _note_words(session: Session, words: Iterable[str]) -> None:
    wanted = sorted(words)
    for begin in range(0, len(wanted), _PACKET):
        packet = wanted[begin : begin + _PACKET]
        known = set(session.exec(select(Word.text).where(col(Word.text).in_(packet))))
        session.add_all(Word(text=word) for word in packet if word not in known)
        session.flush()


def _readable(chat: Chat) -> ColumnElement[bool]:
    """Articles that the chat may read, and claims that stand on one of them and have not been retired."""
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
    return or_(own.exists(), behind.exists())


def _matching(session: Session, wanted: str, *, only_head: bool = False) -> _Matching | None:
    """Return the condition of a query and what its results are ranked by; None where it asks for nothing."""
    words = list(dict.fromkeys(fold(wanted).split()))[:_MOST_WORDS]
    forms = [list(_forms(session, word)) for word in words]
    if not forms or not all(forms):
        return None
    if session.get_bind().dialect.name != "sqlite":
        return _alike(forms, only_head), ()
    match = " AND ".join(f"({' OR '.join(_quoted(one) for one in group)})" for group in forms)
    match = f"head : ({match})" if only_head else match
    here = and_(_FULL_TEXT.c.rowid == Searchable.id, _FULL_TEXT.c.full_text.op("MATCH")(match))
    return here, (func.bm25(literal_column("full_text"), _HEAD_WEIGHT, 1.0),)


def _alike(forms: Iterable[Iterable[str]], only_head: bool) -> ColumnElement[bool]:
    read = Searchable.head if only_head else func.concat(Searchable.head, " ", Searchable.body)
    spaced = func.concat(" ", read, " ")
    return and_(*(or_(*(spaced.like(f"% {form} %") for form in group)) for group in forms))


def _quoted(word: str) -> str:
    return f'"{word}"'


def _forms(session: Session, word: str) -> Iterator[str]:
    """Return the known words that a word of a query stands for, the shortest first."""
    stem = _stem(word)
    near = [col(Word.text).startswith(one) for one in {word, stem}]
    if len(stem) >= INNER_LENGTH:
        near.append(col(Word.text).contains(stem))
    spelt = list(islice(_spellings(word), _MOST_SPELLINGS))
    near.append(col(Word.text).in_(spelt))
    query = select(Word.text).where(or_(*near)).order_by(func.length(Word.text), col(Word.text))
    return iter(session.exec(query.limit(MOST_FORMS)).all())


def _stem(word: str) -> str:
    """Return ``word`` without an ending, where four letters are left."""
    ending = next(
        (one for one in _ENDINGS if word.endswith(one) and len(word) - len(one) >= INNER_LENGTH), ""
    )
    return word.removesuffix(ending)


def _spellings(word: str) -> Iterator[str]:
    """Return ``word`` with each vowel as it is and as an umlaut: who writes "Munchen" means "München"."""
    return ("".join(letters) for letters in product(*(_VOWELS.get(letter, (letter,)) for letter in word)))
