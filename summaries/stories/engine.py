"""Which story an article belongs to: decided once, when it arrives, from evidence that can be shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from config.stories import DEFAULT_TUNING, OTHER_WORDS, Tuning
from summaries.model import Features
from summaries.stories.evidence import Comparison, Weigher
from summaries.stories.index import Slots, StoryIndex, Vectors, strongest_directions
from summaries.stories.prior import Rarity, bundled_frequencies, bundled_usual
from summaries.stories.profile import Member, Profile

Stored = tuple[int, int, Features, int | None]
"""An article, its story, its features, and which of the story's articles it is."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One side of a decision: ``kind`` names it, ``items`` are data to show, ``weight`` goes into the score.

    Kinds: "headline" (words of the headlines that the other side has), "terms" (words that two texts share)
    and "names" (names that they do), all as stems, rarest first; "vector" (the cosine), "words" (the same by
    words, where there are no vectors), "figures" (shared ones), "actors" (those that headlines share),
    "ticker" (both are entries of it), "other_names", "other_places", "other_actors", "other_ordinal" and
    "other_result" (what speaks against it; negative weight), "silence" (hours since the story's last
    article; negative weight), "threshold" (the score that was needed).
    """

    kind: str
    items: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Placement:
    """Where an article belongs.

    ``story`` is the story it joins, None for a new one; ``continues`` the old story that a new one takes
    up.  ``score`` and ``evidence`` belong to that story, or to the nearest one that was turned down.
    ``rival`` is another running story that it would join as well: a reason to ask whether both are one.
    ``several`` tells that it is about several stories, so that nothing may join the one that it opens
    (``as_roundup``).
    """

    story: int | None
    continues: int | None
    score: float
    evidence: tuple[Evidence, ...] = ()
    rival: int | None = None
    several: bool = False


@dataclass(frozen=True, slots=True)
class Merger:
    """Two stories that have turned out to be one: ``story`` is to be merged into ``into``, the older one."""

    story: int
    into: int
    score: float
    evidence: tuple[Evidence, ...]


class StoryEngine:
    """Stories in memory, built from features alone and always the same for the same articles in order."""

    def __init__(self, tuning: Tuning = DEFAULT_TUNING, prior: Mapping[str, float] | None = None) -> None:
        """Start without stories.

        Args:
            tuning: Weights and thresholds.
            prior: Share of articles that contain a term; None for the bundled table.
        """
        self._tuning = tuning
        self._prior = bundled_frequencies() if prior is None else prior
        self._clear()

    def _clear(self) -> None:
        tuning = self._tuning
        self._rarity = Rarity(self._prior, tuning.prior_stories, tuning.least_stories)
        self._actors = Rarity({}, tuning.prior_actors, 2.0)
        self._vectors = Vectors(bundled_usual(), tuning.usual_stories)
        self._index = StoryIndex(tuning.probe_postings)
        self._slots = Slots(tuning.max_stories)
        self._stories: dict[int, Profile] = {}
        self._at: dict[int, Profile] = {}
        self._articles: dict[int, int] = {}
        self._members: dict[int, list[int]] = {}
        self._weigher = Weigher(tuning, self._rarity, self._actors)

    def __len__(self) -> int:
        return len(self._stories)

    def __contains__(self, story_id: int) -> bool:
        return story_id in self._stories

    def place(self, features: Features) -> Placement:
        """Return where an article belongs without storing anything.

        Args:
            features: The article's features.

        Returns:
            The story to join, or a new one, possibly as a chapter of an old one; with the evidence.
        """
        member = Member(features, self._rarity)
        compared = self._ranked(member)
        if not compared:
            return Placement(None, None, 0.0)
        best = compared[0]
        if best.margin >= 0 and self._about_several(member, compared):
            return replace(_placement(best, None, None), several=True)
        if best.margin >= 0:
            rival = compared[1].story if len(compared) > 1 and compared[1].margin >= 0 else None
            return replace(_placement(best, best.story, None), rival=rival)
        chapter = next((one for one in compared if self._weigher.continues(one)), None)
        if chapter is not None:
            return _placement(chapter, None, chapter.story)
        return _placement(best, None, None)

    def compare(self, features: Features) -> list[Comparison]:
        """Return an article beside each of the stories that come into question, the best first."""
        return self._ranked(Member(features, self._rarity))

    def reexamine(self, story_id: int, rival_id: int) -> Merger | None:
        """Tell whether two stories are one, as an article that fits both suggests.

        Nothing is changed: a merge that people have seen coming is entered by ``replace``.

        Args:
            story_id: The story that the article has joined.
            rival_id: The other story that it would have joined (``Placement.rival``).

        Returns:
            The merger to carry out, None if they are still two or one of them is unknown here.
        """
        pair = [self._stories[one] for one in (story_id, rival_id) if one in self._stories]
        if len(pair) < 2 or story_id == rival_id:  # noqa: PLR2004
            return None
        older, younger = sorted(pair, key=lambda one: (one.first, one.id))
        member = younger.as_member(self._vectors.mean(younger.slot))
        likeness = float(self._vectors.likeness([older.slot], member.vector)[0])
        found = self._weigher.compare(member, older, likeness)
        if found.margin < self._tuning.merge:
            return None
        return Merger(younger.id, older.id, round(found.score, 6), _evidence(found))

    def _ranked(self, member: Member) -> list[Comparison]:
        return sorted(self._compared(member), key=lambda one: (-one.margin, -one.score, one.story))

    def _about_several(self, member: Member, compared: Sequence[Comparison]) -> bool:
        """Tell whether an article is about several stories: then it is part of none.

        Either it is as near to many, or it is a text that has quite other words in common with one than with
        another.
        """
        best, *others = (one for one in compared if one.margin >= 0)
        ties = [one for one in others if one.margin >= best.margin - self._tuning.tie]
        if len(ties) + 1 >= self._tuning.several:
            return True
        return member.fullness >= 1 and any(self._common(member, best, one) < OTHER_WORDS for one in others)

    def _common(self, member: Member, one: Comparison, other: Comparison) -> float:
        """Return how much of what an article shares with two stories is the same, 0 to 1."""
        left, right = (self._stories[which.story].bag.has(member.bag.ids) for which in (one, other))
        weights = member.bag.weights * self._rarity.of(member.bag.ids) ** 2
        weights = weights * ~self._rarity.is_run(member.bag.ids)
        least = min(float(weights[left].sum()), float(weights[right].sum()))
        return float(weights[left & right].sum()) / least if least else 1.0

    def add(self, article_id: int, story_id: int, features: Features, place: int | None = None) -> None:
        """Enter an article into a story, which begins with its first article.

        Args:
            article_id: The stored article's number; entering an article again changes nothing.
            story_id: The story's number.
            features: The article's features.
            place: Which of the story's articles it is, counted from 1, where earlier ones are left out.

        Raises:
            ValueError: The article is in another story.
        """
        if article_id in self._articles:
            self._check_same(article_id, story_id)
            return
        member = Member(features, self._rarity)
        profile = self._profile(story_id, member)
        self._articles[article_id] = story_id
        self._members.setdefault(story_id, []).append(article_id)
        actors = set(features.actors) - set(profile.actors)
        gained, lost = profile.add(member, self._tuning.profile_terms, place)
        self._rarity.count(gained)
        self._rarity.count(lost, -1)
        self._actors.count(self._actors.ids(sorted(actors)))
        self._vectors.add(profile.slot, member.vector)
        self._index.touch(profile.slot, (key for key, _ in self._keys(member)))

    def replace(self, articles: Iterable[Stored], stories: Iterable[int]) -> None:
        """Forget stories and enter articles again, as after a correction by hand.

        Args:
            articles: What is now in these stories, in the order of arrival.
            stories: All stories that lost or gained articles.
        """
        for story in sorted(set(stories)):
            if story in self._stories:
                self._forget(story)
        for article_id, story_id, features, place in articles:
            self.add(article_id, story_id, features, place)

    def _check_same(self, article_id: int, story_id: int) -> None:
        if self._articles[article_id] != story_id:
            raise ValueError(f"article {article_id} is in story {self._articles[article_id]}")

    def _profile(self, story_id: int, first: Member) -> Profile:
        slot, gone = self._slots.touch(story_id)
        if gone is not None:
            self._forget(gone)
        profile = self._stories.get(story_id)
        if profile is None:
            profile = self._stories[story_id] = self._at[slot] = Profile(story_id, slot, first)
            self._rarity.open_story()
            self._actors.open_story()
        return profile

    def _forget_articles(self, story_id: int) -> None:
        for article_id in self._members.pop(story_id, ()):
            del self._articles[article_id]

    def _forget(self, story_id: int) -> None:
        self._forget_articles(story_id)
        profile = self._stories.pop(story_id)
        del self._at[profile.slot]
        self._slots.release(story_id)
        self._vectors.clear(profile.slot)
        self._rarity.count(profile.bag.ids, -1)
        self._actors.count(self._actors.ids(sorted(profile.actors)), -1)
        self._rarity.close_story()
        self._actors.close_story()

    def _compared(self, member: Member) -> list[Comparison]:
        """Compare the article in full with the stories that a quick look finds nearest."""
        found = self._index.probe(self._keys(member))
        ranked = sorted((slot for slot in found if slot in self._at), key=lambda s: (-found[s], s))
        slots = ranked[: self._tuning.candidates]
        likeness = self._vectors.likeness(slots, member.vector)
        nearest = np.argsort(-np.nan_to_num(likeness), kind="stable")[: self._tuning.compared]
        chosen = sorted({*nearest.tolist(), *range(min(len(slots), self._tuning.compared))})
        return [self._weigher.compare(member, self._at[slots[n]], float(likeness[n])) for n in chosen]

    def _keys(self, member: Member) -> Sequence[tuple[int, float]]:
        """Return what an article is looked up by: its rarest terms, and its vector's strongest directions."""
        weights = member.bag.weights * self._rarity.of(member.bag.ids) ** 2
        rarest = np.argsort(-weights, kind="stable")[: self._tuning.probe_terms]
        keys = [(int(member.bag.ids[n]), float(weights[n])) for n in rarest]
        strength = float(weights[rarest].mean()) if rarest.size else 1.0
        return keys + [
            (key, strength) for key in strongest_directions(member.vector, self._tuning.probe_directions)
        ]


def _placement(one: Comparison, story: int | None, continues: int | None) -> Placement:
    return Placement(story, continues, round(one.score, 6), _evidence(one))


def _evidence(one: Comparison) -> tuple[Evidence, ...]:
    return tuple(Evidence(kind, items, weight) for kind, items, weight in one.sides)
