"""Comparing a chain once for the several screens that people look at one after the other."""

from __future__ import annotations

import threading
from collections import OrderedDict

from bot.flow.chains import Chain, Compare
from summaries.model import Claim

# People turn the pages of few stories at a time; the claims of a large one take some hundred kilobytes.
_REMEMBERED = 16


class Comparer:
    """Remembers the claims of the last chains; what a chain consists of is its name."""

    def __init__(self, compare: Compare) -> None:
        """Take what compares."""
        self._compare = compare
        self._known: OrderedDict[frozenset[tuple[int, int]], tuple[Claim, ...]] = OrderedDict()
        self._turn = threading.Lock()

    def claims_of(self, chain: Chain) -> tuple[Claim, ...]:
        """Return the claims of a chain, as comparing its evidence gives them."""
        with self._turn:
            known = self._known.get(chain.state)
        if known is not None:
            return known
        claims = self._compare(chain.evidence)
        with self._turn:
            self._known[chain.state] = claims
            while len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        return claims
