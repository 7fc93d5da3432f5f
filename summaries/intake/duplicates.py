"""Copies of one text: prints that are small enough to keep and quick to compare."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass

from config import intake as limits

_WORD = re.compile(r"\w+")
_HASH_BYTES = 6  # 48 bits: exact in JSON numbers, and no chance matches among millions


@dataclass(frozen=True, slots=True)
class TextPrint:
    """What a text is recognised by.

    ``digest`` is the SHA-256 of the normalised words in hex, ``shingles`` the smallest hashes of its word
    sequences in ascending order, ``total`` how many different sequences the text has.
    """

    digest: str
    shingles: tuple[int, ...]
    total: int


def fingerprint(text: str) -> TextPrint:
    """Return the print of a text; case, punctuation, line breaks and Unicode forms do not matter."""
    words = _WORD.findall(unicodedata.normalize("NFKC", text).casefold())
    digest = hashlib.sha256(" ".join(words).encode()).hexdigest()
    width = limits.SHINGLE_WORDS
    hashes = {_hash(words[index : index + width]) for index in range(max(1, len(words) - width + 1))}
    return TextPrint(digest, tuple(sorted(hashes)[: limits.MAX_SHINGLES]), len(hashes))


def is_exact_duplicate(a: TextPrint, b: TextPrint) -> bool:
    """Tell whether both texts have the same words in the same order."""
    return a.digest == b.digest


def is_near_duplicate(a: TextPrint, b: TextPrint) -> bool:
    """Tell whether one text is a copy of the other, perhaps edited, shortened or with something around it."""
    if is_exact_duplicate(a, b):
        return True
    if min(a.total, b.total) < limits.MIN_SHINGLES:
        return False
    jaccard = similarity(a, b)
    shared = jaccard * (a.total + b.total) / (1 + jaccard)
    return jaccard >= limits.NEAR_JACCARD or shared / min(a.total, b.total) >= limits.NEAR_CONTAINMENT


def similarity(a: TextPrint, b: TextPrint) -> float:
    """Estimate the Jaccard similarity of the texts' word sequences (0 to 1) from the smallest hashes."""
    mine, theirs = set(a.shingles), set(b.shingles)
    complete = len(mine) == a.total and len(theirs) == b.total
    union = sorted(mine | theirs)
    sample = union if complete else union[: limits.MAX_SHINGLES]
    return sum(item in mine and item in theirs for item in sample) / len(sample)


def copy_keys(print_: TextPrint) -> tuple[int, ...]:
    """Return the hashes that a text is looked up by among others; copies of it have some of them too.

    All hashes below a fixed border, as FracMinHash takes them (Irber et al. 2022): unlike as many of the
    smallest, they also show that a short text stands in a long one.  A short text adds its next ones.
    """
    border = bisect_left(print_.shingles, limits.KEY_BORDER)
    return print_.shingles[: min(max(border, limits.MIN_KEYS), limits.MAX_KEYS)]


def _hash(words: list[str]) -> int:
    return int.from_bytes(hashlib.blake2b(" ".join(words).encode(), digest_size=_HASH_BYTES).digest())
