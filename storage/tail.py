"""Following a table that grows, where rows do not become visible in the order of their keys.

A database server gives out keys at once and shows rows when their transactions end, so the row before the
last one may come later.  Keys that were passed over are therefore asked for again, for a while.
"""

from collections.abc import Iterable

# Keys given out meanwhile, after which a missing one is taken for one that was never used: no transaction
# of ours is open for so long.
_REACH = 5_000


class Tail:
    """How far a table was read: up to ``last``, but for the keys that are ``missing``."""

    def __init__(self, last: int, present: Iterable[int] | None = None) -> None:
        """Begin behind the row with the key ``last``.

        Args:
            last: The greatest key that is visible now.
            present: The visible keys shortly before it; None if all of them are.
        """
        self.last = last
        self.missing: set[int] = set()
        if present is not None:
            known = {*present}
            self.missing = {*range(max(1, min(known, default=last)), last)} - known

    def note(self, keys: Iterable[int]) -> None:
        """Note which keys were read, greater than ``last`` or missing until now."""
        read = {*keys}
        newest = max(read, default=self.last)
        if newest > self.last:
            self.missing |= {*range(max(self.last + 1, newest - _REACH), newest)}
            self.last = newest
        self.missing = {key for key in self.missing - read if key > self.last - _REACH}
