"""Score who is said to say what on German Wikinews with gold quotes (Petersen-Frey and Biemann 2024).

Run ``python -m benchmarks.attribution [DATA] [--split dev|train|all] [--limit N] [--failures N]``; DATA is
the folder of the corpus.  Its licence allows evaluation only: nothing is learnt from it and none of its text
is kept.  The measure is described in ``benchmarks.quotations.measure``.  What is scored first is what
``lagebild analyse --json`` prints, unchanged; how single statements become quotes of its kind is told in
``benchmarks.quotations.mapping``, the baselines are in ``benchmarks.quotations.baselines``.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from benchmarks.quotations.baselines import by_marks, by_verbs
from benchmarks.quotations.corpus import TYPES, Article, Quote, read_articles
from benchmarks.quotations.mapping import plain, quotes_of
from benchmarks.quotations.measure import Score, matched, overlap
from summaries.intake import segment
from summaries.language import load_pipeline
from summaries.model import Statement
from summaries.statements import entries_of, extract_speech, extract_statements

DATA: Final = Path("../shared/data/quotations_dev")
SPLITS: Final = ("train", "dev")
OWN: Final = "attributions, as `lagebild analyse --json` prints them"
COLUMNS: Final = ("quote", "speaker", "cue", "frame", "addressee", "roles", "joint")
POOR: Final = 0.5  # a pair that overlaps less is shown among the failures

System = Callable[[Article, Doc], Sequence[Quote]]


def statements_of(article: Article, doc: Doc) -> tuple[Statement, ...]:
    """Return the statements of an article, read as one that was forwarded."""
    return extract_statements(doc, segment(article.text, article.title, article.published))


def printed(article: Article, doc: Doc) -> list[Quote]:
    """Return what the command prints with a type as quotes, span by span."""
    statements, found = extract_speech(doc, segment(article.text, article.title, article.published))
    return [
        Quote(
            one.type.value,
            article.within(one.quote),
            {"speaker": article.within(one.speaker), "cue": article.within(one.cue)},
        )
        for one in entries_of(found, statements)
        if one.type is not None
    ]


SYSTEMS: Final[Mapping[str, System]] = {
    OWN: printed,
    "statements, by the corpus' conventions": lambda article, doc: quotes_of(
        article, statements_of(article, doc)
    ),
    "statements, spans unchanged": lambda article, doc: plain(article, statements_of(article, doc)),
    "baseline: marks and nearest name": by_marks,
    "baseline: list of verbs": by_verbs,
}


@dataclass
class Report:
    """The scores by system, and what the project's own missed, made up or cut otherwise."""

    scores: dict[str, Score] = field(default_factory=lambda: {name: Score() for name in SYSTEMS})
    missed: list[str] = field(default_factory=list)
    spurious: list[str] = field(default_factory=list)
    poor: list[str] = field(default_factory=list)


def score(nlp: Language, articles: Iterable[Article]) -> Report:
    """Return how well the statements, and the baselines, find the quotes of the articles."""
    report = Report()
    for article in articles:
        doc = nlp(article.text)
        for name, system in SYSTEMS.items():
            predicted = system(article, doc)
            report.scores[name].add(article.quotes, predicted)
            if name == OWN:
                _note_failures(report, article, predicted)
    return report


def _note_failures(report: Report, article: Article, predicted: Sequence[Quote]) -> None:
    for wanted, found in matched(article.quotes, predicted):
        if wanted and not found:
            report.missed.append(_told(article, wanted))
        elif found and not wanted:
            report.spurious.append(_told(article, found))
        elif wanted and found and overlap(wanted, found) < POOR:
            report.poor.append(f"{_told(article, wanted)}\n   found: {_told(article, found)}")


def _told(article: Article, quote: Quote) -> str:
    roles = "".join(f" | {role}: {article.words(tokens)}" for role, tokens in quote.roles.items() if tokens)
    return f"[{quote.type}] {article.words(quote.tokens)}{roles}"


def show(report: Report, failures: int = 0) -> None:
    """Print the scores, and up to ``failures`` of each kind of failure, spread over all."""
    for name, counted in report.scores.items():
        print(f"\n{name}")
        for line in table(counted):
            print(line)
    for title, every in (("missed", report.missed), ("spurious", report.spurious), ("poor", report.poor)):
        for text in spread(every, failures):
            print(f"\n{title}: {text}")


def table(counted: Score) -> Iterator[str]:
    """Yield the lines of a system's table, precision, recall and F1 in per cent."""
    yield f"{'':<22}{'gold':>5}{'found':>6} " + "".join(f"{name:>18}" for name in COLUMNS) + f"{'type':>7}"
    rows = {"all": TYPES, **{type_: (type_,) for type_ in TYPES}}
    for name, types in rows.items():
        cells = "".join(_cell(counted, group, types) for group in COLUMNS)
        sizes = f"{counted.gold(types):>5}{counted.predicted(types):>6} "
        yield f"{name:<22}{sizes}{cells}{100 * counted.typed(types):>7.1f}"


def _cell(counted: Score, group: str, types: Sequence[str]) -> str:
    figures = counted.figures(group, types)
    shown = (figures.precision, figures.recall, figures.f1)
    return f"{'/'.join(f'{100 * value:.1f}' for value in shown):>18}"


def spread(every: Sequence[str], count: int) -> list[str]:
    """Return ``count`` items at even distances, all where there are no more."""
    if count >= len(every):
        return list(every)
    return [every[number * len(every) // count] for number in range(count)]


def read(data: Path, split: str, limit: int | None) -> list[Article]:
    """Return the articles of a split ("all" for both), of each the first ``limit``."""
    names = SPLITS if split == "all" else (split,)
    return [article for name in names for article in list(read_articles(data / f"{name}.jsonl"))[:limit]]


def main() -> None:
    """Print the figures of the project's statements and of both baselines."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path, nargs="?", default=DATA)
    parser.add_argument("--split", choices=(*SPLITS, "all"), default="dev")
    parser.add_argument("--limit", type=int, metavar="N", help="only the first N articles of the split")
    parser.add_argument("--failures", type=int, default=0, metavar="N", help="show N of each kind")
    parser.add_argument("--model", help="an installed spaCy model instead of the project's")
    arguments = parser.parse_args()
    if not arguments.data.is_dir():
        print(f"no corpus at {arguments.data}: nothing is measured")
        return
    articles = read(arguments.data, arguments.split, arguments.limit)
    nlp = load_pipeline(arguments.model)
    print(f"{len(articles)} articles; pipeline: {nlp.meta['name']} {', '.join(nlp.pipe_names)}")
    show(score(nlp, articles), arguments.failures)


if __name__ == "__main__":
    main()
