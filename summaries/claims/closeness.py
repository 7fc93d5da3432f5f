"""How near two propositions are in what their sentences mean, by sentence vectors.

Nearness decides nothing alone: "A besiegt B" is near to "B besiegt A", and a denial to what it denies.  It
only tells whether two propositions of one event and one scene, which structure does not keep apart, are told
in other words or are two different things.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from summaries.stories.encoder import load_encoder

_KEPT: Final = 8192  # statements; each is met by many others, and a vector takes 18 ms


def closeness(a: str, b: str) -> float:
    """Return the cosine of two sentences' vectors; unrelated ones of a story give about .82."""
    return round(float(_vector(a) @ _vector(b)), 3)


@lru_cache(maxsize=_KEPT)
def _vector(text: str) -> NDArray[np.float32]:
    vector: NDArray[np.float32] = load_encoder().encode([text])[0]
    return vector
