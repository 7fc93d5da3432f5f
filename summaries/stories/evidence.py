"""What speaks for and against an article being part of a story, each side with its weight."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import isnan, log2

import numpy as np

from config.stories import NAMES_COMPARED, Tuning
from summaries.stories.prior import Ids, Rarity
from summaries.stories.profile import Bag, Member, Profile
from summaries.stories.terms import other_ordinal, stem, telling_digits, telling_figures

Side = tuple[str, tuple[str, ...], float]
_SHOWN = 6
_OTHERS = frozenset({"other_actors", "other_ordinal", "other_result"})
_OTHER_NAMES = frozenset({"other_names", "other_places"})


@dataclass(frozen=True, slots=True)
class Comparison:
    """An article beside one story.

    ``silence`` is in hours, ``likeness`` the score without it, ``needed`` the score from which the article
    joins, ``margin`` by how much the score exceeds that (minus infinity where the story is closed).
    """

    story: int
    silence: float
    likeness: float
    score: float
    needed: float
    margin: float
    sides: tuple[Side, ...]


class Weigher:
    """Compares an article with a story by the weights of a tuning."""

    def __init__(self, tuning: Tuning, rarity: Rarity, actors: Rarity) -> None:
        """Take the weights and what is known of how common terms and actors are."""
        self._tuning = tuning
        self._rarity = rarity
        self._actor_rarity = actors

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
        quiet = self._quiet(silence, member.fullness)
        needed = self._needed(member, profile)
        closed = silence > self._tuning.max_idle or member.roundup or profile.roundup
        margin = -np.inf if closed else likeness + quiet - needed
        extra = (("silence", (f"{silence:.1f}",), quiet), ("threshold", (f"{needed:.3f}",), 0.0))
        return Comparison(
            profile.id, silence, likeness, likeness + quiet, needed, float(margin), (*sides, *extra)
        )

    def continues(self, one: Comparison) -> bool:
        """Tell whether an article that compares so with an old story opens a new chapter of it."""
        kinds = {kind for kind, _, _ in one.sides}
        against = bool(kinds & _OTHERS) or (bool(kinds & _OTHER_NAMES) and "names" not in kinds)
        old = self._tuning.chapter_after <= one.silence <= self._tuning.chapter_until
        return old and not against and one.likeness - one.needed >= self._tuning.continues

    def _sides(self, member: Member, profile: Profile, vector: float, silence: float) -> Iterator[Side]:
        yield self._terms(member, profile)
        yield self._headline(member, profile)
        yield self._sense(member, profile, vector)
        yield self._names(member, profile)
        yield self._other_names(member, profile)
        yield self._other_places(member, profile)
        yield self._actors(member, profile)
        yield self._figures(member, profile)
        yield self._ordinal(member, profile)
        yield self._result(member, profile)
        yield self._ticker(member, profile, silence)

    def _sense(self, member: Member, profile: Profile, vector: float) -> Side:
        """Weigh the likeness of the whole: by the vectors, or by all words where there are none.

        Words count squared: one rare word in common makes two headlines alike a little, and never enough.
        """
        if isnan(vector):
            words = member.bag.cosine(profile.bag, self._rarity)
            return "words", (f"{words:.3f}",), self._tuning.vector * words**2
        return "vector", (f"{vector:.3f}",), self._tuning.vector * vector

    def _terms(self, member: Member, profile: Profile) -> Side:
        """Weigh how much of all words two texts have in common; of a headline alone that tells too little."""
        shared = self._shared(member.bag, profile.bag)
        cosine = member.bag.cosine(profile.bag, self._rarity) if member.fullness else 0.0
        return "terms", shared, self._tuning.terms * member.fullness * cosine

    def _headline(self, member: Member, profile: Profile) -> Side:
        """Weigh which share of the headlines' words the other side has, be it in a headline or in a text."""
        ours = member.headline.coverage(profile.bag, self._rarity)
        theirs = profile.headlines.coverage(member.bag, self._rarity)
        shared = self._shared(member.headline, profile.bag)
        return "headline", shared, self._tuning.headline * (ours + theirs) / 2

    def _shared(self, left: Bag, right: Bag) -> tuple[str, ...]:
        """Return the words that both have, rarest first."""
        return self._rarest(left.ids[right.has(left.ids)])

    def _rarest(self, ids: Ids) -> tuple[str, ...]:
        """Return the words among these terms, rarest first."""
        words = ids[~self._rarity.is_run(ids)]
        rarest = words[np.argsort(-self._rarity.of(words), kind="stable")[:_SHOWN]]
        return tuple(self._rarity.term(int(number)) for number in rarest)

    def _names(self, member: Member, profile: Profile) -> Side:
        """Weigh the rarest name that two texts share."""
        ours, theirs = member.names.ids, profile.core_names.ids
        shared = np.union1d(ours[profile.bag.has(ours)], theirs[member.bag.has(theirs)])
        rarest = float(self._rarity.of(shared).max(initial=0.0))
        return "names", self._rarest(shared), self._tuning.names * member.fullness * rarest

    def _other_names(self, member: Member, profile: Profile) -> Side:
        """Weigh which share of the names in the headlines of two texts the other text does not have."""
        ours, theirs = member.headline_names, profile.headline_names
        other = self._rarest(ours.ids[~profile.bag.has(ours.ids)])
        if not (ours.ids.size and theirs.ids.size):
            return "other_names", (), 0.0
        known = ours.coverage(profile.bag, self._rarity) + theirs.coverage(member.bag, self._rarity)
        return "other_names", other, -self._tuning.other_names * member.fullness * (1.0 - known / 2)

    def _other_places(self, member: Member, profile: Profile) -> Side:
        """Weigh that two texts name places, and not one of them is in the other text."""
        ours, theirs = member.places.ids, profile.core_places.ids
        apart = (
            ours.size and theirs.size and not (profile.bag.has(ours).any() or member.bag.has(theirs).any())
        )
        return "other_places", self._rarest(ours), -self._tuning.other_places * member.fullness * bool(apart)

    def _actors(self, member: Member, profile: Profile) -> Side:
        """Weigh who headlines name: shared ones by their rarity; that nobody is shared speaks against it.

        A name counts as shared where the other side has it as a word, recognised as a name or not.
        """
        mine, theirs = member.features.actors, profile.usual_actors(NAMES_COMPARED)
        shared = {name for name in mine if name in profile.actors or self._has(profile.bag, name)}
        shared |= {name for name in theirs if self._has(member.bag, name)}
        rarity = {name: self._actor_rarity.of_term(name) for name in sorted({*mine, *theirs})}
        order = sorted(shared or mine, key=lambda name: (-rarity[name], name))[:_SHOWN]
        bare = 1.0 - member.fullness
        if shared:
            amount = sum(min(rarity[name] / self._tuning.rare_actor, 1.0) for name in sorted(shared))
            return "actors", tuple(order), self._tuning.actors * bare * log2(1.0 + amount)
        return "other_actors", tuple(order), -self._tuning.other_actors * bare * bool(mine and theirs)

    def _has(self, bag: Bag, name: str) -> bool:
        number = self._rarity.known(stem(name.capitalize()))
        place = int(np.searchsorted(bag.ids, number)) if number is not None else bag.ids.size
        return place < bag.ids.size and int(bag.ids[place]) == number

    def _figures(self, member: Member, profile: Profile) -> Side:
        """Weigh the figures that both have by their digits: exact ones are shared by chance less often."""
        shared = telling_figures(member.features.numbers & profile.numbers)
        exactness = sum(telling_digits(figure) for figure in shared)
        return "figures", tuple(sorted(shared)[:_SHOWN]), self._tuning.figures * log2(1.0 + exactness)

    def _ordinal(self, member: Member, profile: Profile) -> Side:
        numbers = member.features.numbers
        differ = other_ordinal(numbers, frozenset(profile.numbers))
        items = tuple(sorted(number for number in numbers if ". " in number)[:_SHOWN])
        return "other_ordinal", items, -self._tuning.other_ordinal * differ

    def _result(self, member: Member, profile: Profile) -> Side:
        """Weigh that both are about a result, and not the same: the other may be mentioned all the same."""
        both = bool(member.results and profile.results)
        differ = both and not member.results & (profile.results | profile.numbers)
        return "other_result", tuple(sorted(member.results)), -self._tuning.other_result * differ

    def _ticker(self, member: Member, profile: Profile, silence: float) -> Side:
        same = member.ticker in profile.tickers and silence <= self._tuning.ticker_idle
        return "ticker", ((member.ticker or "")[1:],), self._tuning.ticker * same

    def _quiet(self, silence: float, fullness: float) -> float:
        weight = _between(self._tuning.silence, self._tuning.silence_of_texts, fullness)
        return -weight * log2(1.0 + silence / self._tuning.fresh)

    def _needed(self, member: Member, profile: Profile) -> float:
        """Return the score that is needed: texts share more by chance, and more with a story of many."""
        tuning = self._tuning
        size = _between(tuning.size, tuning.size_of_texts, member.fullness)
        return tuning.join + tuning.full_text * member.fullness + size * log2(max(profile.size, 1))


def _between(headline: float, text: float, fullness: float) -> float:
    """Return a weight between that for headlines and that for full texts."""
    return headline + (text - headline) * fullness
