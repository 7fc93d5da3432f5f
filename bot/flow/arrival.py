"""Whether a document is new, known, changed, or somebody else's text."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from sqlmodel import Session

from bot.flow import copies
from bot.flow.results import Outcome
from config.flow import OWN_COPY_WINDOW
from config.intake import MIN_SHINGLES
from storage import articles, clean_text
from storage.tables import Article
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


def recognise(session: Session, document: Document) -> Arrival:
    """Decide what ``document`` is."""
    text_hash, print_ = hash_of(document.text), fingerprint(document.text)
    outcome, known = _same_article(session, document, text_hash) or _same_text(
        session, document, text_hash, print_
    )
    return Arrival(document, text_hash, print_, outcome, known)


def _same_article(session: Session, document: Document, text_hash: str) -> tuple[Outcome, int] | None:
    """Recognise the article by its address, or by the id that its outlet's list gave it."""
    found = articles.find_by_url(session, document.url) if document.url else None
    if found is None and document.external_id:
        found = articles.find_by_external_id(session, document.external_id, document.outlet.key)
    if found is None:
        return None
    return Outcome.DUPLICATE if found.text_hash == text_hash else Outcome.REVISION, key_of(found)


def _same_text(
    session: Session, document: Document, text_hash: str, print_: TextPrint
) -> tuple[Outcome, int | None]:
    """Recognise the text, whoever published it."""
    exact = articles.find_by_text_hash(session, text_hash)
    if exact is not None and _is_telling(print_, document, exact):
        own = articles.find_by_text_hash(session, text_hash, document.outlet.key)
        return (Outcome.DUPLICATE, key_of(own)) if own is not None else (Outcome.COPY, _original(exact))
    return _edited(session, document, print_)


def _edited(session: Session, document: Document, print_: TextPrint) -> tuple[Outcome, int | None]:
    """Recognise an edited text: of the same outlet as a revision, of another as a copy."""
    telling = print_.total >= MIN_SHINGLES
    twins = copies.near(session, print_, document.published) if telling else []
    own = [one for one in twins if one.outlet_key == document.outlet.key]
    if document.url is None and document.external_id is None:
        revised = own or copies.printed_by(session, twins, document.outlet.key, print_)
        if revised:
            return Outcome.REVISION, revised[0].article_id
    alike = [one for one in twins if one not in own or _same_day(one, document)]
    if not alike:
        return Outcome.NEW, None
    return Outcome.COPY, _original(articles.get(session, alike[0].article_id).article)


def _is_telling(print_: TextPrint, document: Document, other: Article) -> bool:
    """Whether equal texts are one article: "Nur für Abonnenten" stands under many titles."""
    return print_.total >= MIN_SHINGLES or document.title == other.title


def _same_day(one: copies.Twin, document: Document) -> bool:
    return abs(one.published - document.published) <= OWN_COPY_WINDOW


def _original(article: Article) -> int:
    return article.copy_of_id or key_of(article)
