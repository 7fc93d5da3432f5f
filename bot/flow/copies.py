"""Other articles with the same text, found by keys that the store keeps of every text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.flow import codec
from config.flow import COPY_CANDIDATES, COPY_WINDOW
from storage import articles, lookup
from storage.articles import Printed
from summaries.intake import TextPrint, copy_keys, is_near_duplicate


@dataclass(frozen=True, slots=True)
class Twin:
    """A stored article that is nearly the same text."""

    article_id: int
    outlet_key: str
    published: datetime
    print: TextPrint


def near(session: Session, print_: TextPrint, published: datetime) -> list[Twin]:
    """Return articles around ``published`` that are, or once were, nearly the same text; earliest first."""
    found = lookup.sharing_keys(session, copy_keys(print_), published, COPY_WINDOW, COPY_CANDIDATES)
    twins = [_twin(one) for one in articles.prints(session, found)]
    around = [one for one in twins if abs(one.published - published) <= COPY_WINDOW]
    return _alike(around, print_)


def printed_by(session: Session, twins: Sequence[Twin], outlet_key: str, print_: TextPrint) -> list[Twin]:
    """Return the copies of ``twins`` by one outlet that are nearly the same text, the earliest first."""
    found = articles.copies_of(session, [one.article_id for one in twins], outlet_key, COPY_CANDIDATES)
    own = [_twin(one) for one in articles.prints(session, found)]
    return _alike(own, print_)


def _alike(found: Sequence[Twin], print_: TextPrint) -> list[Twin]:
    """Return the nearly same texts, one of each article: a paper may print an agency's first version late."""
    alike = {one.article_id: one for one in reversed(found) if is_near_duplicate(one.print, print_)}
    return [alike[key] for key in sorted(alike)]


def new_keys(print_: TextPrint, published: datetime, original: Twin | None) -> tuple[int, ...]:
    """Return the keys by which a text is to be found.

    A copy of the same day is found by its original's, so that a report in five hundred papers is not
    compared five hundred times.
    """
    keys = copy_keys(print_)
    if original is None or abs(published - original.published) > timedelta(days=1):
        return keys
    known = set(copy_keys(original.print))
    return tuple(key for key in keys if key not in known)


def twin(session: Session, article_id: int) -> Twin | None:
    """Return an article as the comparison knows it, None if it keeps nothing to compare by."""
    found = articles.prints(session, [article_id])
    return _twin(found[-1]) if found else None


def _twin(one: Printed) -> Twin:
    return Twin(one.article_id, one.outlet_key, one.published, codec.load(TextPrint, one.fingerprint))
