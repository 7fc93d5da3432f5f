"""Whether a document is new, known, changed, or somebody else's text."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from sqlmodel import Session, col, select

from bot.flow.memory import Memory
from bot.flow.results import Outcome
from storage import articles, clean_text
from storage.tables import Article, Outlet
from storage.writes import key_of
from summaries.intake import TextPrint, fingerprint
from summaries.model import Document


@dataclass(frozen=True, slots=True)
class Arrival:
    """A document, its text in comparable form, and what became of it.

    ``known`` is the article that it repeats or changes; for a COPY the original.
    """

    document: Document
    text_hash: str
    print: TextPrint
    outcome: Outcome
    known: int | None


def storable(document: Document) -> Document:
    """Return ``document`` without characters that a database cannot hold; offsets stay valid."""
    return replace(
        document,
        text=clean_text(document.text),
        title=clean_text(document.title),
        outlet=replace(document.outlet, name=clean_text(document.outlet.name)),
    )


def hash_of(text: str) -> str:
    """Return a digest that is equal for texts which differ in blanks only."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()


def recognise(session: Session, memory: Memory, document: Document) -> Arrival:
    """Decide what ``document`` is; the memory must have been refreshed."""
    text_hash, print_ = hash_of(document.text), fingerprint(document.text)
    outcome, known = _same_article(session, document, text_hash) or _same_text(
        session, memory, document, text_hash, print_
    )
    return Arrival(document, text_hash, print_, outcome, known)


def _same_article(session: Session, document: Document, text_hash: str) -> tuple[Outcome, int] | None:
    """Recognise the article by its address, or by the id that its outlet's list gave it."""
    found = articles.find_by_url(session, document.url) if document.url else None
    if found is None and document.external_id:
        query = select(Article).join(Outlet).where(Outlet.key == document.outlet.key)
        query = query.where(Article.external_id == document.external_id).order_by(col(Article.id))
        found = session.exec(query).first()
    if found is None:
        return None
    return Outcome.DUPLICATE if found.text_hash == text_hash else Outcome.REVISION, key_of(found)


def _same_text(
    session: Session, memory: Memory, document: Document, text_hash: str, print_: TextPrint
) -> tuple[Outcome, int | None]:
    """Recognise the text, whoever published it."""
    exact = articles.find_by_text_hash(session, text_hash)
    if exact is not None:
        own = _of_outlet(session, text_hash, document.outlet.key)
        return (Outcome.DUPLICATE, own) if own is not None else (Outcome.COPY, _original(exact))
    near = memory.near(print_, document.published)
    if near is None:
        return Outcome.NEW, None
    nameless = document.url is None and document.external_id is None
    if near.outlet_key == document.outlet.key and nameless:
        return Outcome.REVISION, near.article_id
    return Outcome.COPY, _original(articles.get(session, near.article_id).article)


def _of_outlet(session: Session, text_hash: str, outlet_key: str) -> int | None:
    outlet = session.exec(select(Outlet).where(Outlet.key == outlet_key)).first()
    found = articles.find_by_text_hash(session, text_hash, key_of(outlet)) if outlet is not None else None
    return key_of(found) if found is not None else None


def _original(article: Article) -> int:
    return article.copy_of_id or key_of(article)
