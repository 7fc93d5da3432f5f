"""What speaks for and against an article being part of a story, each side with its weight."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import isnan, log2

import numpy as np

from config.stories import MAX_TERMS, Tuning
from summaries.stories.prior import Rarity
from summaries.stories.profile import Bag, Member, Profile
from summaries.stories.terms import other_ordinal, results_in, stem

Side = tuple[str, tuple[str, ...], float]
_SHOWN = 6
_NAMES = 12  # most frequent names of a story that are looked for in an article


@dataclass(frozen=True, slots=True)
class Comparison:
    """An article beside one story.

    ``likeness`` is the score without the silence, ``margin`` by how much the score exceeds what is needed.
    """

    story: int
    silence: float
    likeness: float
    score: float
    margin: float
    sides: tuple[Side, ...]


class Weigher:
    """Compares an article with a story by the weights of a tuning."""

    def __init__(self, tuning: Tuning, rarity: Rarity, names: Rarity) -> None:
        """Take the weights and what is known of how common terms and names are."""
        self._tuning = tuning
        self._rarity = rarity
        self._names = names

    def compare(self, member: Member, profile: Profile, vector: float) -> Comparison:
        """Return what speaks for and against the article being part of the story.

        Args:
            member: The article.
            profile: The story.
            vector: The cosine of their sentence vectors, NaN where one has none.
        """
        silence = profile.silence(member.features.published)
        sides = [side for side in self._sides(member, profile, vector, silence) if side[2]]
        likeness = sum(weight for _, _, weight in sides)
        quiet = -self._tuning.silence * log2(1.0 + silence / self._tuning.fresh)
        needed = self._needed(member)
        closed = silence > self._tuning.max_idle or member.roundup or profile.roundup
        margin = -np.inf if closed else likeness + quiet - needed
        extra = (("silence", (f"{silence:.1f}",), quiet), ("threshold", (f"{needed:.3f}",), 0.0))
        return Comparison(profile.id, silence, likeness, likeness + quiet, float(margin), (*sides, *extra))

    def continues(self, one: Comparison) -> bool:
        """Tell whether an article that compares so with an old story opens a new chapter of it."""
        against = any(kind.startswith("other_") for kind, _, _ in one.sides)
        old = self._tuning.chapter_after <= one.silence <= self._tuning.chapter_until
        return old and not against and one.likeness >= self._tuning.continues

    def _sides(self, member: Member, profile: Profile, vector: float, silence: float) -> Iterator[Side]:
        yield self._terms(member, profile)
        yield self._sense(member, profile, vector)
        yield self._actors(member, profile)
        yield self._ordinal(member, profile)
        yield self._result(member, profile)
        yield self._ticker(member, profile, silence)

    def _sense(self, member: Member, profile: Profile, vector: float) -> Side:
        """Weigh the likeness of the whole: by the vectors, or by all words where there are none."""
        if isnan(vector):
            words = member.bag.cosine(profile.bag, self._rarity)
            return "words", (f"{words:.3f}",), self._tuning.vector * words
        return "vector", (f"{vector:.3f}",), self._tuning.vector * vector

    def _terms(self, member: Member, profile: Profile) -> Side:
        """Weigh the words that both have by how much rarer they are than words that say nothing.

        The sum counts, not a share of all words: headlines that have one common word are half alike.
        """
        shared = np.intersect1d(member.bag.ids, profile.bag.ids, assume_unique=True)
        words = shared[~self._rarity.is_run(shared)]
        telling = np.maximum(self._rarity.of(words) - self._tuning.plain_word, 0.0)
        rarest = words[np.argsort(-telling, kind="stable")[:_SHOWN]]
        items = tuple(self._rarity.term(int(number)) for number in rarest)
        return "terms", items, self._tuning.words * log2(1.0 + float(telling.sum()))

    def _actors(self, member: Member, profile: Profile) -> Side:
        """Weigh shared names by their rarity; where no name is shared, that speaks against it.

        A name counts as shared where the other side has it as a word, recognised as a name or not.
        """
        mine, theirs = member.features.actors, [name for name, _ in profile.actors.most_common(_NAMES)]
        shared = {name for name in mine if name in profile.actors or self._has(profile.bag, name)}
        shared |= {name for name in theirs if self._has(member.bag, name)}
        rarity = {name: self._names.of_term(name) for name in (*sorted(mine), *theirs)}
        order = sorted(shared or mine, key=lambda name: (-rarity[name], name))
        if shared:
            amount = (
                sum(min(rarity[name], self._tuning.rare_name) for name in shared) / self._tuning.rare_name
            )
            return "actors", tuple(order[:_SHOWN]), self._tuning.actors * log2(1.0 + amount)
        against = self._tuning.other_actors if mine and theirs else 0.0
        return "other_actors", tuple(order[:_SHOWN]), -against

    def _has(self, bag: Bag, name: str) -> bool:
        number = self._rarity.known(stem(name.capitalize()))
        place = int(np.searchsorted(bag.ids, number)) if number is not None else bag.ids.size
        return place < bag.ids.size and int(bag.ids[place]) == number

    def _ordinal(self, member: Member, profile: Profile) -> Side:
        numbers = member.features.numbers
        differ = other_ordinal(numbers, frozenset(profile.numbers))
        return "other_ordinal", tuple(sorted(numbers)), -self._tuning.other_ordinal * differ

    def _result(self, member: Member, profile: Profile) -> Side:
        mine, theirs = results_in(member.features.numbers), results_in(profile.numbers)
        differ = bool(mine and theirs) and not mine & theirs
        return "other_result", tuple(sorted(mine)), -self._tuning.other_result * differ

    def _ticker(self, member: Member, profile: Profile, silence: float) -> Side:
        same = member.ticker in profile.tickers and silence <= self._tuning.ticker_idle
        return "ticker", ((member.ticker or "")[1:],), self._tuning.ticker * same

    def _needed(self, member: Member) -> float:
        return self._tuning.join + self._tuning.long_text * min(1.0, len(member.features.terms) / MAX_TERMS)
