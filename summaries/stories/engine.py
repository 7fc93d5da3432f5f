"""Which story an article belongs to: decided once, when it arrives, from evidence that can be shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import log2

from config.stories import DEFAULT_TUNING, MAX_TERMS, Tuning
from summaries.model import Features
from summaries.stories.index import StoryIndex
from summaries.stories.prior import Rarity, bundled_frequencies
from summaries.stories.profile import Member, Profile, Usual, cosine, dot, weighted
from summaries.stories.terms import GRAM_MARK, other_ordinal

_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Evidence:
    """One side of a decision: ``kind`` names it, ``items`` are data to show, ``weight`` goes into the score.

    Kinds: "terms" (shared stems, rarest first), "vector" (the cosine), "actors" (shared names), "numbers"
    (shared figures), "other_actors" and "other_ordinal" (what speaks against it; negative weight), "silence"
    (hours since the story's last article), "threshold" (the score that was needed).
    """

    kind: str
    items: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Placement:
    """Where an article belongs.

    ``story`` is the story it joins, None for a new one; ``continues`` the old story that a new one takes
    up.  ``score`` and ``evidence`` belong to that story, or to the nearest one that was turned down.
    """

    story: int | None
    continues: int | None
    score: float
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class _Comparison:
    profile: Profile
    silence: float
    needed: float
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
        self._rarity = Rarity(self._prior, self._tuning.prior_articles)
        self._stories: dict[int, Profile] = {}
        self._articles: dict[int, int] = {}
        self._names = Rarity({}, self._tuning.prior_names)
        self._usual = Usual(self._tuning.usual_articles)
        self._index = StoryIndex()

    def __len__(self) -> int:
        return len(self._stories)

    def place(self, features: Features) -> Placement:
        """Return where an article belongs without storing anything.

        Args:
            features: The article's features.

        Returns:
            The story to join, or a new one, possibly as a chapter of an old one; with the evidence.
        """
        member = Member(features)
        compared = [self._compare(member, story) for story in self._candidates(member)]
        compared.sort(key=lambda one: (-self._margin(one), -one.score, one.profile.id))
        if not compared:
            return Placement(None, None, 0.0)
        best = compared[0]
        if self._margin(best) >= 0:
            return self._placement(best, best.profile.id, None)
        chapter = next((one for one in compared if self._continues(one)), None)
        if chapter is not None:
            return self._placement(chapter, None, chapter.profile.id)
        return self._placement(best, None, None)

    def add(self, article_id: int, story_id: int, features: Features) -> None:
        """Enter an article into a story, which begins with its first article.

        Args:
            article_id: The stored article's number; entering an article again changes nothing.
            story_id: The story's number.
            features: The article's features.

        Raises:
            ValueError: The article is in another story.
        """
        if article_id in self._articles:
            self._check_same(article_id, story_id)
            return
        self._articles[article_id] = story_id
        member = Member(features)
        self._rarity.count(features.terms)
        self._names.count(features.actors)
        self._usual.count(member.vector)
        profile = self._stories.get(story_id)
        if profile is None:
            profile = self._stories[story_id] = Profile(story_id, member, self._tuning.recent)
        profile.add(member, self._tuning.profile_terms)
        self._index.touch(story_id, sorted(features.terms))

    def _check_same(self, article_id: int, story_id: int) -> None:
        if self._articles[article_id] != story_id:
            raise ValueError(f"article {article_id} is in story {self._articles[article_id]}")

    def rebuild(self, articles: Iterable[tuple[int, int, datetime, Features]]) -> None:
        """Forget everything and enter stored articles.

        Args:
            articles: Article, story, publication time and features of each, in the order of arrival.
        """
        self._clear()
        for article_id, story_id, _, features in articles:
            self.add(article_id, story_id, features)

    def _candidates(self, member: Member) -> list[Profile]:
        rare = sorted(
            ((term, weight * self._rarity.of(term) ** 2) for term, weight in member.terms.items()),
            key=lambda item: (-item[1], item[0]),
        )
        found = self._index.probe(rare[: self._tuning.probe_terms], self._tuning.probe_postings)
        ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))
        return [self._stories[story] for story, _ in ranked[: self._tuning.candidates]]

    def _compare(self, member: Member, profile: Profile) -> _Comparison:
        parts = (
            self._terms_side(member, profile),
            self._vector_side(member, profile),
            *self._actors_sides(member, profile),
            self._ordinal_side(member, profile),
        )
        evidence = tuple(part for part in parts if part is not None)
        silence = profile.silence(member.features.published)
        needed = self._needed(member, silence)
        score = sum(part.weight for part in evidence)
        extra = (
            Evidence("silence", (f"{silence:.1f}",), 0.0),
            Evidence("threshold", (f"{needed:.3f}",), 0.0),
        )
        return _Comparison(profile, silence, needed, score, evidence + extra)

    def _terms_side(self, member: Member, profile: Profile) -> Evidence | None:
        rarity = self._rarity.of
        mine = weighted(member.terms, rarity)
        whole = dot(mine, weighted(profile.terms, rarity))
        nearest = max(dot(mine, weighted(other, rarity)) for other in profile.recent)
        shared = [term for term in mine if term in profile.terms and not term.startswith(GRAM_MARK)]
        shared.sort(key=lambda term: (-mine[term], term))
        weight = self._tuning.words * whole + self._tuning.member * nearest
        return Evidence("terms", tuple(shared[:_SHOWN]), weight) if weight else None

    def _vector_side(self, member: Member, profile: Profile) -> Evidence | None:
        mine, theirs = self._usual.without(member.vector), self._usual.without(profile.vector, profile.size)
        likeness = cosine(mine, theirs)
        above = max(0.0, likeness - self._tuning.vector_floor) / (1.0 - self._tuning.vector_floor)
        return Evidence("vector", (f"{likeness:.3f}",), self._tuning.vector * above) if above else None

    def _actors_sides(self, member: Member, profile: Profile) -> tuple[Evidence | None, ...]:
        """Weigh shared names by their rarity; names that no article of the story has speak against it."""
        rarity = {name: self._names.of(name) for name in member.features.actors}
        total = sum(rarity.values())
        if not profile.actors or total <= 0:
            return ()
        shared = sorted((name for name in rarity if name in profile.actors), key=lambda n: (-rarity[n], n))
        if not shared:
            others = tuple(sorted(rarity, key=lambda n: (-rarity[n], n)))
            return (Evidence("other_actors", others[:_SHOWN], -self._tuning.other_actors),)
        rarest = min(1.0, rarity[shared[0]] / self._tuning.rare_name)
        share = rarest * sum(rarity[name] for name in shared) / total
        return (Evidence("actors", tuple(shared[:_SHOWN]), self._tuning.actors * share),)

    def _ordinal_side(self, member: Member, profile: Profile) -> Evidence | None:
        if not other_ordinal(member.features.numbers, frozenset(profile.numbers)):
            return None
        return Evidence("other_ordinal", tuple(sorted(member.features.numbers)), -self._tuning.other_ordinal)

    def _needed(self, member: Member, silence: float) -> float:
        tuning = self._tuning
        length = min(1.0, len(member.terms) / MAX_TERMS)
        return tuning.join + tuning.long_text * length + tuning.idle_step * log2(1.0 + silence / tuning.fresh)

    def _margin(self, one: _Comparison) -> float:
        return one.score - one.needed if one.silence <= self._tuning.max_idle else -1.0

    def _continues(self, one: _Comparison) -> bool:
        against = any(part.kind.startswith("other_") for part in one.evidence)
        old = self._tuning.chapter_after <= one.silence <= self._tuning.chapter_until
        return old and not against and one.score >= self._tuning.continues

    @staticmethod
    def _placement(one: _Comparison, story: int | None, continues: int | None) -> Placement:
        return Placement(story, continues, round(one.score, 6), one.evidence)
