"""Many articles in order of arrival, as the flow groups them one by one, mergers carried out."""

from __future__ import annotations

from collections.abc import Sequence

from config.stories import DEFAULT_TUNING, Tuning
from summaries.model import Features
from summaries.stories.engine import Merger, StoryEngine
from summaries.stories.terms import as_roundup


class Grouper:
    """Keeps articles and their stories; ``stories`` are the numbers of the articles that opened them."""

    def __init__(self, tuning: Tuning = DEFAULT_TUNING) -> None:
        """Start without articles."""
        self._engine = StoryEngine(tuning)
        self._articles: list[Features] = []
        self.stories: list[int] = []

    def add(self, features: Features) -> None:
        """Take in the next article; stories that turn out to be one become the older one."""
        number = len(self._articles)
        placed = self._engine.place(features)
        features = as_roundup(features) if placed.several else features
        story = number if placed.story is None else placed.story
        self._articles.append(features)
        self.stories.append(story)
        self._engine.add(number, story, features)
        merger = None if placed.rival is None else self._engine.reexamine(story, placed.rival)
        if merger is not None:
            self._merge(merger)

    def _merge(self, merger: Merger) -> None:
        self.stories = [merger.into if story == merger.story else story for story in self.stories]
        rows = enumerate(zip(self.stories, self._articles, strict=True))
        whole = [(n, story, one, None) for n, (story, one) in rows if story == merger.into]
        self._engine.replace(whole, (merger.story, merger.into))


def group(articles: Sequence[Features], tuning: Tuning = DEFAULT_TUNING) -> list[int]:
    """Return the story of each article, a number of its own kind, when they arrive one after the other."""
    grouper = Grouper(tuning)
    for features in articles:
        grouper.add(features)
    return grouper.stories
