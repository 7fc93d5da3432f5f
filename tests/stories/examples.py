"""Makes features by hand, so that a test says what two articles share."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from summaries.model import Features

START = datetime(2025, 3, 1, 8, 0, tzinfo=UTC)


def article(
    words: str,
    *,
    hours: float = 0.0,
    actors: str = "",
    numbers: frozenset[str] = frozenset(),
    vector: tuple[float, ...] = (),
    names: str = "",
    places: str = "",
    text: int = 0,
) -> Features:
    """Return features with one term per word, published so many hours after ``START``.

    ``names`` are those of the words that stand in names, ``places`` those that do in names of places,
    ``text`` the length of the article in words.
    """
    return Features(
        title=words,
        published=START + timedelta(hours=hours),
        terms=dict.fromkeys(words.split(), 1.0),
        headline=frozenset(word for word in words.split() if word[0] not in "+="),
        actors=frozenset(actors.split()),
        numbers=numbers,
        vector=vector,
        words=text,
        names=frozenset(names.split()),
        places=frozenset(places.split()),
    )
