"""What an answer to a burst of messages says: a line for each submission, and what follows from them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from telegram.constants import ReactionEmoji

from bot.flow import Stored
from config.delivery import BURST_REACTIONS

_READ, _STORED, _FAILED = ReactionEmoji.EYES, ReactionEmoji.THUMBS_UP, ReactionEmoji.THUMBS_DOWN


@dataclass(frozen=True, slots=True)
class Line:
    """What an answer says about one link, text or file: it is open, stored, or has a problem."""

    label: str
    stored: Stored | None = None
    problem: str | None = None

    @property
    def open(self) -> bool:
        """Whether nothing can be said yet."""
        return self.stored is None and self.problem is None

    @property
    def apart(self) -> bool:
        """Whether it is not compared: it has a problem, or is in another language."""
        return self.problem is not None or (self.stored is not None and self.stored.foreign)


@dataclass(frozen=True, slots=True)
class Place:
    """One message of a burst, and the lines that it brought."""

    message_id: int
    lines: tuple[Line, ...]

    @property
    def mood(self) -> str:
        """The reaction that fits what is known so far."""
        if any(line.open for line in self.lines):
            return _READ
        return _STORED if any(line.stored for line in self.lines) else _FAILED


@dataclass(frozen=True, slots=True)
class Board:
    """Everything that an answer says: one line for each submission of a burst of messages.

    ``reply_id`` is the message that says it, None if there is none yet; ``unsure`` means that one was handed
    over and nobody knows whether it arrived.
    """

    places: tuple[Place, ...]
    reply_to: int
    reply_id: int | None
    thread_id: int
    unsure: bool = False
    reactions_only: bool = False

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines of all messages."""
        return tuple(line for place in self.places for line in place.lines)

    @property
    def done(self) -> int:
        """How many lines have come to their end."""
        return sum(not line.open for line in self.lines)

    @property
    def complete(self) -> bool:
        """Whether all lines have come to their end."""
        return self.done == len(self.lines)

    @property
    def worth_saying(self) -> bool:
        """Whether something is known, or messages came that no reaction tells of: the answer counts them."""
        return self.done > 0 or len(self.places) > BURST_REACTIONS

    @property
    def silent(self) -> bool:
        """Whether the reactions say it all.

        The chat wants it so and there is no problem to explain, or the answer may have arrived already: it is
        never sent twice, while a reaction can be repeated without harm.
        """
        return self.unsure or (self.reactions_only and not any(line.problem for line in self.lines))

    @property
    def stored(self) -> tuple[Stored, ...]:
        """The articles that are known so far."""
        return tuple(line.stored for line in self.lines if line.stored is not None)

    @property
    def outcomes(self) -> Counter[str]:
        """How many articles are new, known, copies, revisions, or in another language."""
        return Counter("foreign" if one.foreign else one.outcome.value for one in self.stored)

    @property
    def stories(self) -> tuple[tuple[str, int], ...]:
        """Titles of the stories with how many of the articles each has got, the largest first."""
        titles = {one.story_id: one.story_title for one in self.stored if one.story_id is not None}
        sizes = Counter(one.story_id for one in self.stored if one.story_id is not None)
        return tuple((titles[story], size) for story, size in sizes.most_common())
