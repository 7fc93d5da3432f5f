"""What has to wait for what: the names of the locks that an article takes while its story is decided.

On a database server many workers decide at once.  A decision has to see those before it that it could
depend on, and no others: so an article locks the words and the strongest directions of its vector, which
are all that stories are looked up by, and the keys of its text, by which copies find each other.  Two
articles that share none of these cannot meet; two that share one are decided one after the other.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.flow.arrival import hash_of
from summaries.intake import copy_keys, fingerprint
from summaries.model import Document, Features


def names_of(document: Document, features: Features | None) -> Iterator[str]:
    """Yield the names of an article's locks; without features (another language) those of its text alone."""
    yield f"text {hash_of(document.text)}"
    yield f"list {document.outlet.key} {document.external_id or document.title}"
    if document.url is not None:
        yield f"address {document.url}"
    yield from (f"copy {key}" for key in copy_keys(fingerprint(document.text)))
    if features is not None:
        from summaries.stories.lookup import meeting_keys  # noqa: PLC0415 - a status must not load spaCy

        yield from (f"story {key}" for key in meeting_keys(features))
