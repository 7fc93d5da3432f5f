"""Make a manifest for ``benchmarks.grouping`` of real articles, each cut into halves that belong together.

Run ``python -m benchmarks.halves ARTICLES… > MANIFEST``; each line of ARTICLES is a JSON object with
``documentName`` ("11059 - Title (2005-08-20)") and ``originalText``, as in the Wikinews texts of the
quotation corpus.  One half has the title, the first sentence and every other pair of sentences, the other
the first sentence as its title and the remaining pairs, some hours later.  All come within three weeks, in a
random order that is always the same.

The halves of one text are more alike than two reports, so what it tells is how much real news of one kind
(accidents, elections, attacks) is joined by mistake.  A few articles are about one event chain and count as
apart.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

SEED = 7
START = datetime(2025, 1, 1, tzinfo=UTC)
HOURS_APART, LATER = 0.6, (0.3, 30.0)
LEAST_WORDS = 9  # of a paragraph; shorter ones are headings and by-lines
LEAST_SENTENCES = 6  # of an article that is cut in two
TITLE_LENGTH = 140
_NAME = re.compile(r"\d+ - (.*) \((\d{4}-\d\d-\d\d)\)$")
_SENTENCE = re.compile(r"(?<=[a-zäöüß\")][.!?])\s+(?=[A-ZÄÖÜ„\"])")


def halves(files: Sequence[Path]) -> Iterator[dict[str, str]]:
    """Yield the lines of the manifest."""
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    rows = [(found[1], row["originalText"]) for row in map(json.loads, lines) if (found := _name(row))]
    rng = Random(SEED)
    rng.shuffle(rows)
    for number, (title, text) in enumerate(rows):
        at = START + timedelta(hours=HOURS_APART * number)
        yield from _cut(number, title, text, at, rng)


def _name(row: dict[str, str]) -> re.Match[str] | None:
    return _NAME.match(row["documentName"])


def _cut(number: int, title: str, text: str, at: datetime, rng: Random) -> Iterator[dict[str, str]]:
    paragraphs = [part.strip() for part in text.split("\n") if len(part.split()) >= LEAST_WORDS]
    first, *rest = [sentence for part in paragraphs for sentence in _SENTENCE.split(part)] or [""]
    if len(rest) + 1 < LEAST_SENTENCES:
        yield _line(number, "a", at, title, paragraphs)
        return
    pairs = [" ".join(rest[n : n + 2]) for n in range(0, len(rest), 2)]
    yield _line(number, "a", at, title, [first, *pairs[::2]])
    later = at + timedelta(hours=rng.uniform(*LATER))
    yield _line(number, "b", later, first[:TITLE_LENGTH], pairs[1::2])


def _line(number: int, half: str, at: datetime, title: str, parts: Sequence[str]) -> dict[str, str]:
    text = "\n\n".join(parts)
    return {
        "id": f"{number}{half}",
        "published": at.isoformat(),
        "title": title,
        "text": text,
        "gold": f"w{number}",
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("articles", nargs="+", type=Path)
    parser.add_argument("--headlines", action="store_true", help="leave out the texts")
    arguments = parser.parse_args()
    for line in halves(arguments.articles):
        shown = line | ({"text": ""} if arguments.headlines else {})
        sys.stdout.write(json.dumps(shown, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
