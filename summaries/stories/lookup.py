"""The words that a story silent for long, or left out of the memory, is found again by.

And what articles meet by.
"""

from __future__ import annotations

import numpy as np

from config.stories import DEFAULT_TUNING, LOOKUP_TERMS
from summaries.model import Features
from summaries.stories.index import strongest_directions
from summaries.stories.prior import bundled_frequencies
from summaries.stories.profile import damped
from summaries.stories.terms import GRAM_MARK, ROUNDUP, TICKER_MARK

_NO_WORDS = (GRAM_MARK, TICKER_MARK, ROUNDUP)
_UNSEEN = 0.001  # share of articles that a word stands in which the table does not have


def lookup_terms(features: Features) -> tuple[str, ...]:
    """Return the most telling words of an article, at most ``LOOKUP_TERMS``: frequent here, rare elsewhere.

    They depend on the article alone, so that what was stored years ago meets what comes today.
    """
    shares = bundled_frequencies()
    weights = {
        term: weight * float(np.log(1.0 / (shares.get(term, 0.0) + _UNSEEN))) ** 2
        for term, weight in damped(features.terms).items()
        if not term.startswith(_NO_WORDS)
    }
    return tuple(sorted(weights, key=lambda term: (-weights[term], term))[:LOOKUP_TERMS])


def meeting_keys(features: Features) -> tuple[str, ...]:
    """Return what an article can meet another by: telling words, and directions of its vector.

    Two articles that share none of these are not looked at together, so neither has to wait for the other.
    """
    vector = np.asarray(features.vector, dtype=np.float32)
    directions = strongest_directions(vector, DEFAULT_TUNING.probe_directions) if vector.size else []
    return (*lookup_terms(features), *(str(one) for one in directions))
