"""German text without annotation, for the teacher to annotate; nothing held out is in it.

Of the quotation corpus only the articles' text (Wikinews, CC BY 2.5) is read, never its labels.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Final

from summaries.language.training.corpus import read_gold, read_konvens
from summaries.language.training.overlap import Overlap
from summaries.language.training.sentence import Sentence, join_words, normalised
from summaries.language.training.spacing import guess_spaces

LEGAL_SENTENCES: Final = 12_000

# Decisions and speeches are read in runs of this many sentences, so that a sentence keeps its neighbours.
_RUN: Final = 6


@dataclass(frozen=True)
class RawText:
    """Running text, one sentence or several that belong together."""

    text: str
    source: str


def read_raw(root: Path, legal_sentences: int = LEGAL_SENTENCES) -> Iterator[RawText]:
    """Yield every text once, except those that hold a held-out sentence.

    Args:
        root: the folder of the training data.
        legal_sentences: about how many sentences of court decisions, spread over all of them.
    """
    gold = read_gold(root)
    held_out = [sentence.words for sentence in gold if sentence.split == "dev"]
    overlap = Overlap([*held_out, *(sentence.words for sentence in read_konvens(root))])
    seen: set[tuple[str, ...]] = set()
    for raw in _all_sources(root, gold, legal_sentences):
        key = normalised(raw.text)
        if key and key not in seen and not overlap.holds(raw.text):
            seen.add(key)
            yield raw


def _all_sources(root: Path, gold: Sequence[Sentence], legal_sentences: int) -> Iterator[RawText]:
    """Yield the texts of all sources."""
    yield from _articles(root / "quotations_dev")
    yield from _speeches(root / "spkatt2023/train/task1")
    yield from _annotated(gold)
    yield from _entailment(root / "rte3_de")
    yield from _similar(root / "stsb_de/stsb-de-train.csv")
    yield from _paraphrases(root / "pawsx_de")
    yield from _decisions(root / "legal_text/sentences.txt.gz", legal_sentences)


def _articles(folder: Path) -> Iterator[RawText]:
    """Yield the paragraphs of the Wikinews articles."""
    for part in ("train", "dev"):
        for record in _records(folder / f"{part}.jsonl"):
            paragraphs = str(record["originalText"]).split("\n")
            yield from (RawText(line.strip(), "wikinews") for line in paragraphs if line.strip())


def _speeches(folder: Path) -> Iterator[RawText]:
    """Yield the speeches of the Bundestag in runs of sentences."""
    for path in sorted(folder.glob("*.json")):
        sentences = [entry["Tokens"] for entry in json.loads(path.read_text("utf-8"))["Sentences"]]
        yield from _runs(sentences, _RUN, "bundestag")


def _annotated(gold: Sequence[Sentence]) -> Iterator[RawText]:
    """Yield the texts of the sources that only have names, of the part that is trained on."""
    for sentence in gold:
        if sentence.heads is None and sentence.split == "train":
            yield RawText(sentence.text, sentence.source)


def _entailment(folder: Path) -> Iterator[RawText]:
    """Yield premises and hypotheses."""
    for part in ("dev", "test"):
        for record in _records(folder / f"{part}.jsonl"):
            yield RawText(str(record["premise"]).strip(), "rte3")
            yield RawText(str(record["hypothesis"]).strip(), "rte3")


def _similar(path: Path) -> Iterator[RawText]:
    """Yield the sentences of the similarity pairs."""
    with path.open(encoding="utf-8", newline="") as file:
        for first, second, *_ in csv.reader(file):
            yield RawText(first.strip(), "stsb")
            yield RawText(second.strip(), "stsb")


def _paraphrases(folder: Path) -> Iterator[RawText]:
    """Yield the sentences of the paraphrase pairs."""
    for part in ("dev", "test"):
        for line in (folder / f"{part}.tsv").read_text("utf-8").splitlines()[1:]:
            _, first, second, *_ = line.split("\t")
            yield RawText(first.strip(), "pawsx")
            yield RawText(second.strip(), "pawsx")


def _decisions(path: Path, count: int) -> Iterator[RawText]:
    """Yield a sample of the court decisions, in runs, chosen by the hash of the run."""
    lines = gzip.decompress(path.read_bytes()).decode("utf-8").splitlines()
    starts = range(0, len(lines), _RUN)
    runs = sorted(([*lines[start : start + _RUN]] for start in starts), key=_digest)
    for run in runs[: -(-count // _RUN)]:
        yield from _runs([line.split() for line in run], _RUN, "legal")


def _digest(lines: Iterable[str]) -> bytes:
    """Return what a run of lines is drawn by: random, but always the same."""
    return hashlib.sha256("\n".join(lines).encode()).digest()


def _runs(sentences: Sequence[Sequence[str]], length: int, source: str) -> Iterator[RawText]:
    """Yield tokenised sentences as running text, so many at a time."""
    for _, group in groupby(enumerate(sentences), key=lambda pair: pair[0] // length):
        texts = [join_words(tuple(words), guess_spaces(words)) for _, words in group]
        yield RawText(" ".join(texts), source)


def _records(path: Path) -> Iterator[dict[str, object]]:
    """Yield the records of a JSONL file."""
    return map(json.loads, path.read_text("utf-8").splitlines())
