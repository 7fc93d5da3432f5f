"""Text from outside is made storable here, at the border."""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def clean_text(text: str) -> str:
    """Return ``text`` without what a database cannot hold.

    NUL characters (PostgreSQL refuses them) and lone surrogates become U+FFFD, one for one, so that offsets
    stay valid; a surrogate pair becomes the character it stands for. Clean text comes back unchanged.
    """
    if _UNSTORABLE.search(text) is None:
        return text
    return _UNSTORABLE.sub("\ufffd", text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"))


_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "œ": "oe"})
_WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """Return the words of ``text`` as a search compares them: small, umlauts spelt out, no accents."""
    small = unicodedata.normalize("NFC", text).casefold().translate(_UMLAUTS)
    bare = "".join(char for char in unicodedata.normalize("NFKD", small) if not unicodedata.combining(char))
    return " ".join(_WORD.findall(bare))


# From this length on a word is also looked for inside of others; shorter ones would stand in too many.
INNER_LENGTH = 4
_ENDINGS = ("ern", "em", "en", "er", "es", "e", "n", "s")


def stem(word: str) -> str:
    """Return a folded word without an ending, where four letters are left."""
    ending = next(
        (one for one in _ENDINGS if word.endswith(one) and len(word) - len(one) >= INNER_LENGTH), ""
    )
    return word.removesuffix(ending)


@lru_cache(maxsize=256)
def has_any(words: frozenset[str]) -> Callable[[str], bool]:
    """Return a test of whether a text has one of some folded words or phrases.

    A word is found with any ending and, from four letters on, inside of compounds: "debatte" in
    "Haushaltsdebatten".  A shorter one stands for itself alone: "EU" is not in "Eule".  A vowel without its
    dots is also an umlaut: "Munchen" is "München".  A hyphen may be left out: "Ukrainekrieg" finds
    "Ukraine-Krieg".
    """
    phrases = [" ".join(_loose(word) for word in phrase.split()) for phrase in sorted(words)]
    if not phrases:
        return lambda _: False
    pattern = re.compile(rf"\b(?:{'|'.join(phrases)})\b")
    return lambda text: any(pattern.search(fold(one)) for one in {text, text.replace("-", "")})


def _loose(word: str) -> str:
    spelt = re.sub("[aou]", r"\g<0>e?", stem(word))
    return rf"\w*{spelt}\w*" if len(word) >= INNER_LENGTH else spelt
