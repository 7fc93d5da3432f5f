"""Count in how many articles each term stands and write the table that the story engine starts from.

Run ``python -m benchmarks.frequencies terms ARTICLES.jsonl… > frequencies.tsv.gz``; with ``vector`` in place
of ``terms`` it writes the mean sentence vector.  A line is a JSON object with ``originalText`` and
``documentName`` ("number - title (date)"), the form in which German Wikinews articles (CC BY 2.5) come with
the quotation corpus of Petersen-Frey and Biemann (2024).  Only counts and means are kept.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.grouping import features_of
from config.stories import LEAD_CHARACTERS
from summaries.language import load_pipeline
from summaries.model import DateSource, Document, Outlet
from summaries.stories import clean_title, load_encoder

MIN_ARTICLES = 4
"""Rarer terms are left out: the engine takes them as rare anyway."""

_NAME = re.compile(r"^\d+ - (?P<title>.*?)(?: \((?P<date>\d{4}-\d{2}-\d{2})\))?$")


def documents(path: Path) -> list[Document]:
    """Return the articles of one file of the corpus."""
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [_document(row["documentName"], row["originalText"]) for row in rows]


def _document(name: str, text: str) -> Document:
    match = _NAME.match(name)
    title, date = (match["title"], match["date"]) if match else (name, None)
    published = datetime.fromisoformat(date or "2010-01-01").replace(tzinfo=UTC)
    return Document(text, title, Outlet("wikinews", "Wikinews"), published, DateSource.PAGE, external_id=name)


def shares(articles: Sequence[Document]) -> Iterator[str]:
    """Yield the lines of the table of terms."""
    nlp = load_pipeline()
    counts: Counter[str] = Counter()
    for document in articles:
        counts.update(features_of(document, nlp, None).terms.keys())
    yield f"% share of {len(articles)} German Wikinews articles that contain the term"
    for term, count in sorted(counts.items()):
        if count >= MIN_ARTICLES:
            yield f"{term}\t{count / len(articles):.4f}"


def mean_vector(articles: Sequence[Document]) -> Iterator[str]:
    """Yield the numbers of the mean sentence vector of headlines and of headlines with their lead."""
    encoder = load_encoder()
    titles = [clean_title(document.title) for document in articles]
    leads = [" ".join(document.text.split())[:LEAD_CHARACTERS] for document in articles]
    both = titles + [f"{title}. {lead}" for title, lead in zip(titles, leads, strict=True)]
    yield f"% mean sentence vector of {len(articles)} German Wikinews articles"
    yield from (f"{value:.4f}" for value in encoder.encode(both).mean(axis=0))


def main() -> None:
    make = mean_vector if sys.argv[1] == "vector" else shares
    articles = [document for path in sys.argv[2:] for document in documents(Path(path))]
    sys.stdout.buffer.write(gzip.compress("\n".join(make(articles)).encode(), mtime=0))


if __name__ == "__main__":
    main()
