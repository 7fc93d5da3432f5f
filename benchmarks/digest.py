"""Time and memory of a digest as the number of new articles grows.

Run ``python -m benchmarks.digest [--sizes 10 100 1000 10000]``.  Stories of the gold set are told again and
again under other names: each copy is a story of its own with the statements of its articles.  Measured in
processor time: comparing all stories, which the bot does story by story as articles arrive, and then choosing
and rendering the digest from claims that are already there.  The first line is the reference: what analysing
one article costs in the same process.
"""

from __future__ import annotations

import argparse
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from time import process_time
from typing import TypeVar

from benchmarks._gold import GOLD, Story, read_story
from benchmarks._match import Reader
from benchmarks._systems import evidence_of
from summaries.claims import compare
from summaries.digest import ArticleView, Digest, KnownClaim, StoryInput, build_digest, render_text
from summaries.language import load_pipeline
from summaries.model import Claim, Evidence

SIZES = (10, 100, 1_000, 10_000)
END = datetime(2026, 1, 1, tzinfo=UTC)
TEMPLATES = 12
_T = TypeVar("_T")


@dataclass(frozen=True)
class Cost:
    """Seconds and bytes of one size."""

    articles: int
    stories: int
    compare: float
    build: float
    render: float
    peak: int


def timed(action: Callable[[], _T]) -> tuple[_T, float]:
    """Return what ``action`` returns and the processor time that it took, in seconds."""
    started = process_time()
    done = action()
    return done, process_time() - started


def copies(templates: Sequence[Sequence[Evidence]], articles: int) -> Iterator[list[Evidence]]:
    """Yield the statements of story after story until there are so many articles."""
    made = number = 0
    while made < articles:
        template = templates[number % len(templates)]
        made += len({item.source.article for item in template})
        yield [
            replace(item, source=replace(item.source, article=f"{number}/{item.source.article}"))
            for item in template
        ]
        number += 1


def story_input(number: int, evidence: Sequence[Evidence], claims: Sequence[Claim]) -> StoryInput:
    """Return a story as the digest takes it."""
    sources = {item.source.article: item.source for item in evidence}
    articles = [ArticleView(s.article, s.outlet, s.title, s.published, s.url) for s in sources.values()]
    known = tuple(KnownClaim(f"{number}-{n}", claim) for n, claim in enumerate(claims))
    return StoryInput(number, f"Story {number}", tuple(articles), known)


def measure(templates: Sequence[Sequence[Evidence]], articles: int) -> Cost:
    """Return what a digest of so many new articles costs."""
    stories = list(copies(templates, articles))
    claims, compared = timed(lambda: [compare(story) for story in stories])
    pairs = zip(stories, claims, strict=True)
    told = [story_input(n, evidence, found) for n, (evidence, found) in enumerate(pairs)]
    digest, built = timed(lambda: _digest(told))
    _, rendered = timed(lambda: render_text(digest))
    tracemalloc.start()  # slows everything down, so the memory is measured in a second run
    render_text(_digest(told))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return Cost(articles, len(stories), compared, built, rendered, peak)


def _digest(told: Sequence[StoryInput]) -> Digest:
    return build_digest(told, None, END + timedelta(days=1), zone=UTC)


def main() -> None:
    """Print one line per size."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--sizes", nargs="+", type=int, default=list(SIZES))
    options = parser.parse_args()
    reader = Reader(load_pipeline())
    render_text(build_digest([], None, END, zone=UTC))  # read the templates
    gold: list[Story] = [read_story(path) for path in sorted(GOLD.glob("dev_*.json"))[:TEMPLATES]]
    templates, spent = timed(lambda: [evidence_of(story, reader) for story in gold])
    reference = spent / sum(len(story.articles) for story in gold)
    print(f"analysing one article: {reference * 1000:.0f} ms")
    for size in options.sizes:
        cost = measure(templates, size)
        chosen = (cost.build + cost.render) * 1000
        print(
            f"{cost.articles:6} articles, {cost.stories:5} stories: compare {cost.compare * 1000:8.0f} ms "
            f"({cost.compare / cost.stories * 1000:5.1f} a story), digest {chosen:7.1f} ms "
            f"(choose {cost.build * 1000:.1f}, render {cost.render * 1000:.1f}; "
            f"{chosen / 1000 / reference:.2f} of one analysis), {cost.peak / 2**20:6.1f} MiB"
        )


if __name__ == "__main__":
    main()
