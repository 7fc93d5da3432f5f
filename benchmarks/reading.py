"""Print what the comparison calls contested, confirmed or replaced in real articles, for a person to judge.

Run ``python -m benchmarks.reading ARTICLES…``; each line of ARTICLES is a JSON object with ``text`` (or
``originalText``), ``title`` (or ``documentName``), and for articles that belong together the same ``story``.
Nothing here says whether a line is right: who runs it reads the quotes and counts.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from spacy.language import Language

from summaries.claims import compare
from summaries.intake import segment
from summaries.language import load_pipeline
from summaries.model import Claim, Evidence, Source, Status
from summaries.statements import extract_statements

NOW = datetime(2025, 1, 1, tzinfo=UTC)  # of articles without a time of their own
LONGEST = 15_000  # characters; longer ones are lists and laws
Article = Mapping[str, str]


def stories(files: Iterable[Path]) -> Iterator[tuple[str, list[Article]]]:
    """Yield the articles that belong together, with a name for them; an article without a story is alone."""
    found: dict[str, list[Article]] = defaultdict(list)
    for file in files:
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines()):
            row = json.loads(line)
            if len(_text(row)) <= LONGEST:
                found[str(row.get("story", f"{file.name}:{number}"))].append(row)
    yield from found.items()


def _text(row: Article) -> str:
    return row.get("text") or row.get("originalText") or ""


def evidence_of(nlp: Language, row: Article, number: int) -> Iterator[Evidence]:
    """Yield what an article states."""
    title = row.get("title") or row.get("documentName") or ""
    published = datetime.fromisoformat(row["published"]) if "published" in row else NOW
    outlet = row.get("outlet", f"Blatt {number}")
    source = Source(f"{number}", outlet, outlet.lower(), published, title=title)
    blocks = segment(_text(row), title, published)
    yield from (Evidence(source, one, _text(row)) for one in extract_statements(nlp(_text(row)), blocks))


def show(claim: Claim) -> None:
    """Print a claim with all its voices."""
    print(f"  {claim.status} ({claim.rule}): {claim.text}")
    for voice in claim.voices:
        print(
            f"    {voice.stance}/{voice.certainty} {voice.speaker} [{voice.independent_key}]: {voice.quote}"
        )


def main() -> int:
    """Print the lines and how many there are of each status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", nargs="+", type=Path)
    nlp = load_pipeline()
    counts: dict[Status, int] = defaultdict(int)
    for name, rows in stories(parser.parse_args().articles):
        told = [one for number, row in enumerate(rows) for one in evidence_of(nlp, row, number)]
        weighty = [claim for claim in compare(told) if claim.status is not Status.UNCONFIRMED]
        for claim in weighty:
            counts[claim.status] += 1
        if weighty:
            print(f"\n{name} {rows[0].get('title') or rows[0].get('documentName') or ''}")
        for claim in weighty:
            show(claim)
    print("\n" + ", ".join(f"{count} {status}" for status, count in sorted(counts.items())))
    return 0


if __name__ == "__main__":
    sys.exit(main())
