"""What a changed text states anew, no longer, or otherwise than before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from config.language import REWORDED
from summaries.model import Statement

_WORD = re.compile(r"\w+")
_Key = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Stated:
    """A statement with the words that it stands in, and those of its whole sentence, verbatim."""

    statement: Statement
    words: str
    sentence: str

    @classmethod
    def of(cls, statement: Statement, text: str) -> Stated:
        """Take a statement's words from its text; what an interrupted one leaves out is marked."""
        words = " … ".join(span.of(text) for span in statement.quote or (statement.sentence,))
        return cls(statement, words, statement.sentence.of(text))


@dataclass(frozen=True, slots=True)
class Differences:
    """What two states of one text do not have in common; ``changed`` are pairs (before, after)."""

    new: tuple[Stated, ...] = ()
    gone: tuple[Stated, ...] = ()
    changed: tuple[tuple[Stated, Stated], ...] = ()


def differences(before: Sequence[Stated], after: Sequence[Stated]) -> Differences:
    """Compare what two revisions of an article state, in the order in which they state it.

    A statement stays the same if words, speaker, stance and certainty do; case, punctuation and place in the
    text do not matter.  Of the rest, those that share most words are one statement that changed.
    """
    left, right = _without(before, after), _without(after, before)
    changed = dict(_pairs(left, right))
    taken = set(changed.values())
    return Differences(
        new=tuple(one for n, one in enumerate(right) if n not in taken),
        gone=tuple(one for n, one in enumerate(left) if n not in changed),
        changed=tuple((left[a], right[b]) for a, b in sorted(changed.items(), key=lambda pair: pair[1])),
    )


def stays(before: Sequence[Stated], after: Sequence[Stated]) -> tuple[Stated | None, ...]:
    """Return for each statement of a revision the same one of the revision before, None for what is new."""
    known = {_key(one): one for one in reversed(before)}
    return tuple(known.get(_key(one)) for one in after)


def _without(stated: Sequence[Stated], others: Sequence[Stated]) -> list[Stated]:
    known = {_key(one) for one in others}
    return [one for one in stated if _key(one) not in known]


def _key(one: Stated) -> _Key:
    statement = one.statement
    actor = statement.speaker.actor if statement.speaker else ""
    words = " ".join(_WORD.findall(one.words.casefold()))
    return words, actor, statement.stance.value, statement.certainty.value


def _pairs(left: Sequence[Stated], right: Sequence[Stated]) -> Iterator[tuple[int, int]]:
    """Yield which old statement became which new one, the likest first, each at most once."""
    mine, theirs = [_bag(one) for one in left], [_bag(one) for one in right]
    alike = sorted(
        (-share, a, b)
        for a, old in enumerate(mine)
        for b, new in enumerate(theirs)
        if (share := _dice(old, new)) >= REWORDED
    )
    used: tuple[set[int], set[int]] = (set(), set())
    for _, a, b in alike:
        if a not in used[0] and b not in used[1]:
            used[0].add(a)
            used[1].add(b)
            yield a, b


def _bag(one: Stated) -> frozenset[str]:
    return frozenset(_WORD.findall(one.words.casefold()))


def _dice(a: frozenset[str], b: frozenset[str]) -> float:
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0
